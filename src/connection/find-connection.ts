import { makeError } from '../errors/user-error.js';
import { matchName } from '../exasol/match-name.js';
import type { ObjectName } from '../exasol/object-name.js';
import type { Session } from '../exasol/session.js';
import { suggestNearest } from '../text/nearest.js';

/** The catalog name of a connection, and all names. Every user sees every name. @throws UserError E-SME-330 */
export async function findConnection(
  session: Session,
  { candidates }: Pick<ObjectName, 'candidates'>,
): Promise<{ readonly name: string | undefined; readonly all: readonly string[] }> {
  const { rows } = await session.query('SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS ORDER BY CONNECTION_NAME');
  const all = rows.map(([name]) => String(name));
  return { name: await matchName(session, candidates, all), all };
}

/** The catalog name of a connection that must exist. @throws UserError E-SME-216 with the nearest name, E-SME-330 */
export async function requireConnection(session: Session, wanted: ObjectName): Promise<string> {
  const { name, all } = await findConnection(session, wanted);
  if (name === undefined) {
    throw makeError('E-SME-216', { name: wanted.whenNew, suggestion: suggestNearest(wanted.whenNew, all) });
  }
  return name;
}
