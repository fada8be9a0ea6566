/** Chooses the Exasol type of a CSV column from all its cells. */
import { DisguiseCounter } from './disguises.js';

type ShapeName = 'boolean' | 'integer' | 'decimal' | 'double' | 'date' | 'timestamp';

const shapes: Readonly<Record<ShapeName, RegExp>> = {
  boolean: /^(?:true|false)$/i,
  // digits with leading zeros, such as a postal code, are not a number
  integer: /^[+-]?(?:0|[1-9]\d{0,35})$/,
  decimal: /^[+-]?(?:0|[1-9]\d*)?\.\d+$|^[+-]?(?:0|[1-9]\d*)$/,
  double: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  timestamp:
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?$/,
};

const leadingZero = /^[+-]?0\d/;
const nullWords = /^(?:na|n\/a|nan|null|none)$/i;

/** Properties of the cells of a column that were read so far. */
export interface ColumnProfile {
  shapes: ShapeName[];
  /** Cells that are not empty, including words for NULL such as `n/a`. */
  filled: number;
  /** Cells with a value. */
  present: number;
  integerDigits: number;
  fractionDigits: number;
  /** In characters (code points). */
  maxLength: number;
  /** Forms of the values, which explain why a column is text. */
  readonly forms: DisguiseCounter;
}

export function makeProfile(): ColumnProfile {
  return {
    shapes: ['boolean', 'integer', 'decimal', 'double', 'date', 'timestamp'],
    filled: 0,
    present: 0,
    integerDigits: 0,
    fractionDigits: 0,
    maxLength: 0,
    forms: new DisguiseCounter(),
  };
}

/** Adds a cell to the profile of its column. @param record its record in the file, for messages; the header is record 1 */
export function addCell(profile: ColumnProfile, cell: string, record = 0): void {
  const text = cell.trim();
  if (text === '') return;
  profile.filled += 1;
  profile.maxLength = Math.max(profile.maxLength, [...cell].length);
  if (nullWords.test(text)) return;
  profile.present += 1;
  profile.forms.add(text, record);
  profile.shapes = profile.shapes.filter((shape) => fits(shape, text));
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  profile.integerDigits = Math.max(profile.integerDigits, whole.length);
  profile.fractionDigits = Math.max(profile.fractionDigits, fraction.length);
}

function fits(shape: ShapeName, text: string): boolean {
  if (!shapes[shape].test(text)) return false;
  if (shape === 'double') return !leadingZero.test(text) && Number.isFinite(Number(text));
  if (shape === 'date' || shape === 'timestamp') return isDay(text.slice(0, 10));
  return true;
}

/** Refuses days such as 31 April, which JavaScript would read as 1 May. */
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** How a column is stored: its SQL type, and how to write a cell for IMPORT ('' is NULL). */
export interface CsvColumnType {
  readonly sql: string;
  write(cell: string): string;
}

/** Counts the cells that are not NULL in the table. A text column keeps words for NULL as text. */
export function countKnown(profile: ColumnProfile): number {
  return profile.present > 0 && profile.shapes.length === 0 ? profile.filled : profile.present;
}

/** Chooses the narrowest type that fits every cell of the column. */
export function chooseType(profile: ColumnProfile): CsvColumnType {
  const [shape] = profile.present > 0 ? profile.shapes : [];
  const { integerDigits, fractionDigits } = profile;
  switch (shape) {
    case 'boolean':
      return { sql: 'BOOLEAN', write: (cell) => writePresent(cell, (text) => text.toLowerCase()) };
    case 'integer':
      return { sql: `DECIMAL(${integerDigits <= 18 ? 18 : 36},0)`, write: (cell) => writePresent(cell) };
    case 'decimal':
      if (integerDigits + fractionDigits > 36) return makeDouble();
      return {
        sql: `DECIMAL(${Math.max(1, integerDigits + fractionDigits)},${fractionDigits})`,
        write: (cell) => writePresent(cell),
      };
    case 'double':
      return makeDouble();
    case 'date':
      return { sql: 'DATE', write: (cell) => writePresent(cell) };
    case 'timestamp':
      return { sql: 'TIMESTAMP', write: (cell) => writePresent(cell, writeTimestamp) };
    default:
      return { sql: `VARCHAR(${roundUp(profile.maxLength)}) UTF8`, write: (cell) => (cell.trim() === '' ? '' : cell) };
  }
}

function makeDouble(): CsvColumnType {
  return { sql: 'DOUBLE', write: (cell) => writePresent(cell) };
}

/** Writes words for NULL as NULL in columns of numbers or dates. */
function writePresent(cell: string, write: (text: string) => string = (text) => text): string {
  const text = cell.trim();
  return text === '' || nullWords.test(text) ? '' : write(text);
}

/** Writes Exasol's default NLS_TIMESTAMP_FORMAT: `2024-06-18 17:22:00.000000`. */
function writeTimestamp(text: string): string {
  const [date, time = ''] = text.split(/[ T]/);
  const [clock = '', fraction = ''] = time.split('.');
  return `${date} ${clock.length === 5 ? `${clock}:00` : clock}.${fraction.slice(0, 6).padEnd(6, '0')}`;
}

/** Rounds a length up, at most to the maximum of VARCHAR in Exasol. */
function roundUp(length: number): number {
  for (const size of [20, 100, 200, 1000, 2000, 10_000, 100_000]) if (length <= size) return size;
  return 2_000_000;
}
