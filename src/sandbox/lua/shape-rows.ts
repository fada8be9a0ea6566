import type { Behaviours } from '../behaviours.js';
import { ExasolError } from '../types/exasol-error.js';
import type { Cell, Column, DataType, Row } from '../types/values.js';
import { castDecimal, DecimalError } from './decimal.js';
import { type LuaValue, readLuaValue, typeName } from './values.js';

/** nil, as prelude/wire.lua writes it. */
const NIL = 'xnil';

/**
 * Converts the rows that a script returned, with values written by prelude/wire.lua, to rows of its columns.
 * @throws ExasolError if a row has the wrong number of values, or a value does not fit its column
 */
export function shapeRows(
  rows: readonly (readonly string[] | string)[],
  columns: readonly Column[],
  nilCell: Behaviours['nil-cell'],
): Row[] {
  return rows.map((cells, index) => {
    const place = `row ${index + 1} of the returned table`;
    if (typeof cells === 'string') throw rowError(`${place} is a ${typeName(readLuaValue(cells))}, it must be a table`);
    if (nilCell === 'null' ? cells.length > columns.length : cells.length !== columns.length) {
      throw rowError(`${place} has ${cells.length} values, but there are ${columns.length} columns`);
    }
    return columns.map((column, position) => shapeCell(readCell(cells[position], nilCell), column, place));
  });
}

/** @param written undefined for nil at the end of a row */
function readCell(written: string | undefined, nilCell: Behaviours['nil-cell']): LuaValue {
  if (written === undefined || (written === NIL && nilCell === 'null')) return { type: 'null' };
  return readLuaValue(written);
}

function shapeCell(value: LuaValue, { name, dataType }: Column, place: string): Cell {
  if (value.type === 'null') return null;
  const at = `${place}, column ${name}`;
  switch (dataType.type) {
    case 'BOOLEAN':
      if (value.type === 'boolean') return value.value;
      throw typeError('boolean', value, at);
    case 'DOUBLE':
      return shapeDouble(value, at);
    case 'DECIMAL':
      return shapeDecimal(value, dataType, at);
    default:
      if (value.type !== 'string') throw typeError('string', value, at);
      return shapeText(value.value, dataType, at);
  }
}

function shapeDouble(value: LuaValue, at: string): number | null {
  if (value.type !== 'integer' && value.type !== 'float' && value.type !== 'decimal') {
    throw typeError('number', value, at);
  }
  const number = Number(value.value);
  if (Number.isNaN(number)) return null;
  if (!Number.isFinite(number)) throw rowError(`numeric value out of range: value ${number} (${at})`);
  return number;
}

function shapeDecimal(value: LuaValue, dataType: DataType & { type: 'DECIMAL' }, at: string): Cell {
  if (value.type !== 'integer' && value.type !== 'float' && value.type !== 'decimal') {
    throw typeError('decimal', value, at);
  }
  try {
    const text = castDecimal(String(value.value), dataType.precision, dataType.scale);
    return dataType.precision <= 18 && dataType.scale === 0 ? BigInt(text) : text;
  } catch (error) {
    if (error instanceof DecimalError) throw rowError(`${error.message} (${at})`);
    throw error;
  }
}

function shapeText(text: string, dataType: DataType, at: string): string | null {
  if (text === '') return null;
  if (dataType.type === 'CHAR' || dataType.type === 'VARCHAR') {
    const length = [...text].length;
    if (length > dataType.size) {
      const sizes = `Valuelength: ${length} Maxlength: ${dataType.size}`;
      throw rowError(`data exception - string data, right truncation; ${sizes} (${at})`);
    }
    return dataType.type === 'CHAR' ? text + ' '.repeat(dataType.size - length) : text;
  }
  if (dataType.type === 'DATE' && !/^\d{4}-\d\d-\d\d$/.test(text)) throw formatError(text, 'YYYY-MM-DD', at);
  if (dataType.type === 'TIMESTAMP') {
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,9})?$/.test(text)) {
      throw formatError(text, 'YYYY-MM-DD HH24:MI:SS.FF6', at);
    }
    return text.includes('.') ? text.padEnd(26, '0') : `${text}.000000`;
  }
  return text;
}

const rowError = (text: string) => new ExasolError('43000', text);

const typeError = (expected: string, value: LuaValue, at: string) =>
  rowError(`${expected} expected, got ${typeName(value)} (${at})`);

const formatError = (text: string, format: string, at: string) =>
  rowError(`data exception - '${text}' is not in the format ${format} (${at})`);
