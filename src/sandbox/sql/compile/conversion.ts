/** Converts values between types as Exasol does: a string that is too long is an error, numbers have no trailing zeros, '' becomes NULL. */

import type { SessionFacts } from '../../catalog/session-facts.js';
import type { DataType } from '../../types/values.js';
import { isText, storageType, TEXT } from './data-types.js';
import { dateFormat } from './date-format.js';
import {
  DATE_MODEL,
  localizeNumber,
  plainNumber,
  TIMESTAMP_MODEL,
  textToDate,
  textToNumber,
  textToTimestamp,
} from './text-values.js';
import type { Compiled } from './types.js';

/** A value as text, as in CAST(x AS VARCHAR) and implicit conversions. */
export function toText(value: Compiled, facts: SessionFacts): string {
  const { sql, type } = value;
  switch (type?.type) {
    case 'CHAR':
    case 'VARCHAR':
    case 'GEOMETRY':
    case 'HASHTYPE':
      return sql;
    case 'BOOLEAN':
      return `upper(CAST(${sql} AS VARCHAR))`;
    case 'DECIMAL':
      return type.scale === 0
        ? `CAST(${sql} AS VARCHAR)`
        : localizeNumber(`exa_trim_zeros(CAST(${sql} AS VARCHAR))`, facts);
    case 'DOUBLE':
      return localizeNumber(`exa_double_text(${sql})`, facts);
    case 'DATE':
      return dateFormat(sql, facts.parameters.get('NLS_DATE_FORMAT') ?? DATE_MODEL);
    case 'TIMESTAMP':
      return dateFormat(sql, facts.parameters.get('NLS_TIMESTAMP_FORMAT') ?? TIMESTAMP_MODEL);
    case 'INTERVAL DAY TO SECOND':
      return `exa_interval_text(${sql})`;
    case 'INTERVAL YEAR TO MONTH':
      return `exa_year_month_text(${sql})`;
    default:
      return `CAST(${sql} AS VARCHAR)`;
  }
}

/** CAST, and the conversion of a value that INSERT writes into a column. */
export function convert(value: Compiled, target: DataType, facts: SessionFacts): Compiled {
  const { sql, type } = value;
  if (isText(target)) {
    const fits = isText(type) && type.size <= target.size && !(target.type === 'VARCHAR' && type.type === 'CHAR');
    const text = toText(value, facts);
    if (target.type === 'CHAR') return { sql: `exa_pad(${text}, ${target.size})`, type: target };
    return { sql: fits || target.size >= TEXT_SIZE ? text : `exa_fit(${text}, ${target.size})`, type: target };
  }
  if (target.type === 'HASHTYPE') return { sql: `exa_hash(${toText(value, facts)}, ${target.size})`, type: target };
  if (target.type === 'GEOMETRY') return { sql: toText(value, facts), type: target };
  if (type?.type === target.type && storageType(type) === storageType(target) && target.type !== 'TIMESTAMP') {
    return { sql, type: target };
  }
  const storage = storageType(target);
  if (isText(type)) return { sql: textTo(sql, target, storage, facts), type: target };
  if (target.type === 'TIMESTAMP') return { sql: roundTimestamp(`CAST(${sql} AS TIMESTAMP)`, target), type: target };
  if (target.type === 'DOUBLE' && type === undefined) return { sql: `exa_finite(${sql})`, type: target };
  return { sql: `CAST(${sql} AS ${storage})`, type: target };
}

const TEXT_SIZE = TEXT.type === 'VARCHAR' ? TEXT.size : 0;

function textTo(sql: string, target: DataType, storage: string, facts: SessionFacts): string {
  if (target.type === 'BOOLEAN') return `exa_boolean(${sql})`;
  if (target.type === 'TIMESTAMP') return roundTimestamp(textToTimestamp(sql, facts), target);
  if (target.type === 'DATE') return textToDate(sql, facts);
  if (target.type === 'INTERVAL YEAR TO MONTH') return `exa_year_month(${sql})`;
  if (target.type === 'INTERVAL DAY TO SECOND') return `exa_day_second(${sql})`;
  if (target.type === 'DOUBLE') return textToNumber(sql, facts);
  return `CAST(${target.type === 'DECIMAL' ? plainNumber(sql, facts) : `trim(${sql})`} AS ${storage})`;
}

/** Fractions beyond the column's precision are truncated, not rounded. */
function roundTimestamp(sql: string, target: Extract<DataType, { type: 'TIMESTAMP' }>): string {
  if (target.precision >= 6) return sql;
  if (target.precision === 3) return `date_trunc('millisecond', ${sql})`;
  return target.precision === 0
    ? `date_trunc('second', ${sql})`
    : `exa_cut_fraction(${sql}, ${10 ** (6 - target.precision)})`;
}
