import type { LuaArgument, LuaArgumentValue } from '../../../lua/types.js';
import { ExasolError } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';
import type { ArgumentText } from './parse-execute-script.js';

/** Evaluates the SQL expressions of a call in one query. */
export async function evaluateArguments(
  context: StatementContext,
  texts: readonly ArgumentText[],
): Promise<readonly LuaArgument[]> {
  const expressions = texts.flat();
  const values = expressions.length === 0 ? [] : await evaluate(context, expressions);
  let next = 0;
  return texts.map((text) => {
    if (typeof text !== 'string') {
      next += text.length;
      return values.slice(next - text.length, next);
    }
    const value = values[next];
    next += 1;
    if (value === undefined) throw new ExasolError('42000', `argument ${text} has no value`);
    return value;
  });
}

async function evaluate(context: StatementContext, expressions: readonly string[]): Promise<LuaArgumentValue[]> {
  const list = expressions.map((expression, index) => `${expression} AS "ARGUMENT_${index}"`);
  const result = await context.query(`SELECT ${list.join(', ')}`);
  if (result.kind !== 'resultSet') return [];
  const row = result.rows[0] ?? [];
  return result.columns.map(({ dataType }, index) => ({ value: row[index] ?? null, dataType }));
}
