import { makeError } from '../errors/user-error.js';
import { names } from '../scripts/names.js';
import { suggestNearest } from '../text/nearest.js';
import { matchName } from './match-name.js';
import { describeMissingGrants, findMissingGrants } from './missing-grants.js';
import type { ObjectName } from './object-name.js';
import { literal, qualify } from './quote.js';
import type { Session } from './session.js';
import { SqlError } from './sql-error.js';

/** Finds the catalog name of a schema; undefined if the user cannot see the schema. @throws UserError E-SME-330 */
export async function findSchema(session: Session, { candidates }: ObjectName): Promise<string | undefined> {
  const list = candidates.map((name) => `UPPER(${literal(name)})`).join(', ');
  const { rows } = await session.query(`SELECT SCHEMA_NAME FROM SYS.EXA_SCHEMAS WHERE UPPER(SCHEMA_NAME) IN (${list})`);
  const existing = rows.map(([name]) => String(name));
  return await matchName(session, candidates, existing);
}

/** The grant that makes a hidden schema visible, as a line to append; '' if the user sees all schemas. */
export async function suggestUsageGrant(session: Session, schema: string): Promise<string> {
  const { grants, isCertain } = await findMissingGrants(session, [`EXECUTE SCRIPT ${qualify(schema, names.listJobs)}`]);
  const usage = grants.find((grant) => grant.startsWith('GRANT USAGE '));
  return isCertain && usage !== undefined ? `\nIf it exists but is hidden: ${usage};` : '';
}

/** Finds the catalog name of a schema that must exist. @throws UserError E-SME-16, E-SME-330 */
export async function requireSchema(session: Session, name: ObjectName): Promise<string> {
  const schema = await findSchema(session, name);
  if (schema === undefined) {
    const grant = await suggestUsageGrant(session, name.whenNew);
    const mitigation = `Check --schema, or run: sme deploy --create-schema${grant}`;
    throw makeError('E-SME-16', { schema: name.candidates.join("' or '"), mitigation });
  }
  return schema;
}

/**
 * Finds the catalog name of the schema that contains one of sme's scripts.
 * @throws UserError E-SME-230 if no schema of that name has the script, E-SME-302 if the user cannot see the scripts, E-SME-330
 */
export async function findScriptSchema(session: Session, schema: ObjectName, script: string): Promise<string> {
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
 * Checks why the catalog shows none of sme's scripts: it also hides scripts that the user may not run. Calling a hidden script fails
 * with another error than calling a missing one. The UDF called here only reads versions.
 * @throws UserError E-SME-302 if the scripts are deployed but hidden
 */
export async function assertScriptsVisible(session: Session, schema: string): Promise<void> {
  const statement = `SELECT ${qualify(schema, names.runtimeInfoUdf)}()`;
  try {
    await session.query(statement);
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    if (thrown.isPrivilegeProblem) {
      const grants = await describeMissingGrants(session, [statement], thrown.text);
      throw makeError('E-SME-302', { schema, text: thrown.text, mitigation: grants ?? '' });
    }
  }
}
