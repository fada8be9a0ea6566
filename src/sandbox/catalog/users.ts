import { ExasolError } from '../types/exasol-error.js';
import type { CatalogConnection } from './catalog-connection.js';
import { hashPassword, verifyPassword } from './password-hash.js';
import { privilegeTable } from './privilege-tables.js';

const USERS = privilegeTable('users');
const ROLES = privilegeTable('roles');

export type GranteeKind = 'user' | 'role';

/** The login name as stored in the catalog: folded to upper case unless it is in double quotes. */
export function foldUserName(name: string): string {
  return /^".*"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name.toUpperCase();
}

/** Whether the exact name is a user or a role; undefined if it is neither. */
export async function findGrantee(catalog: CatalogConnection, name: string): Promise<GranteeKind | undefined> {
  const rows = await catalog.run(
    `SELECT 'user' FROM ${USERS} WHERE user_name = $1 UNION ALL SELECT 'role' FROM ${ROLES} WHERE role_name = $2`,
    [name, name],
  );
  const kind = rows[0]?.[0];
  return kind === 'user' || kind === 'role' ? kind : undefined;
}

async function requireFreeName(catalog: CatalogConnection, kind: GranteeKind, name: string): Promise<void> {
  if ((await findGrantee(catalog, name)) === undefined) return;
  throw new ExasolError('42500', `${kind} name ${name} conflicts with another user or role name`);
}

/** Creates a user without privileges. @throws ExasolError 42500 if a user or role has the name */
export async function createUser(catalog: CatalogConnection, name: string, password: string): Promise<void> {
  await requireFreeName(catalog, 'user', name);
  await catalog.run(`INSERT INTO ${USERS} VALUES ($1, $2, current_localtimestamp())`, [
    name,
    await hashPassword(password),
  ]);
}

/** Creates the user with role DBA if missing, or sets the password if it differs. The sandbox does this for `sys` at start. */
export async function ensureAdministrator(catalog: CatalogConnection, name: string, password: string): Promise<void> {
  if ((await findGrantee(catalog, name)) === undefined) {
    await createUser(catalog, name, password);
    await catalog.run(`INSERT INTO ${privilegeTable('role_grants')} VALUES ($1, 'DBA', true)`, [name]);
  } else if (!(await authenticateUser(catalog, name, password))) {
    await setPassword(catalog, name, password);
  }
}

export async function setPassword(catalog: CatalogConnection, name: string, password: string): Promise<void> {
  await catalog.run(`UPDATE ${USERS} SET password_hash = $1 WHERE user_name = $2`, [
    await hashPassword(password),
    name,
  ]);
}

/** @throws ExasolError 42500 if a user or role has the name */
export async function createRole(catalog: CatalogConnection, name: string): Promise<void> {
  await requireFreeName(catalog, 'role', name);
  await catalog.run(`INSERT INTO ${ROLES} VALUES ($1, current_localtimestamp())`, [name]);
}

/** Removes the user or role and every grant to it, and revokes a role from its grantees. */
export async function dropGrantee(catalog: CatalogConnection, kind: GranteeKind, name: string): Promise<void> {
  if (kind === 'user') await catalog.run(`DELETE FROM ${USERS} WHERE user_name = $1`, [name]);
  else await catalog.run(`DELETE FROM ${ROLES} WHERE role_name = $1`, [name]);
  for (const table of [
    'role_grants',
    'system_privileges',
    'object_privileges',
    'connection_grants',
    'connection_access',
  ]) {
    await catalog.run(`DELETE FROM ${privilegeTable(table)} WHERE grantee = $1`, [name]);
  }
  await catalog.run(`DELETE FROM ${privilegeTable('role_grants')} WHERE role_name = $1`, [name]);
}

/** @param name the exact name, see foldUserName */
export async function authenticateUser(catalog: CatalogConnection, name: string, password: string): Promise<boolean> {
  const rows = await catalog.run(`SELECT password_hash FROM ${USERS} WHERE user_name = $1`, [name]);
  const hash = rows[0]?.[0];
  return typeof hash === 'string' && (await verifyPassword(password, hash));
}

/** The user whose password equals the token, like a personal access token of Exasol SaaS; undefined if there is no such user. */
export async function authenticateByToken(catalog: CatalogConnection, token: string): Promise<string | undefined> {
  for (const [name, hash] of await catalog.run(`SELECT user_name, password_hash FROM ${USERS} ORDER BY created`)) {
    if (typeof name === 'string' && typeof hash === 'string' && (await verifyPassword(token, hash))) return name;
  }
  return undefined;
}
