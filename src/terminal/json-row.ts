import { type Row, readNumber, readText, readUtc } from '../exasol/rows.js';
import type { SqlValue } from '../exasol/session.js';
import type { ResultColumn } from '../scripts/types.js';
import { formatMoment } from '../text/format-values.js';

type JsonCell<Type extends string> = Type extends 'DOUBLE' | `DECIMAL${string}`
  ? number | null
  : Type extends 'BOOLEAN'
    ? boolean | null
    : string | null;

type JsonRow<Columns extends readonly ResultColumn[]> = {
  readonly [Column in Columns[number] as Lowercase<Column['name']>]: JsonCell<Column['type']>;
};

/** Converts a row that a script returned for --json: lower-case keys, numbers as numbers, and null for NULL or a missing column. */
export function toJsonRow<const Columns extends readonly ResultColumn[]>(row: Row, columns: Columns): JsonRow<Columns> {
  return Object.fromEntries(
    columns.map(({ name, type }) => [name.toLowerCase(), toJsonCell(row[name], type)]),
  ) as JsonRow<Columns>;
}

function toJsonCell(value: SqlValue | undefined, type: string): SqlValue {
  if (type === 'DOUBLE' || type.startsWith('DECIMAL')) {
    return readNumber(value) ?? null;
  }
  return type === 'BOOLEAN' ? (value ?? null) : (readText(value) ?? null);
}

/**
 * Converts a value of any query for JSON. A decimal arrives as text or as a number; it becomes a number, unless a JSON number would lose
 * digits: then it stays text.
 */
export function toJsonValue(value: SqlValue, type: string): SqlValue {
  return typeof value === 'string' && type.startsWith('DECIMAL') && isExact(value) ? Number(value) : value;
}

/** A double represents every decimal of 15 significant digits, and every integer up to 2^53. */
function isExact(decimal: string): boolean {
  const digits = decimal.replaceAll(/^-?0*\.?0*|\./g, '').length;
  return digits <= 15 || (/^-?\d+$/.test(decimal) && Number.isSafeInteger(Number(decimal)));
}

/** Converts `YYYY-MM-DD HH:MM:SS` in UTC to the form of times in JSON; null for NULL. */
export function toMoment(value: SqlValue | undefined): string | null {
  const date = readUtc(value);
  return date === undefined ? null : formatMoment(date);
}
