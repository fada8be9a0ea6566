import { ExasolError } from '../types/exasol-error.js';
import type { CatalogConnection } from './catalog-connection.js';
import { privilegeTable } from './privilege-tables.js';
import { missingPrivilegeText } from './system-privileges.js';

/** `$1` is a user or role. Yields its name, PUBLIC, and every role that it has, directly or through another role. */
const EFFECTIVE = `WITH RECURSIVE effective(name) AS (
  SELECT $1::VARCHAR UNION SELECT 'PUBLIC'
  UNION SELECT granted.role_name FROM ${privilegeTable('role_grants')} granted JOIN effective ON granted.grantee = effective.name
)`;

/** The user, PUBLIC and all effective roles of the user. */
export async function findEffectiveGrantees(catalog: CatalogConnection, user: string): Promise<ReadonlySet<string>> {
  const rows = await catalog.run(`${EFFECTIVE} SELECT name FROM effective`, [user]);
  return new Set(rows.map(([name]) => String(name)));
}

/** Whether the role DBA is granted to the user itself, as to SYS: asked first because it costs a fraction of the recursive query. */
async function isDba(catalog: CatalogConnection, user: string): Promise<boolean> {
  const table = privilegeTable('role_grants');
  const rows = await catalog.run(`SELECT 1 FROM ${table} WHERE grantee = $1 AND role_name = 'DBA'`, [user]);
  return rows.length > 0;
}

/** Whether the user has the system privilege, directly or through a role. DBA has all of them. */
export async function hasSystemPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: string,
): Promise<boolean> {
  if (await isDba(catalog, user)) return true;
  const rows = await catalog.run(
    `${EFFECTIVE} SELECT 1 FROM effective WHERE name = 'DBA' UNION ALL
     SELECT 1 FROM ${privilegeTable('system_privileges')} WHERE privilege = $2 AND grantee IN (SELECT name FROM effective)`,
    [user, privilege],
  );
  return rows.length > 0;
}

/** @throws ExasolError 42500 `insufficient privileges for …`, named after the first privilege, if the user has none of them */
export async function requireSystemPrivilege(
  catalog: CatalogConnection,
  user: string,
  ...anyOf: readonly [string, ...string[]]
): Promise<void> {
  for (const privilege of anyOf) if (await hasSystemPrivilege(catalog, user, privilege)) return;
  throw new ExasolError('42500', missingPrivilegeText(anyOf[0]));
}

/** @throws ExasolError 08004, as for a login */
export async function requireCreateSession(catalog: CatalogConnection, user: string): Promise<void> {
  if (await hasSystemPrivilege(catalog, user, 'CREATE SESSION')) return;
  throw new ExasolError('08004', 'Connection exception - insufficient privileges: CREATE SESSION.');
}

export type ObjectPrivilege = 'ALTER' | 'DELETE' | 'EXECUTE' | 'INSERT' | 'REFERENCES' | 'SELECT' | 'UPDATE' | 'USAGE';

/** A table, view, script or (name = '') a whole schema. `owner` is the owner of the schema; undefined if unknown. */
export interface PrivilegedObject {
  readonly type: 'SCHEMA' | 'TABLE' | 'VIEW' | 'SCRIPT' | 'FUNCTION';
  readonly schema: string;
  readonly name: string;
  readonly owner: string | undefined;
}

/** The system privilege that implies the object privilege on every object; '' if there is no such privilege. */
function findSystemCounterpart(privilege: ObjectPrivilege, object: PrivilegedObject): string {
  if (privilege === 'USAGE') return 'USE ANY SCHEMA';
  if (privilege === 'EXECUTE') return object.type === 'FUNCTION' ? 'EXECUTE ANY FUNCTION' : 'EXECUTE ANY SCRIPT';
  return privilege === 'REFERENCES' ? '' : `${privilege} ANY TABLE`;
}

/**
 * A user has an object privilege through ownership (their own or a role's), a grant on the object or its schema, or a system privilege. A
 * grant is effective only with USAGE on the schema or USE ANY SCHEMA. Source: docs.exasol.com, changelog 9685.
 */
export async function hasObjectPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: ObjectPrivilege,
  object: PrivilegedObject,
): Promise<boolean> {
  if (await isDba(catalog, user)) return true;
  const grantees = await findEffectiveGrantees(catalog, user);
  if (grantees.has('DBA') || (object.owner !== undefined && grantees.has(object.owner))) return true;
  const rows = await catalog.run(
    `SELECT grantee FROM ${privilegeTable('object_privileges')}
     WHERE privilege = $1 AND object_schema = $2 AND object_name IN ('', $3)`,
    [privilege, object.schema, object.name],
  );
  if (rows.some(([grantee]) => grantees.has(String(grantee)))) {
    const schema = { ...object, type: 'SCHEMA', name: '' } as const;
    return privilege === 'USAGE' || (await hasObjectPrivilege(catalog, user, 'USAGE', schema));
  }
  const counterpart = findSystemCounterpart(privilege, object);
  return counterpart !== '' && (await hasSystemPrivilege(catalog, user, counterpart));
}

/**
 * @throws ExasolError 42500 `insufficient privileges: SELECT on table T`, or `insufficient privileges for executing a script`
 */
export async function requireObjectPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: ObjectPrivilege,
  object: PrivilegedObject,
): Promise<void> {
  if (await hasObjectPrivilege(catalog, user, privilege, object)) return;
  if (privilege === 'EXECUTE') throw new ExasolError('42500', missingPrivilegeText('EXECUTE ANY SCRIPT'));
  const name = object.type === 'SCHEMA' ? object.schema : object.name;
  throw new ExasolError('42500', `insufficient privileges: ${privilege} on ${object.type.toLowerCase()} ${name}`);
}

/**
 * Requires CREATE <kind> for a schema that the user or one of their roles owns, or CREATE ANY <kind> for any schema.
 *
 * @throws ExasolError 42500 `insufficient privileges for …`
 */
export async function requireCreateIn(
  catalog: CatalogConnection,
  user: string,
  kind: 'TABLE' | 'VIEW' | 'SCRIPT' | 'FUNCTION',
  schemaOwner: string | undefined,
): Promise<void> {
  if (await hasSystemPrivilege(catalog, user, `CREATE ANY ${kind}`)) return;
  const grantees = await findEffectiveGrantees(catalog, user);
  if (
    schemaOwner !== undefined &&
    grantees.has(schemaOwner) &&
    (await hasSystemPrivilege(catalog, user, `CREATE ${kind}`))
  )
    return;
  throw new ExasolError('42500', missingPrivilegeText(`CREATE ${kind}`));
}

/** Removes the grants on a dropped object. With name '', the schema was dropped: grants on its objects are removed too. */
export async function dropObjectGrants(catalog: CatalogConnection, schema: string, name: string): Promise<void> {
  const matching = name === '' ? 'object_schema = $1' : 'object_schema = $1 AND object_name = $2';
  await catalog.run(
    `DELETE FROM ${privilegeTable('object_privileges')} WHERE ${matching}`,
    name === '' ? [schema] : [schema, name],
  );
}
