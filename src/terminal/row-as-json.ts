import type { Row } from '../exasol/rows.js';
import type { SqlValue } from '../exasol/session.js';

/** A row for --json: keys as everywhere else in small letters, numbers as numbers where the column is one. */
export function describeRow(row: Row, numbers: ReadonlySet<string>): Readonly<Record<string, SqlValue>> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.toLowerCase(),
      typeof value === 'string' && numbers.has(column) ? Number(value) : value,
    ]),
  );
}
