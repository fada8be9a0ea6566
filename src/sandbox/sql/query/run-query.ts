/** From a parsed query to its rows. */
import { fromDuckDBType, toCell } from '../../database/cells.js';
import { decodeName } from '../../database/identifiers.js';
import type { Column, ResultSetResult, Row } from '../../database/types.js';
import { bind } from '../bind.js';
import { makeCompiler } from '../compile/compiler.js';
import type { CompiledQuery, Compiler } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import { evaluateScriptCalls } from '../script-call/evaluate.js';
import type { Query } from '../syntax/ast.js';

/** Binds the query, runs the UDFs in it, and compiles what is left. */
export async function compileBoundQuery(
  query: Query,
  context: EngineContext,
  compiler: Compiler = makeCompiler(context.facts),
): Promise<CompiledQuery> {
  const bound = await bind(query, context);
  return compiler.query(await evaluateScriptCalls(bound, context), undefined);
}

export async function runQuery(query: Query, context: EngineContext): Promise<ResultSetResult> {
  const compiled = await compileBoundQuery(query, context);
  return context.transaction.interruptible(context.signal, async () => {
    const result = await context.transaction.read(compiled.sql);
    const columns = resultColumns(compiled, result);
    const rows: Row[] = [];
    for (const chunk of await result.fetchAllChunks()) rows.push(...chunkRows(chunk, columns));
    return { kind: 'resultSet', columns, rows };
  });
}

/** Hands over rows as DuckDB makes them; nothing else may run in the transaction meanwhile. */
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

function chunkRows(chunk: Chunk, columns: readonly Column[]): Row[] {
  const cells = columns.map(({ dataType }, index) =>
    chunk.getColumnValues(index).map((value) => toCell(value, dataType)),
  );
  return Array.from({ length: chunk.rowCount }, (_, row) => cells.map((column) => column[row] ?? null));
}
