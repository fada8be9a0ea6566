import { ExasolError } from '../types/exasol-error.js';
import type { CatalogConnection } from './catalog-connection.js';
import { privilegeTable } from './privilege-tables.js';
import { wordMissingPrivilege } from './system-privileges.js';

/** `$1` is a user or role: itself, PUBLIC, and every role that it has, directly or through another role. */
const EFFECTIVE = `WITH RECURSIVE effective(name) AS (
  SELECT $1::VARCHAR UNION SELECT 'PUBLIC'
  UNION SELECT granted.role_name FROM ${privilegeTable('role_grants')} granted JOIN effective ON granted.grantee = effective.name
)`;

/** The user, PUBLIC and all roles in effect for him. */
export async function findEffectiveGrantees(catalog: CatalogConnection, user: string): Promise<ReadonlySet<string>> {
  const rows = await catalog.run(`${EFFECTIVE} SELECT name FROM effective`, [user]);
  return new Set(rows.map(([name]) => String(name)));
}

/** Whether the user has the system privilege, himself or by a role; DBA has them all. */
export async function hasSystemPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: string,
): Promise<boolean> {
  const rows = await catalog.run(
    `${EFFECTIVE} SELECT 1 FROM effective WHERE name = 'DBA' UNION ALL
     SELECT 1 FROM ${privilegeTable('system_privileges')} WHERE privilege = $2 AND grantee IN (SELECT name FROM effective)`,
    [user, privilege],
  );
  return rows.length > 0;
}

/** @throws ExasolError 42500 `insufficient privileges for …` where none of the privileges is there; the first one names the error. */
export async function requireSystemPrivilege(
  catalog: CatalogConnection,
  user: string,
  ...anyOf: readonly [string, ...string[]]
): Promise<void> {
  for (const privilege of anyOf) if (await hasSystemPrivilege(catalog, user, privilege)) return;
  throw new ExasolError('42500', wordMissingPrivilege(anyOf[0]));
}

/** @throws ExasolError 08004, as a login answers it. */
export async function requireCreateSession(catalog: CatalogConnection, user: string): Promise<void> {
  if (await hasSystemPrivilege(catalog, user, 'CREATE SESSION')) return;
  throw new ExasolError('08004', 'Connection exception - insufficient privileges: CREATE SESSION.');
}

export type ObjectPrivilege = 'ALTER' | 'DELETE' | 'EXECUTE' | 'INSERT' | 'REFERENCES' | 'SELECT' | 'UPDATE' | 'USAGE';

/** A table, view, script or (name = '') a whole schema. `owner` is who owns the schema; undefined where it is not known. */
export interface PrivilegedObject {
  readonly type: 'SCHEMA' | 'TABLE' | 'VIEW' | 'SCRIPT' | 'FUNCTION';
  readonly schema: string;
  readonly name: string;
  readonly owner: string | undefined;
}

/** The system privilege that stands for the object privilege on every object, '' where there is none. */
function findSystemCounterpart(privilege: ObjectPrivilege, object: PrivilegedObject): string {
  if (privilege === 'USAGE') return 'USE ANY SCHEMA';
  if (privilege === 'EXECUTE') return object.type === 'FUNCTION' ? 'EXECUTE ANY FUNCTION' : 'EXECUTE ANY SCRIPT';
  return privilege === 'REFERENCES' ? '' : `${privilege} ANY TABLE`;
}

/**
 * By ownership (also of a role that owns it), by a grant on the object or its schema, or by a system privilege. A grant works only with
 * USAGE on the schema or with USE ANY SCHEMA. Source: docs.exasol.com, changelog 9685.
 */
export async function hasObjectPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: ObjectPrivilege,
  object: PrivilegedObject,
): Promise<boolean> {
  const grantees = await findEffectiveGrantees(catalog, user);
  if (grantees.has('DBA') || (object.owner !== undefined && grantees.has(object.owner))) return true;
  const rows = await catalog.run(
    `SELECT grantee FROM ${privilegeTable('object_privileges')}
     WHERE privilege = $1 AND object_schema = $2 AND object_name IN ('', $3)`,
    [privilege, object.schema, object.name],
  );
  if (rows.some(([grantee]) => grantees.has(String(grantee)))) {
    const place = { ...object, type: 'SCHEMA', name: '' } as const;
    return privilege === 'USAGE' || (await hasObjectPrivilege(catalog, user, 'USAGE', place));
  }
  const counterpart = findSystemCounterpart(privilege, object);
  return counterpart !== '' && (await hasSystemPrivilege(catalog, user, counterpart));
}

/**
 * @throws ExasolError 42500: `insufficient privileges: SELECT on table T`, or for a script that may not be run
 * `insufficient privileges for executing a script`.
 */
export async function requireObjectPrivilege(
  catalog: CatalogConnection,
  user: string,
  privilege: ObjectPrivilege,
  object: PrivilegedObject,
): Promise<void> {
  if (await hasObjectPrivilege(catalog, user, privilege, object)) return;
  if (privilege === 'EXECUTE') throw new ExasolError('42500', wordMissingPrivilege('EXECUTE ANY SCRIPT'));
  const place = object.type === 'SCHEMA' ? object.schema : object.name;
  throw new ExasolError('42500', `insufficient privileges: ${privilege} on ${object.type.toLowerCase()} ${place}`);
}

/**
 * Whether the user may make objects of the kind in the schema: CREATE <kind> in one of his own (or of a role that he has), CREATE ANY <kind>
 * everywhere.
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
  throw new ExasolError('42500', wordMissingPrivilege(`CREATE ${kind}`));
}

/** Object grants die with their object; call it with name '' when a whole schema goes (grants on its objects go too). */
export async function dropObjectGrants(catalog: CatalogConnection, schema: string, name: string): Promise<void> {
  const matching = name === '' ? 'object_schema = $1' : 'object_schema = $1 AND object_name = $2';
  await catalog.run(
    `DELETE FROM ${privilegeTable('object_privileges')} WHERE ${matching}`,
    name === '' ? [schema] : [schema, name],
  );
}
