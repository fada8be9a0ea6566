import type { SchemaName } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { matchName } from '../exasol/match-name.js';
import type { Session } from '../exasol/session.js';
import { literal } from '../render/quote.js';

/** The catalog name of a schema, the better reading first; undefined where there is none. */
export async function findSchema(session: Session, { candidates }: SchemaName): Promise<string | undefined> {
  const list = candidates.map((name) => `UPPER(${literal(name)})`).join(', ');
  const { rows } = await session.query(`SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS WHERE UPPER(SCHEMA_NAME) IN (${list})`);
  const there = rows.map(([name]) => String(name));
  return await matchName(session, candidates, there);
}

/** The same, of one that has to be there. @throws UserError E-SME-16 */
export async function findScriptSchema(session: Session, wanted: SchemaName): Promise<string> {
  const schema = await findSchema(session, wanted);
  if (schema === undefined) {
    const mitigation = 'Check --schema, or run: sme deploy --create-schema';
    throw makeError('E-SME-16', { schema: wanted.candidates.join("' or '"), mitigation });
  }
  return schema;
}
