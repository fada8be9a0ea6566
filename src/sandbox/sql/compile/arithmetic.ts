import type { SessionFacts } from '../../catalog/session-facts.js';
import type { DataType } from '../../types/values.js';
import { arithmeticType, DATE, DOUBLE, INTEGER, INTERVAL, isText, storageType, TIMESTAMP } from './data-types.js';
import { textToNumber } from './text-values.js';
import type { Compiled } from './types.js';

/** + - * / by Exasol's rules: `/` yields DOUBLE, division by zero is an error, numbers added to dates are days, strings become numbers. */
export function compileArithmetic(operator: string, left: Compiled, right: Compiled, facts: SessionFacts): Compiled {
  const temporal = compileTemporal(operator, left, right);
  if (temporal !== undefined) return temporal;
  const [a, b] = [numeric(left, facts), numeric(right, facts)];
  // + - * and the dividend pass infinity on, so one check of the result is enough. A quotient by infinity would be 0.
  if (operator === '/') {
    return { sql: `(CAST(${a.unchecked ?? a.sql} AS DOUBLE) / exa_nonzero(${b.sql}))`, type: DOUBLE };
  }
  const type = arithmeticType(operator, a.type, b.type);
  if (type?.type === 'DECIMAL') return { sql: decimalArithmetic(operator, a, b, type), type };
  return { sql: `(${a.unchecked ?? a.sql} ${operator} ${b.unchecked ?? b.sql})`, type };
}

/** DuckDB computes with 18 digits unless an operand has more, and with up to 38 digits, where Exasol has 36. */
function decimalArithmetic(
  operator: string,
  left: Compiled,
  right: Compiled,
  result: Extract<DataType, { type: 'DECIMAL' }>,
): string {
  const scale = left.type?.type === 'DECIMAL' ? left.type.scale : 0;
  const precision = left.type?.type === 'DECIMAL' ? left.type.precision : 36;
  const isWide = result.precision > 18 && precision <= 18;
  const first = isWide ? `CAST(${left.sql} AS DECIMAL(19,${scale}))` : left.sql;
  const sql = `(${first} ${operator} ${right.sql})`;
  return result.precision < 36 ? sql : `CAST(${sql} AS ${storageType(result)})`;
}

/** DuckDB reads integer literals as 32-bit integers, which would overflow too early. */
function numeric(value: Compiled, facts: SessionFacts): Compiled {
  if (isText(value.type)) return { sql: textToNumber(value.sql, facts), type: DOUBLE };
  if (value.type?.type === 'DECIMAL' && /^\d+$/.test(value.sql)) {
    return { sql: `CAST(${value.sql} AS DECIMAL(${Math.max(value.type.precision, 18)},0))`, type: value.type };
  }
  return value;
}

function compileTemporal(operator: string, left: Compiled, right: Compiled): Compiled | undefined {
  const [leftType, rightType] = [left.type?.type, right.type?.type];
  const isTemporal = (type: string | undefined) => type === 'DATE' || type === 'TIMESTAMP';
  if (!isTemporal(leftType) && !isTemporal(rightType)) return undefined;
  if (isTemporal(leftType) && isTemporal(rightType)) {
    if (leftType === 'DATE' && rightType === 'DATE') return { sql: `(${left.sql} - ${right.sql})`, type: INTEGER };
    return { sql: `(CAST(${left.sql} AS TIMESTAMP) - CAST(${right.sql} AS TIMESTAMP))`, type: INTERVAL };
  }
  const [moment, amount] = isTemporal(leftType) ? [left, right] : [right, left];
  if (amount.type?.type.startsWith('INTERVAL') || amount.type === undefined) {
    const sum = `(${moment.sql} ${operator} ${amount.sql})`;
    const keepsDate = moment.type?.type === 'DATE' && amount.type?.type !== 'INTERVAL DAY TO SECOND';
    return keepsDate ? { sql: `CAST(${sum} AS DATE)`, type: DATE } : { sql: sum, type: TIMESTAMP };
  }
  if (moment.type?.type === 'DATE') {
    return { sql: `(${moment.sql} ${operator} CAST(trunc(${amount.sql}) AS INTEGER))`, type: DATE };
  }
  const days = `to_microseconds(CAST(CAST(${amount.sql} AS DOUBLE) * 86400000000 AS BIGINT))`;
  return { sql: `(${moment.sql} ${operator} ${days})`, type: TIMESTAMP };
}
