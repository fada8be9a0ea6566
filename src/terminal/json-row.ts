import type { Row } from '../exasol/rows.js';
import type { SqlValue } from '../exasol/session.js';

/** Converts a row for --json: lower-case keys, and numbers instead of text in the columns of `numericColumns`. */
export function toJsonRow(row: Row, numericColumns: ReadonlySet<string>): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.toLowerCase(),
      typeof value === 'string' && numericColumns.has(column) ? Number(value) : value,
    ]),
  );
}
