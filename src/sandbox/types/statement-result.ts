import type { Column, Row } from './values.js';

export interface RowCountResult {
  readonly kind: 'rowCount';
  readonly rowCount: number;
  /** A Lua script sees these as rows_inserted, rows_updated and rows_deleted. */
  readonly changes?: { readonly inserted: number; readonly updated: number; readonly deleted: number };
  /** A Lua script sees these as etl_rows_read, etl_rows_written and etl_rows_with_error after IMPORT or EXPORT. */
  readonly etl?: { readonly read: number; readonly written: number; readonly withError: number };
}

/** The result of a statement that changes no rows. */
export const NO_ROWS: RowCountResult = { kind: 'rowCount', rowCount: 0 };

export interface ResultSetResult {
  readonly kind: 'resultSet';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export type StatementResult = RowCountResult | ResultSetResult;
