/** Result types of Exasol's operators, and the DuckDB types that store them. */
import type { DataType } from '../../types/values.js';

export const BOOLEAN: DataType = { type: 'BOOLEAN' };
export const DOUBLE: DataType = { type: 'DOUBLE' };
export const DATE: DataType = { type: 'DATE' };
export const TIMESTAMP: DataType = { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false };
export const INTERVAL: DataType = { type: 'INTERVAL DAY TO SECOND', precision: 9, fraction: 3 };
export const TEXT: DataType = { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' };
export const INTEGER: DataType = { type: 'DECIMAL', precision: 18, scale: 0 };

export const decimal = (precision: number, scale = 0): DataType => ({
  type: 'DECIMAL',
  precision: Math.min(36, precision),
  scale: Math.min(scale, 36),
});

export const varchar = (size: number, characterSet: 'UTF8' | 'ASCII' = 'UTF8'): DataType => ({
  type: 'VARCHAR',
  size: Math.min(Math.max(size, 1), 2_000_000),
  characterSet,
});

export const isText = (type: DataType | undefined): type is Extract<DataType, { type: 'CHAR' | 'VARCHAR' }> =>
  type?.type === 'CHAR' || type?.type === 'VARCHAR';
export const isNumber = (type: DataType | undefined): boolean => type?.type === 'DECIMAL' || type?.type === 'DOUBLE';

/** The DuckDB type that stores an Exasol type. */
export function storageType(type: DataType): string {
  switch (type.type) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'TIMESTAMP':
      return 'TIMESTAMP';
    case 'DATE':
    case 'BOOLEAN':
    case 'DOUBLE':
      return type.type;
    case 'INTERVAL DAY TO SECOND':
    case 'INTERVAL YEAR TO MONTH':
      return 'INTERVAL';
    default:
      return 'VARCHAR';
  }
}

/** The type of CASE branches, COALESCE, UNION columns. Undefined if DuckDB must determine it. */
export function commonType(types: readonly (DataType | undefined)[]): DataType | undefined {
  const [first, ...rest] = types;
  return rest.reduce((left, right) => pairType(left, right), first);
}

function pairType(left: DataType | undefined, right: DataType | undefined): DataType | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (isText(left) && isText(right)) {
    const characterSet = left.characterSet === 'ASCII' && right.characterSet === 'ASCII' ? 'ASCII' : 'UTF8';
    const sameChar = left.type === 'CHAR' && right.type === 'CHAR' && left.size === right.size;
    return { type: sameChar ? 'CHAR' : 'VARCHAR', size: Math.max(left.size, right.size), characterSet };
  }
  if (left.type === 'DECIMAL' && right.type === 'DECIMAL') {
    const scale = Math.max(left.scale, right.scale);
    return decimal(Math.max(left.precision - left.scale, right.precision - right.scale) + scale, scale);
  }
  if (isNumber(left) && isNumber(right)) return DOUBLE;
  if (left.type === right.type) return left;
  if (left.type === 'DATE' && right.type === 'TIMESTAMP') return right;
  if (left.type === 'TIMESTAMP' && right.type === 'DATE') return left;
  return isText(left) || isText(right) ? TEXT : undefined;
}

/** + and - keep the larger scale and add a digit; * adds precisions and scales. Source: docs.exasol.com, arithmetic of DECIMAL. */
export function arithmeticType(operator: string, left: DataType | undefined, right: DataType | undefined) {
  if (left?.type === 'DECIMAL' && right?.type === 'DECIMAL') {
    if (operator === '*') return decimal(left.precision + right.precision, left.scale + right.scale);
    const scale = Math.max(left.scale, right.scale);
    return decimal(Math.max(left.precision - left.scale, right.precision - right.scale) + scale + 1, scale);
  }
  if (isNumber(left) && isNumber(right)) return DOUBLE;
  return undefined;
}
