/** The rows of a compiled query, as values of Exasol's WebSocket API. */
import { fromDuckDBType, toCell } from '../../duckdb/cells.js';
import { decodeName } from '../../duckdb/identifiers.js';
import type { Column, Row } from '../../types/values.js';
import type { CompiledQuery } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';

/** Passes rows on as DuckDB produces them. Nothing else may run in the transaction meanwhile. */
export async function streamQuery(
  compiled: CompiledQuery,
  context: EngineContext,
  onRows: (rows: readonly Row[], columns: readonly Column[]) => Promise<void>,
): Promise<readonly Column[]> {
  return context.transaction.interruptible(context.signal, async () => {
    const result = await context.transaction.stream(compiled.sql);
    const columns = resultColumns(compiled, result);
    try {
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        await onRows(chunkRows(chunk, columns), columns);
      }
    } catch (error) {
      context.transaction.noteFailure(error);
      throw error;
    }
    return columns;
  });
}

type DuckDBColumns = {
  columnName(index: number): string;
  columnType(index: number): Parameters<typeof fromDuckDBType>[0];
  readonly columnCount: number;
};

export function resultColumns(compiled: CompiledQuery, result: DuckDBColumns): Column[] {
  return Array.from({ length: result.columnCount }, (_, index) => {
    const column = compiled.columns[index];
    return {
      name: column?.name ?? decodeName(result.columnName(index)),
      dataType: column?.dataType ?? fromDuckDBType(result.columnType(index)),
    };
  });
}

type Chunk = { readonly rowCount: number; getColumnValues(index: number): Parameters<typeof toCell>[0][] };

export function chunkRows(chunk: Chunk, columns: readonly Column[]): Row[] {
  const cells = columns.map(({ dataType }, index) =>
    chunk.getColumnValues(index).map((value) => toCell(value, dataType)),
  );
  return Array.from({ length: chunk.rowCount }, (_, row) => cells.map((column) => column[row] ?? null));
}
