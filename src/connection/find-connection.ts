import { makeError } from '../errors/user-error.js';
import { matchName } from '../exasol/match-name.js';
import type { ObjectName } from '../exasol/object-name.js';
import type { Session } from '../exasol/session.js';
import { suggestNearest } from '../text/nearest.js';

/** Finds the catalog name of a connection, and the names of all connections, which every user can see. @throws UserError E-SME-330 */
export async function findConnection(
  session: Session,
  { candidates }: Pick<ObjectName, 'candidates'>,
): Promise<{ readonly name: string | undefined; readonly all: readonly string[] }> {
  const { rows } = await session.query('SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS ORDER BY CONNECTION_NAME');
  const all = rows.map(([name]) => String(name));
  return { name: await matchName(session, candidates, all), all };
}

/** Finds the catalog name of a connection that must exist. @throws UserError E-SME-216 with the nearest name, E-SME-330 */
export async function requireConnection(session: Session, { candidates, whenNew }: ObjectName): Promise<string> {
  const { name, all } = await findConnection(session, { candidates });
  if (name === undefined) {
    throw makeError('E-SME-216', { name: whenNew, suggestion: suggestNearest(whenNew, all) });
  }
  return name;
}
