import type { SchemaName } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { matchName } from '../exasol/match-name.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { identifier, literal } from '../render/quote.js';
import { names } from '../scripts/names.js';
import { suggestNearest } from '../text/nearest.js';

/**
 * The exact name of the schema that holds a script of ours.
 * @throws UserError E-SME-230 where none of the names that may be meant has it, E-SME-302 where the user may not see it
 */
export async function findScriptSchema(session: Session, schema: SchemaName, script: string): Promise<string> {
  const { rows } = await session.query(
    `SELECT SCRIPT_SCHEMA FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME = ${literal(script)}`,
  );
  const schemas = rows.map(([name]) => String(name));
  const found = await matchName(session, schema.candidates, schemas);
  if (found === undefined) {
    for (const candidate of schema.candidates) {
      await assertScriptsVisible(session, candidate);
    }
    const suggestion = suggestNearest(schema.whenNew, schemas);
    throw makeError('E-SME-230', { schema: schema.candidates.join("' or '"), script, suggestion });
  }
  return found;
}

/**
 * Call where the catalog shows no script of ours: it hides those that the user may not run, but a call is refused with another error
 * than that of a script that does not exist. The probed UDF reads versions only.
 * @throws UserError E-SME-302 where scripts are deployed and hidden
 */
export async function assertScriptsVisible(session: Session, schema: string): Promise<void> {
  try {
    await session.query(`SELECT ${identifier(schema)}.${identifier(names.runtimeInfoUdf)}()`);
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    if (thrown.isPrivilegeProblem) {
      const { rows } = await session.query('SELECT CURRENT_USER AS USER_NAME');
      const user = identifier(String(rows[0]?.[0]));
      throw makeError('E-SME-302', { schema, text: thrown.text, grantSchema: identifier(schema), user });
    }
  }
}
