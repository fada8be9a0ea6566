import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';
import { DATE, DOUBLE, decimal, INTERVAL, TIMESTAMP } from '../data-types.js';
import type { Compiled, FunctionCall, FunctionRule } from '../types.js';
import { argument, integer, literal, moment, number, text } from './arguments.js';
import { roundNumber } from './number.js';

/** EXTRACT and its short forms YEAR(x), …; SECOND includes the fraction. */
export function extract(field: string, value: Compiled): Compiled {
  const { sql } = value;
  if (field === 'SECOND') {
    const seconds = `CAST(date_part('microsecond', ${sql}) / 1000000.0 AS DECIMAL(9,6))`;
    return { sql: seconds, type: decimal(9, 6) };
  }
  const precision = { YEAR: 4, MONTH: 2, DAY: 2, HOUR: 2, MINUTE: 2 }[field];
  if (precision === undefined) throw new ExasolError('42000', `syntax error, unexpected ${field} in EXTRACT`);
  return { sql: `date_part('${field.toLowerCase()}', ${sql})`, type: decimal(precision) };
}

const part =
  (field: string): FunctionRule =>
  (call) =>
    extract(field, { sql: moment(call, 0), type: undefined });

const resultType = (call: FunctionCall) => (argument(call, 0).type?.type === 'DATE' ? DATE : TIMESTAMP);

/** ADD_DAYS … ADD_WEEKS of a DATE yield a DATE; ADD_HOURS, ADD_MINUTES and ADD_SECONDS yield a timestamp. */
const add =
  (unit: string): FunctionRule =>
  (call) => {
    const wholeDays = ['days', 'weeks', 'months', 'years'].includes(unit);
    const type = wholeDays ? resultType(call) : TIMESTAMP;
    const amount =
      unit === 'seconds'
        ? `to_microseconds(CAST(${number(call, 1)} * 1000000 AS BIGINT))`
        : `to_${unit}(CAST(trunc(${number(call, 1)}) AS INTEGER))`;
    const sum = `(${moment(call, 0)} + ${amount})`;
    return { sql: type.type === 'DATE' ? `CAST(${sum} AS DATE)` : sum, type };
  };

const seconds = (call: FunctionCall) =>
  `(epoch_us(CAST(${moment(call, 0)} AS TIMESTAMP)) - epoch_us(CAST(${moment(call, 1)} AS TIMESTAMP)))`;

/** DAYS_BETWEEN ignores the time of day; hours, minutes and seconds have fractions. */
const between =
  (microseconds: number): FunctionRule =>
  (call) => ({ sql: `(${seconds(call)} / ${microseconds}.0::DOUBLE)`, type: DOUBLE });

const daysBetween: FunctionRule = (call) => ({
  sql: `(CAST(${moment(call, 0)} AS DATE) - CAST(${moment(call, 1)} AS DATE))`,
  type: decimal(9),
});

const TRUNCATION: Readonly<Record<string, string>> = {
  YYYY: 'year',
  YEAR: 'year',
  YY: 'year',
  Y: 'year',
  Q: 'quarter',
  MM: 'month',
  MON: 'month',
  MONTH: 'month',
  IW: 'week',
  WW: 'week',
  DD: 'day',
  DDD: 'day',
  J: 'day',
  HH: 'hour',
  HH24: 'hour',
  HH12: 'hour',
  MI: 'minute',
  SS: 'second',
  CENTURY: 'century',
  DECADE: 'decade',
  DAY: 'day',
  WEEK: 'week',
  QUARTER: 'quarter',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
};

function truncate(call: FunctionCall, unit: string | undefined, value: string): Compiled {
  const part = TRUNCATION[(unit ?? 'DD').toUpperCase()];
  if (part === undefined) throw sandboxGap(`${call.name} with format '${unit}'`);
  const sql = `date_trunc('${part}', ${value})`;
  const type = resultType(call);
  return { sql: `CAST(${sql} AS ${type.type})`, type };
}

const truncOrRound =
  (name: 'trunc' | 'round'): FunctionRule =>
  (call) => {
    const kind = argument(call, 0).type?.type;
    if (kind !== 'DATE' && kind !== 'TIMESTAMP') return roundNumber(name, call);
    if (name === 'round') throw sandboxGap('ROUND of a date');
    return truncate(call, literal(call, 1), moment(call, 0));
  };

const now: FunctionRule = (call) => ({ sql: `TIMESTAMP '${call.compiler.facts.now}'`, type: TIMESTAMP });
const today: FunctionRule = (call) => ({ sql: `DATE '${call.compiler.facts.now.slice(0, 10)}'`, type: DATE });

