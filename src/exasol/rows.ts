import type { Session, SqlValue } from './session.js';

/** One row of a result, by column name. */
export type Row = Readonly<Record<string, SqlValue>>;

/** Runs a statement and returns its rows. @throws SqlError */
export async function queryRows(session: Session, sql: string): Promise<readonly Row[]> {
  const { columns, rows } = await session.query(sql);
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}

/** Reads a cell as text; undefined for NULL and for an empty string, which Exasol treats as NULL. */
export function readText(value: SqlValue | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value);
}

/** Reads a cell as a number; undefined for NULL and for text that is not a number. Decimals with a scale arrive as text. */
export function readNumber(value: SqlValue | undefined): number | undefined {
  const text = readText(value);
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Reads `YYYY-MM-DD HH:MM:SS`, with or without fractional seconds, as UTC; undefined for anything else. */
export function readUtc(value: SqlValue | undefined): Date | undefined {
  const date = new Date(`${readText(value)?.slice(0, 19).replace(' ', 'T')}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
