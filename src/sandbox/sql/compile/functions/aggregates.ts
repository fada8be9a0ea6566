import { sandboxGap } from '../../../types/exasol-error.js';
import type { DataType } from '../../../types/values.js';
import { toText } from '../conversion.js';
import { DOUBLE, decimal, INTEGER, isText, TEXT } from '../data-types.js';
import { compileSort } from '../sorting.js';
import type { FunctionCall, FunctionRule } from '../types.js';
import { argument, number } from './arguments.js';

const distinct = (call: FunctionCall) => (call.call.distinct ? 'DISTINCT ' : '');

const ofDouble =
  (name: string): FunctionRule =>
  (call) => ({ sql: `${name}(${distinct(call)}${number(call, 0)})`, type: DOUBLE });

const keepType =
  (name: string): FunctionRule =>
  (call) => ({ sql: `${name}(${distinct(call)}${argument(call, 0).sql})`, type: argument(call, 0).type });

const sum: FunctionRule = (call) => {
  const type = argument(call, 0).type;
  const result: DataType | undefined =
    type?.type === 'DECIMAL' ? decimal(36, type.scale) : isText(type) ? DOUBLE : type;
  return { sql: `sum(${distinct(call)}${number(call, 0)})`, type: result };
};

/** A tuple counts unless all of its values are NULL. */
const count: FunctionRule = (call) => {
  const [only, ...others] = call.call.arguments;
  const values =
    only?.kind === 'row' && others.length === 0
      ? only.items.map((item) => call.compiler.expression(item, call.scope).sql)
      : call.arguments.map((value) => value.sql);
  if (values.length <= 1) return { sql: `count(${distinct(call)}${values[0] ?? '*'})`, type: INTEGER };
  const allNull = values.map((value) => `${value} IS NULL`).join(' AND ');
  return { sql: `count(${distinct(call)}CASE WHEN NOT (${allNull}) THEN (${values.join(', ')}) END)`, type: INTEGER };
};

/** LISTAGG and GROUP_CONCAT. In DuckDB, ORDER BY is inside the parentheses. */
const listAggregate: FunctionRule = (call) => {
  const { call: expression, compiler, scope } = call;
  const separator =
    expression.separator !== undefined
      ? compiler.expression(expression.separator, scope).sql
      : (call.arguments[1]?.sql ?? (call.name === 'GROUP_CONCAT' ? "','" : "''"));
  const order = expression.orderBy.length === 0 ? '' : ` ORDER BY ${compileSort(expression.orderBy, scope, compiler)}`;
  const value = toText(argument(call, 0), compiler.facts);
  const sql = `string_agg(${distinct(call)}${value}, ${separator}${order})`;
  if (expression.over === undefined) return { sql: `nullif(${sql}, '')`, type: TEXT };
  // OVER follows the aggregate itself. A result '' becomes NULL when a client or a table gets it.
  return { sql, type: TEXT };
};

const ranking =
  (name: string, type: DataType): FunctionRule =>
  (call) => ({ sql: `${name}(${call.arguments.map((value) => value.sql).join(', ')})`, type });

const positional =
  (name: string): FunctionRule =>
  (call) => {
    const [value, ...rest] = call.arguments;
    const others = rest.map((item, index) =>
      index === 0 && name !== 'first_value' ? `CAST(${item.sql} AS BIGINT)` : item.sql,
    );
    const nulls = call.call.nulls === 'IGNORE' ? ' IGNORE NULLS' : '';
    return { sql: `${name}(${[value?.sql ?? '', ...others].join(', ')}${nulls})`, type: value?.type };
  };

/** FIRST_VALUE and LAST_VALUE: a window function with OVER, else an aggregate, whose order is that of ORDER BY in its parentheses. */
const edgeValue =
  (name: 'first' | 'last'): FunctionRule =>
  (call) => {
    const { orderBy, over, nulls } = call.call;
    const value = argument(call, 0);
    if (over !== undefined) {
      return { sql: `${name}_value(${value.sql}${nulls === 'IGNORE' ? ' IGNORE NULLS' : ''})`, type: value.type };
    }
    if (nulls === 'IGNORE') throw sandboxGap(`${call.name} with IGNORE NULLS as an aggregate`);
    const order = orderBy.length === 0 ? '' : ` ORDER BY ${compileSort(orderBy, call.scope, call.compiler)}`;
    return { sql: `${name}(${value.sql}${order})`, type: value.type };
  };

const percentile =
  (name: string): FunctionRule =>
  (call) => {
    const [item] = call.call.orderBy;
    const ordered =
      item === undefined
        ? 'NULL'
        : `${call.compiler.expression(item.expression, call.scope).sql}${item.descending ? ' DESC' : ''}`;
    return { sql: `${name}(${argument(call, 0).sql}) WITHIN GROUP (ORDER BY ${ordered})`, type: DOUBLE };
  };

export const aggregateFunctions: Readonly<Record<string, FunctionRule>> = {
  COUNT: count,
  APPROXIMATE_COUNT_DISTINCT: (call) => ({ sql: `approx_count_distinct(${argument(call, 0).sql})`, type: INTEGER }),
  SUM: sum,
  AVG: ofDouble('avg'),
  MIN: keepType('min'),
  MAX: keepType('max'),
  ANY: (call) => ({ sql: `bool_or(${argument(call, 0).sql})`, type: { type: 'BOOLEAN' } }),
  EVERY: (call) => ({ sql: `bool_and(${argument(call, 0).sql})`, type: { type: 'BOOLEAN' } }),
  MEDIAN: ofDouble('median'),
  STDDEV: ofDouble('stddev_samp'),
  STDDEV_SAMP: ofDouble('stddev_samp'),
  STDDEV_POP: ofDouble('stddev_pop'),
  VARIANCE: ofDouble('var_samp'),
  VAR_SAMP: ofDouble('var_samp'),
  VAR_POP: ofDouble('var_pop'),
  CORR: (call) => ({ sql: `corr(${number(call, 0)}, ${number(call, 1)})`, type: DOUBLE }),
  COVAR_POP: (call) => ({ sql: `covar_pop(${number(call, 0)}, ${number(call, 1)})`, type: DOUBLE }),
  COVAR_SAMP: (call) => ({ sql: `covar_samp(${number(call, 0)}, ${number(call, 1)})`, type: DOUBLE }),
  LISTAGG: listAggregate,
  GROUP_CONCAT: listAggregate,
  PERCENTILE_CONT: percentile('percentile_cont'),
  PERCENTILE_DISC: percentile('percentile_disc'),
  ROW_NUMBER: ranking('row_number', INTEGER),
  RANK: ranking('rank', INTEGER),
  DENSE_RANK: ranking('dense_rank', INTEGER),
  NTILE: (call) => ({ sql: `ntile(CAST(${number(call, 0)} AS BIGINT))`, type: INTEGER }),
  PERCENT_RANK: ranking('percent_rank', DOUBLE),
  CUME_DIST: ranking('cume_dist', DOUBLE),
  LAG: positional('lag'),
  LEAD: positional('lead'),
  FIRST_VALUE: edgeValue('first'),
  LAST_VALUE: edgeValue('last'),
  NTH_VALUE: positional('nth_value'),
};
