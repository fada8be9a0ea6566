import { formatDataType } from '../catalog/data-types.js';
import { castDecimal, DecimalError } from '../lua/decimal.js';
import { ExasolError } from '../types/exasol-error.js';
import type { ScriptColumn } from '../types/stored-objects.js';
import type { Cell, DataType, Row } from '../types/values.js';

/** The JSON format and the Python type of a column. `bigint` is an integer of more than 18 digits. */
type WireKind = 'int' | 'bigint' | 'decimal' | 'float' | 'str' | 'bool' | 'date' | 'datetime';

/** The description of a column for host.py, which uses it for ctx and exa.meta. */
export interface WireColumn {
  readonly name: string;
  readonly kind: WireKind;
  readonly sqlType: string;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly length: number | null;
}

/** A cell in JSON. Integers beyond 2^53, decimals, dates and timestamps are texts. */
export type WireCell = null | boolean | number | string;

export function describeColumn({ name, dataType }: ScriptColumn): WireColumn {
  const isDecimal = dataType.type === 'DECIMAL';
  return {
    name,
    kind: findKind(dataType),
    sqlType: formatDataType(dataType),
    precision: isDecimal ? dataType.precision : null,
    scale: isDecimal ? dataType.scale : null,
    length: dataType.type === 'CHAR' || dataType.type === 'VARCHAR' ? dataType.size : null,
  };
}

function findKind(dataType: DataType): WireKind {
  switch (dataType.type) {
    case 'DECIMAL':
      if (dataType.scale > 0) return 'decimal';
      return dataType.precision > 18 ? 'bigint' : 'int';
    case 'DOUBLE':
      return 'float';
    case 'BOOLEAN':
      return 'bool';
    case 'DATE':
      return 'date';
    case 'TIMESTAMP':
      return 'datetime';
    default:
      return 'str';
  }
}

/** Converts rows to columns for JSON. */
export function toWire(rows: readonly Row[], columns: readonly ScriptColumn[]): WireCell[][] {
  return columns.map((_, position) => rows.map((row) => toWireCell(row[position] ?? null)));
}

function toWireCell(cell: Cell): WireCell {
  if (typeof cell === 'string') return cutAtNul(cell);
  if (typeof cell !== 'bigint') return cell;
  const number = Number(cell);
  return Number.isSafeInteger(number) ? number : String(cell);
}

/**
 * Converts columns that a UDF emitted to rows.
 * @throws ExasolError 22002 if a value does not fit its column
 */
export function fromWire(
  columns: readonly (readonly WireCell[])[],
  count: number,
  types: readonly ScriptColumn[],
): Row[] {
  const cells = types.map((column, position) => (columns[position] ?? []).map(makeReader(column)));
  return Array.from({ length: count }, (_, index) => cells.map((column) => column[index] ?? null));
}

function makeReader({ name, dataType }: ScriptColumn): (cell: WireCell) => Cell {
  switch (dataType.type) {
    case 'DECIMAL':
      return dataType.scale === 0 && dataType.precision <= 18
        ? makeIntegerReader(name, dataType.precision)
        : (cell) => (cell === null ? null : readDecimal(String(cell), name, dataType.precision, dataType.scale));
    case 'CHAR':
    case 'VARCHAR':
      return (cell) => readText(cell, name, dataType.size, dataType.type === 'CHAR');
    case 'TIMESTAMP':
      return (cell) => (cell === null ? null : readTimestamp(String(cell), name, dataType.precision));
    default:
      return (cell) => (cell === '' ? null : cell);
  }
}

function makeIntegerReader(name: string, precision: number): (cell: WireCell) => Cell {
  const limit = 10 ** Math.min(precision, 15);
  return (cell) => {
    if (cell === null) return null;
    if (typeof cell === 'number' && cell > -limit && cell < limit) return BigInt(cell);
    return BigInt(readDecimal(String(cell), name, precision, 0));
  };
}

function readDecimal(text: string, name: string, precision: number, scale: number): string {
  try {
    return castDecimal(text, precision, scale);
  } catch (error) {
    if (error instanceof DecimalError) throw makeValueError(`${error.message} (column ${name})`);
    throw error;
  }
}

function readText(cell: WireCell, name: string, size: number, isPadded: boolean): string | null {
  const text = cutAtNul(String(cell ?? ''));
  if (text === '') return null;
  // A string's length counts some characters twice, so the characters are only counted if it exceeds the size.
  if (text.length > size) {
    const length = [...text].length;
    if (length > size) {
      const sizes = `Valuelength: ${length} Maxlength: ${size}`;
      throw makeValueError(`data exception - string data, right truncation; ${sizes} (column ${name})`);
    }
  }
  return isPadded ? text + ' '.repeat(size - [...text].length) : text;
}

/** Exasol's script language client passes texts as C strings in both directions. */
function cutAtNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Cuts off fractions of a second beyond the column's precision, as Exasol does. */
function readTimestamp(text: string, name: string, precision: number): string {
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
  if (seconds === undefined)
    throw makeValueError(`data exception - '${text}' is not a timestamp without a time zone (column ${name})`);
  return `${seconds}.${fraction.slice(0, precision).padEnd(6, '0')}`;
}

const makeValueError = (text: string) => new ExasolError('22002', `VM error: ${text}`);