export const dateFunctions: Readonly<Record<string, FunctionRule>> = {
  CURRENT_TIMESTAMP: now,
  NOW: now,
  LOCALTIMESTAMP: now,
  SYSTIMESTAMP: now,
  CURRENT_DATE: today,
  CURDATE: today,
  SYSDATE: today,
  YEAR: part('YEAR'),
  MONTH: part('MONTH'),
  DAY: part('DAY'),
  HOUR: part('HOUR'),
  MINUTE: part('MINUTE'),
  SECOND: part('SECOND'),
  WEEK: (call) => ({ sql: `week(${moment(call, 0)})`, type: decimal(2) }),
  QUARTER: (call) => ({ sql: `quarter(${moment(call, 0)})`, type: decimal(1) }),
  TO_DSINTERVAL: (call) => ({ sql: `exa_day_second(${text(call, 0)})`, type: INTERVAL }),
  TO_YMINTERVAL: (call) => ({
    sql: `exa_year_month(${text(call, 0)})`,
    type: { type: 'INTERVAL YEAR TO MONTH', precision: 9 },
  }),
  ADD_DAYS: add('days'),
  ADD_WEEKS: add('weeks'),
  ADD_MONTHS: add('months'),
  ADD_YEARS: add('years'),
  ADD_HOURS: add('hours'),
  ADD_MINUTES: add('minutes'),
  ADD_SECONDS: add('seconds'),
  DAYS_BETWEEN: daysBetween,
  HOURS_BETWEEN: between(3_600_000_000),
  MINUTES_BETWEEN: between(60_000_000),
  WEEKS_BETWEEN: between(604_800_000_000),
  SECONDS_BETWEEN: between(1_000_000),
  MONTHS_BETWEEN: (call) => ({ sql: `exa_months_between(${moment(call, 0)}, ${moment(call, 1)})`, type: DOUBLE }),
  YEARS_BETWEEN: (call) => ({ sql: `(exa_months_between(${moment(call, 0)}, ${moment(call, 1)}) / 12)`, type: DOUBLE }),
  DATE_TRUNC: (call) => {
    const unit = literal(call, 0)?.toUpperCase() ?? '';
    if (TRUNCATION[unit] === undefined) throw sandboxGap(`DATE_TRUNC('${unit}')`);
    const type = argument(call, 1).type?.type === 'DATE' ? DATE : TIMESTAMP;
    return { sql: `CAST(date_trunc('${TRUNCATION[unit]}', ${moment(call, 1)}) AS ${type.type})`, type };
  },
  TRUNC: truncOrRound('trunc'),
  TRUNCATE: truncOrRound('trunc'),
  ROUND: truncOrRound('round'),
  POSIX_TIME: (call) => ({
    sql:
      call.arguments.length === 0
        ? `epoch(TIMESTAMP '${call.compiler.facts.now}')`
        : `epoch(CAST(${moment(call, 0)} AS TIMESTAMP))`,
    type: DOUBLE,
  }),
  FROM_POSIX_TIME: (call) => ({
    sql: `make_timestamp(CAST(CAST(${number(call, 0)} AS DECIMAL(30,6)) * 1000000 AS BIGINT))`,
    type: TIMESTAMP,
  }),
  NUMTODSINTERVAL: (call) => {
    const unit = literal(call, 1)?.toUpperCase() ?? 'DAY';
    const microseconds = { DAY: 86_400_000_000, HOUR: 3_600_000_000, MINUTE: 60_000_000, SECOND: 1_000_000 }[unit];
    if (microseconds === undefined) throw sandboxGap(`NUMTODSINTERVAL with '${unit}'`);
    return { sql: `to_microseconds(CAST(${number(call, 0)} * ${microseconds} AS BIGINT))`, type: INTERVAL };
  },
  NUMTOYMINTERVAL: (call) => ({
    sql:
      literal(call, 1)?.toUpperCase() === 'YEAR'
        ? `to_years(CAST(${integer(call, 0)} AS INTEGER))`
        : `to_months(CAST(${integer(call, 0)} AS INTEGER))`,
    type: { type: 'INTERVAL YEAR TO MONTH', precision: 9 },
  }),
  CONVERT_TZ: (call) => ({
    sql: `((${moment(call, 0)} AT TIME ZONE ${argument(call, 1).sql}) AT TIME ZONE ${argument(call, 2).sql})`,
    type: TIMESTAMP,
  }),
};
