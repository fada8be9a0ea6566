/** Converts values and types of DuckDB's Node API to those of Exasol's WebSocket API. */
import {
  DuckDBDateValue,
  DuckDBDecimalType,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import { ExasolError } from '../types/exasol-error.js';
import { formatDecimal } from '../types/format-decimal.js';
import type { Cell, DataType } from '../types/values.js';

/** The Exasol type of a result column whose type is only known to DuckDB. */
export function fromDuckDBType(type: DuckDBType): DataType {
  if (type instanceof DuckDBDecimalType) {
    return { type: 'DECIMAL', precision: Math.min(36, type.width), scale: Math.min(36, type.scale) };
  }
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { type: 'BOOLEAN' };
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.BIGINT:
      return { type: 'DECIMAL', precision: 18, scale: 0 };
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return { type: 'DECIMAL', precision: 36, scale: 0 };
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return { type: 'DOUBLE' };
    case DuckDBTypeId.DATE:
      return { type: 'DATE' };
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false };
    case DuckDBTypeId.INTERVAL:
      return { type: 'INTERVAL DAY TO SECOND', precision: 9, fraction: 3 };
    default:
      return { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' };
  }
}

function integerCell(value: bigint, dataType: DataType): Cell {
  return dataType.type === 'DECIMAL' && dataType.precision > 18 ? value.toString() : value;
}

/** @param dataType the column's Exasol type, which decides between bigint, number and text */
export function toCell(value: DuckDBValue, dataType: DataType): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (dataType.type === 'DOUBLE') return doubleCell(value);
  if (typeof value === 'number') {
    if (dataType.type === 'DECIMAL')
      return Number.isInteger(value) ? integerCell(BigInt(value), dataType) : String(value);
    return value;
  }
  if (typeof value === 'bigint') return integerCell(value, dataType);
  if (value instanceof DuckDBDecimalValue) {
    if (value.scale === 0) return integerCell(value.value, dataType);
    const text = formatDecimal(value.value, value.scale);
    return dataType.type === 'DECIMAL' && dataType.scale === 0 && /^-?\d+$/.test(text)
      ? integerCell(BigInt(text), dataType)
      : text;
  }
  if (value instanceof DuckDBTimestampValue) return timestampText(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBIntervalValue) return intervalText(value, dataType);
  return String(value);
}

function doubleCell(value: DuckDBValue): Cell {
  const number = value instanceof DuckDBDecimalValue ? value.toDouble() : Number(value);
  if (Number.isFinite(number)) return number;
  throw new ExasolError('22003', 'data exception - numeric value out of range');
}

/** `2024-06-18 17:22:13.123000` */
function timestampText(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = Number(micros - millis * 1000n);
  const iso = new Date(Number(millis)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(rest).padStart(3, '0')}`;
}

function intervalText(value: DuckDBIntervalValue, dataType: DataType): string {
  if (dataType.type === 'INTERVAL YEAR TO MONTH') {
    const months = Math.abs(value.months);
    return `${value.months < 0 ? '-' : '+'}${pad(Math.trunc(months / 12))}-${pad(months % 12)}`;
  }
  const total = value.micros + BigInt(value.days) * 86_400_000_000n;
  const micros = total < 0n ? -total : total;
  const days = Number(micros / 86_400_000_000n);
  const seconds = Number(micros % 86_400_000_000n) / 1e6;
  const clock = `${pad(Math.trunc(seconds / 3600))}:${pad(Math.trunc(seconds / 60) % 60)}:${(seconds % 60).toFixed(3).padStart(6, '0')}`;
  return `${total < 0n ? '-' : '+'}${pad(days)} ${clock}`;
}

const pad = (value: number) => String(value).padStart(2, '0');
