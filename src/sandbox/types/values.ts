/**
 * Cells, rows, columns and their types. Spelling and shapes follow Exasol's WebSocket API (https://github.com/exasol/websocket-api), so the
 * server converts nothing.
 */

/**
 * One value in the form in which Exasol sends it:
 * BOOLEAN → boolean; DECIMAL(p ≤ 18, 0) → bigint; any other DECIMAL → text with a decimal point and without trailing zeros; DOUBLE → number;
 * CHAR, VARCHAR, DATE (`2024-06-18`), TIMESTAMP (`2024-06-18 17:22:13.123000`), INTERVAL, GEOMETRY, HASHTYPE → text; NULL → null.
 */
export type Cell = null | boolean | number | bigint | string;

export type Row = readonly Cell[];

export type DataType =
  | { readonly type: 'BOOLEAN' }
  | { readonly type: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly type: 'DOUBLE' }
  | { readonly type: 'CHAR' | 'VARCHAR'; readonly size: number; readonly characterSet: 'UTF8' | 'ASCII' }
  | { readonly type: 'DATE' }
  | { readonly type: 'TIMESTAMP'; readonly precision: number; readonly withLocalTimeZone: boolean }
  | { readonly type: 'INTERVAL YEAR TO MONTH'; readonly precision: number }
  | { readonly type: 'INTERVAL DAY TO SECOND'; readonly precision: number; readonly fraction: number }
  | { readonly type: 'GEOMETRY'; readonly srid: number }
  | { readonly type: 'HASHTYPE'; readonly size: number };

export interface Column {
  readonly name: string;
  readonly dataType: DataType;
}
