import { suggestNearest } from '../config/nearest.js';
import type { SchemaName } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { matchName } from '../exasol/match-name.js';
import type { Session } from '../exasol/session.js';
import { literal } from '../render/quote.js';

/**
 * The exact name of the schema that holds a script of ours.
 * @throws UserError E-SME-230 where none of the names that may be meant has it
 */
export async function findScriptSchema(session: Session, schema: SchemaName, script: string): Promise<string> {
  const { rows } = await session.query(
    `SELECT SCRIPT_SCHEMA FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME = ${literal(script)}`,
  );
  const schemas = rows.map(([name]) => String(name));
  const found = await matchName(session, schema.candidates, schemas);
  if (found === undefined) {
    const suggestion = suggestNearest(schema.whenNew, schemas);
    throw makeError('E-SME-230', { schema: schema.candidates.join("' or '"), script, suggestion });
  }
  return found;
}
