import { arithmeticType, DATE, DOUBLE, INTEGER, INTERVAL, isText, TIMESTAMP } from './data-types.js';
import type { Compiled } from './types.js';

/** + - * / by Exasol's rules: `/` yields DOUBLE, division by zero is an error, numbers added to dates are days, strings become numbers. */
export function compileArithmetic(operator: string, left: Compiled, right: Compiled): Compiled {
  const temporal = compileTemporal(operator, left, right);
  if (temporal !== undefined) return temporal;
  const [a, b] = [numeric(left), numeric(right)];
  if (operator === '/') return { sql: `(CAST(${a.sql} AS DOUBLE) / exa_nonzero(${b.sql}))`, type: DOUBLE };
  return { sql: `(${a.sql} ${operator} ${b.sql})`, type: arithmeticType(operator, a.type, b.type) };
}

/** DuckDB reads integer literals as 32-bit integers, which would overflow too early. */
function numeric(value: Compiled): Compiled {
  if (isText(value.type)) return { sql: `CAST(${value.sql} AS DOUBLE)`, type: DOUBLE };
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
