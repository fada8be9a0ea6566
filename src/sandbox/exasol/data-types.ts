import type { Cell, Column, DataType } from '../types/values.js';
import type { JsonValue } from './json.js';

/**
 * A type in protocol versions up to 4, where dates and times have a `size`.
 * Source of the sizes, which clients recorded from real servers: pyexasol's metadata tests (DATE 4) and
 * bobozaur/sqlx-exasol's type tests (INTERVAL DAY(2) TO SECOND(3) 16, INTERVAL YEAR(2) TO MONTH 6, GEOMETRY 2000000).
 */
function describeDataType(dataType: DataType): { readonly [key: string]: JsonValue } {
  switch (dataType.type) {
    case 'DATE':
      return { type: 'DATE', size: 4 };
    case 'TIMESTAMP':
      return {
        type: dataType.withLocalTimeZone ? 'TIMESTAMP WITH LOCAL TIME ZONE' : 'TIMESTAMP',
        withLocalTimeZone: dataType.withLocalTimeZone,
        size: 16,
      };
    case 'INTERVAL YEAR TO MONTH':
      return { ...dataType, size: dataType.precision + 4 };
    case 'INTERVAL DAY TO SECOND':
      return { ...dataType, size: dataType.precision + dataType.fraction + 11 };
    case 'GEOMETRY':
      return { ...dataType, size: 2_000_000 };
    default:
      return { ...dataType };
  }
}

/** @param columns of a result set, or the parameters of a prepared statement */
export function describeColumns(columns: readonly Column[]): readonly JsonValue[] {
  return columns.map((column) => ({ name: column.name, dataType: describeDataType(column.dataType) }));
}

/**
 * Converts a parameter of a prepared statement to the type of its column: clients send numbers as numbers or as text, and `readJson`
 * returns long numbers as text.
 */
export function readParameter(value: Cell, dataType: DataType): Cell {
  if (
    dataType.type === 'DOUBLE' &&
    typeof value === 'string' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return Number(value);
  }
  if (dataType.type === 'DECIMAL' && isWholeColumn(dataType)) {
    return readWholeNumber(value);
  }
  return value;
}

function isWholeColumn(dataType: { readonly precision: number; readonly scale: number }): boolean {
  return dataType.scale === 0 && dataType.precision <= 18;
}

function readWholeNumber(value: Cell): Cell {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return BigInt(value);
  }
  if (typeof value === 'string' && /^[+-]?\d+$/.test(value)) {
    return BigInt(value);
  }
  return value;
}
