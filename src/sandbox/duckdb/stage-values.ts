import type { DuckDBValue } from '@duckdb/node-api';
import { ExasolError } from '../types/exasol-error.js';
import type { Cell, DataType } from '../types/values.js';

/** A cell as a value of a stage, whose columns are BOOLEAN, DOUBLE or text. '' is NULL. */
export function toDuckDBValue(cell: Cell, staged: DataType): DuckDBValue {
  if (cell === null || cell === '') return null;
  if (staged.type === 'BOOLEAN') return toBoolean(cell);
  if (staged.type === 'DOUBLE') return toNumber(cell);
  return String(cell);
}

function toBoolean(cell: Exclude<Cell, null>): boolean {
  if (typeof cell === 'boolean') return cell;
  const text = String(cell).trim().toLowerCase();
  if (['true', 't', 'yes', 'y', '1', 'on'].includes(text)) return true;
  if (['false', 'f', 'no', 'n', '0', 'off'].includes(text)) return false;
  throw invalid(cell);
}

function toNumber(cell: Exclude<Cell, null>): number {
  const number = typeof cell === 'boolean' ? Number.NaN : Number(cell);
  if (!Number.isFinite(number)) throw invalid(cell);
  return number;
}

function invalid(cell: Exclude<Cell, null>): ExasolError {
  return new ExasolError('22018', `data exception - invalid character value for cast; Value: '${cell}'`);
}
