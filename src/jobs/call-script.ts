import { literal, qualify } from '../exasol/quote.js';
import { queryRows, type Row } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { toScriptError } from './script-error.js';

/** An argument of a script: text, or NULL for the default. */
export type ScriptArgument = string | null;

/** The SQL text of a call. */
export function writeCall(schema: string, script: string, values: readonly ScriptArgument[]): string {
  const list = values.map((value) => (value === null ? 'NULL' : literal(value))).join(', ');
  return `EXECUTE SCRIPT ${qualify(schema, script)}(${list})`;
}

/** Calls a script and returns its rows. @throws UserError with the code and text that the script raised */
export async function callScript(
  session: Session,
  schema: string,
  script: string,
  values: readonly ScriptArgument[],
): Promise<readonly Row[]> {
  try {
    return await queryRows(session, writeCall(schema, script, values));
  } catch (thrown) {
    throw toScriptError(thrown);
  }
}
