import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';
import { toText } from '../conversion.js';
import { isText } from '../data-types.js';
import { textToNumber, textToTimestamp } from '../text-values.js';
import type { Compiled, FunctionCall } from '../types.js';

/** The argument. @throws ExasolError 42000 if there are too few arguments */
export function argument(call: FunctionCall, index: number): Compiled {
  const found = call.arguments[index];
  if (found === undefined) throw new ExasolError('42000', `wrong number of arguments for function ${call.name}`);
  return found;
}

/** String functions convert numbers and dates to strings. */
export function text(call: FunctionCall, index: number): string {
  return toText(argument(call, index), call.compiler.facts);
}

export function integer(call: FunctionCall, index: number): string {
  return `CAST(${number(call, index)} AS BIGINT)`;
}

export function number(call: FunctionCall, index: number): string {
  const value = argument(call, index);
  return isText(value.type) ? textToNumber(value.sql, call.compiler.facts) : value.sql;
}

export function double(call: FunctionCall, index: number): string {
  return `CAST(${number(call, index)} AS DOUBLE)`;
}

export function moment(call: FunctionCall, index: number): string {
  const value = argument(call, index);
  return isText(value.type) ? textToTimestamp(value.sql, call.compiler.facts) : value.sql;
}

/** The value of an argument that must be a literal because the DuckDB SQL depends on it (formats, units). */
export function literal(call: FunctionCall, index: number): string | undefined {
  const expression = call.call.arguments[index];
  if (expression === undefined) return undefined;
  if (expression.kind === 'literal') return expression.value;
  throw sandboxGap(`${call.name} with argument ${index + 1} that is not a literal`);
}
