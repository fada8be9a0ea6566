/** Writes rows from JavaScript (prepared statements, IMPORT, output of UDFs) to a stage, from which SQL reads them. */
import { DuckDBDataChunk, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import type { Stage } from '../../duckdb/engine.js';
import { toDuckDBValue } from '../../duckdb/stage-values.js';
import type { DataType, Row } from '../../types/values.js';
import { storageType, TEXT } from '../compile/data-types.js';
import type { EngineContext } from '../engine/types.js';
import type { ColumnDefinition } from '../syntax/ast.js';

const CHUNK = 2048;

export class StageWriter {
  private constructor(
    readonly stage: Stage,
    readonly columns: readonly ColumnDefinition[],
    private readonly types: readonly DuckDBType[],
  ) {}

  /** Stores every column except DOUBLE and BOOLEAN as text. DuckDB converts it to the target type, with Exasol's checks. */
  static async open(types: readonly DataType[], context: EngineContext): Promise<StageWriter> {
    const columns = types.map((dataType, index) => ({ name: `c${index}`, dataType: stagedType(dataType) }));
    const stage = await context.transaction.openStage(
      columns.map(({ name, dataType }) => ({
        name,
        type: dataType.type === 'BOOLEAN' || dataType.type === 'DOUBLE' ? dataType.type : 'VARCHAR',
      })),
    );
    const appender = await stage.connection.createAppender('rows', 'main', stage.database);
    const duckTypes = columns.map((_, index) => appender.columnType(index));
    appender.closeSync();
    return new StageWriter(stage, columns, duckTypes);
  }

  /** SQL of a column of the stage, converted to its type. The values are in Exasol's format, so the conversion cannot fail. */
  readColumn(alias: string, index: number, dataType: DataType): string {
    const column = this.columns[index];
    const sql = `${alias}.${column?.name}`;
    const type = storageType(dataType);
    if (column === undefined || type === 'VARCHAR' || column.dataType.type === dataType.type) return sql;
    return dataType.type === 'INTERVAL YEAR TO MONTH' ? `exa_year_month(${sql})` : `CAST(${sql} AS ${type})`;
  }

  async write(rows: readonly Row[]): Promise<void> {
    const appender = await this.stage.connection.createAppender('rows', 'main', this.stage.database);
    try {
      for (let start = 0; start < rows.length; start += CHUNK) {
        const part = rows.slice(start, start + CHUNK);
        const chunk = DuckDBDataChunk.create(this.types, part.length);
        const values = this.columns.map(({ dataType }, index) =>
          part.map((row): DuckDBValue => toDuckDBValue(row[index] ?? null, dataType)),
        );
        chunk.setColumns(values);
        appender.appendDataChunk(chunk);
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  }
}

const stagedType = (dataType: DataType): DataType =>
  dataType.type === 'BOOLEAN' || dataType.type === 'DOUBLE' ? dataType : TEXT;
