import { sandboxGap } from '../../../types/exasol-error.js';
import type { DataType } from '../../../types/values.js';
import { toText } from '../conversion.js';
import { commonType, isText } from '../data-types.js';
import type { Compiled, FunctionCall, FunctionRule } from '../types.js';
import { argument } from './arguments.js';

const isNull = (value: Compiled) => value.sql === 'NULL';

function typeOf(values: readonly Compiled[]): DataType | undefined {
  return commonType(values.filter((value) => !isNull(value)).map((value) => value.type));
}

/** If the common type is a string, the other values are formatted as Exasol does. */
function print(value: Compiled, type: DataType | undefined, call: FunctionCall): string {
  return isText(type) && !isNull(value) ? toText(value, call.compiler.facts) : value.sql;
}

const coalesce: FunctionRule = (call) => {
  const type = typeOf(call.arguments);
  return { sql: `coalesce(${call.arguments.map((value) => print(value, type, call)).join(', ')})`, type };
};

/** GREATEST and LEAST are NULL if any argument is NULL. */
const extreme =
  (name: string): FunctionRule =>
  (call) => {
    const type = typeOf(call.arguments);
    const values = call.arguments.map((value) => print(value, type, call));
    const anyNull = values.map((value) => `${value} IS NULL`).join(' OR ');
    return { sql: `(CASE WHEN ${anyNull} THEN NULL ELSE ${name}(${values.join(', ')}) END)`, type };
  };

/** In DECODE, NULL equals NULL. */
const decode: FunctionRule = (call) => {
  const [subject, ...rest] = call.arguments;
  if (subject === undefined || rest.length < 2) throw sandboxGap('DECODE with fewer than 3 arguments');
  const pairs: [Compiled, Compiled][] = [];
  for (let index = 0; index + 1 < rest.length; index += 2) {
    pairs.push([rest[index] ?? subject, rest[index + 1] ?? subject]);
  }
  const otherwise = rest.length % 2 === 1 ? rest.at(-1) : undefined;
  const type = typeOf([...pairs.map(([, result]) => result), ...(otherwise === undefined ? [] : [otherwise])]);
  const branches = pairs.map(
    ([search, result]) => ` WHEN ${subject.sql} IS NOT DISTINCT FROM ${search.sql} THEN ${print(result, type, call)}`,
  );
  return {
    sql: `(CASE${branches.join('')}${otherwise === undefined ? '' : ` ELSE ${print(otherwise, type, call)}`} END)`,
    type,
  };
};

export const conditionalFunctions: Readonly<Record<string, FunctionRule>> = {
  COALESCE: coalesce,
  NVL: coalesce,
  IFNULL: coalesce,
  NVL2: (call) => {
    const [test, present, absent] = [argument(call, 0), argument(call, 1), argument(call, 2)];
    const type = typeOf([present, absent]);
    return {
      sql: `(CASE WHEN ${test.sql} IS NOT NULL THEN ${print(present, type, call)} ELSE ${print(absent, type, call)} END)`,
      type,
    };
  },
  NULLIF: (call) => ({
    sql: `nullif(${argument(call, 0).sql}, ${argument(call, 1).sql})`,
    type: argument(call, 0).type,
  }),
  NULLIFZERO: (call) => ({ sql: `nullif(${argument(call, 0).sql}, 0)`, type: argument(call, 0).type }),
  ZEROIFNULL: (call) => ({ sql: `coalesce(${argument(call, 0).sql}, 0)`, type: argument(call, 0).type }),
  DECODE: decode,
  IF: (call) => {
    const [present, absent] = [argument(call, 1), argument(call, 2)];
    const type = typeOf([present, absent]);
    return {
      sql: `(CASE WHEN ${argument(call, 0).sql} THEN ${print(present, type, call)} ELSE ${print(absent, type, call)} END)`,
      type,
    };
  },
  GREATEST: extreme('greatest'),
  LEAST: extreme('least'),
};
