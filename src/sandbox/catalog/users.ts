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

/** How a user logs in: with a password, or with an OpenID access token for a subject. */
export type Identification = { readonly password: string } | { readonly openIdSubject: string };

const openIdPrefix = 'openid:';

async function makeVerifier(identification: Identification): Promise<string> {
  return 'password' in identification
    ? await hashPassword(identification.password)
    : `${openIdPrefix}${identification.openIdSubject}`;
}

/** Creates a user without privileges. @throws ExasolError 42500 if a user or role has the name */
export async function createUser(
  catalog: CatalogConnection,
  name: string,
  identification: Identification,
): Promise<void> {
  await requireFreeName(catalog, 'user', name);
  await catalog.run(`INSERT INTO ${USERS} VALUES ($1, $2, current_localtimestamp())`, [
    name,
    await makeVerifier(identification),
  ]);
}

/** Creates the user with role DBA if missing, or sets the password if it differs. The sandbox does this for `sys` at start. */
export async function ensureAdministrator(catalog: CatalogConnection, name: string, password: string): Promise<void> {
  if ((await findGrantee(catalog, name)) === undefined) {
    await createUser(catalog, name, { password });
    await catalog.run(`INSERT INTO ${privilegeTable('role_grants')} VALUES ($1, 'DBA', true)`, [name]);
  } else if (!(await authenticateUser(catalog, name, password))) {
    await setIdentification(catalog, name, { password });
  }
}

export async function setIdentification(
  catalog: CatalogConnection,
  name: string,
  identification: Identification,
): Promise<void> {
  await catalog.run(`UPDATE ${USERS} SET password_hash = $1 WHERE user_name = $2`, [
    await makeVerifier(identification),
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

/**
 * The user of a token; undefined if there is none. A token is an OpenID access token (a JWT, whose signature is not checked) that has not
 * expired, or the password of a user, like a personal access token of Exasol SaaS.
 */
export async function authenticateByToken(
  catalog: CatalogConnection,
  token: string,
  now: Date,
): Promise<string | undefined> {
  const subject = readSubject(token, now);
  for (const [name, verifier] of await catalog.run(`SELECT user_name, password_hash FROM ${USERS} ORDER BY created`)) {
    if (typeof name !== 'string' || typeof verifier !== 'string') continue;
    const isOpenId = verifier.startsWith(openIdPrefix);
    if (isOpenId ? verifier === `${openIdPrefix}${subject}` : await verifyPassword(token, verifier)) return name;
  }
  return undefined;
}

/** The subject of a JWT; undefined if the text is not a JWT or has expired. */
function readSubject(token: string, now: Date): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims !== 'object' || claims === null || !('sub' in claims)) return undefined;
    const expiry = 'exp' in claims ? Number(claims.exp) : Number.POSITIVE_INFINITY;
    return expiry * 1000 > now.getTime() ? String(claims.sub) : undefined;
  } catch {
    return undefined;
  }
}
