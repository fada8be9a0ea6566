import { ExasolError } from '../types/exasol-error.js';
import type { CatalogConnection } from './catalog-connection.js';
import { privilegeTable } from './privilege-tables.js';
import { findEffectiveGrantees, hasSystemPrivilege } from './privileges.js';

const GRANTS = privilegeTable('connection_grants');
const ACCESS = privilegeTable('connection_access');

/** Whether the user was granted the connection, which allows IMPORT and EXPORT. @param admin requires the ADMIN OPTION */
export async function hasConnectionGrant(
  catalog: CatalogConnection,
  user: string,
  connection: string,
  admin = false,
): Promise<boolean> {
  const grantees = await findEffectiveGrantees(catalog, user);
  const rows = await catalog.run(`SELECT grantee, admin_option FROM ${GRANTS} WHERE connection_name = $1`, [
    connection,
  ]);
  return rows.some(([grantee, option]) => grantees.has(String(grantee)) && (!admin || option === true));
}

/** @throws ExasolError 42500 if IMPORT and EXPORT may not use the connection */
export async function requireConnectionGrant(
  catalog: CatalogConnection,
  user: string,
  connection: string,
): Promise<void> {
  if (await hasConnectionGrant(catalog, user, connection)) return;
  if (await hasSystemPrivilege(catalog, user, 'USE ANY CONNECTION')) return;
  throw new ExasolError('42500', `insufficient privileges for using connection ${connection}`);
}

/**
 * Whether a UDF may read the connection's password. GRANT CONNECTION is not enough, not even WITH ADMIN OPTION
 * (exasol/script-languages, generic/python3/get_connection.py).
 * @throws ExasolError 22001 with the text of a real Exasol
 */
export async function requireConnectionAccess(
  catalog: CatalogConnection,
  user: string,
  connection: string,
  script: { readonly schema: string; readonly name: string },
): Promise<void> {
  if (await hasSystemPrivilege(catalog, user, 'ACCESS ANY CONNECTION')) return;
  const grantees = await findEffectiveGrantees(catalog, user);
  const rows = await catalog.run(
    `SELECT grantee FROM ${ACCESS} WHERE connection_name = $1 AND (restricted_type = ''
     OR restricted_type = 'SCHEMA' AND restricted_schema = $2
     OR restricted_type = 'SCRIPT' AND restricted_schema = $3 AND restricted_name = $4)`,
    [connection, script.schema, script.schema, script.name],
  );
  if (rows.some(([grantee]) => grantees.has(String(grantee)))) return;
  throw new ExasolError('22001', `insufficient privileges for using connection ${connection} in script ${script.name}`);
}

/** The creator of a connection gets it WITH ADMIN OPTION. */
export async function grantConnectionToCreator(
  catalog: CatalogConnection,
  user: string,
  connection: string,
): Promise<void> {
  await catalog.run(`INSERT INTO ${GRANTS} VALUES ($1, $2, true)`, [user, connection]);
}

/** Removes every grant on a connection that is dropped or replaced. */
export async function dropConnectionGrants(catalog: CatalogConnection, connection: string): Promise<void> {
  await catalog.run(`DELETE FROM ${GRANTS} WHERE connection_name = $1`, [connection]);
  await catalog.run(`DELETE FROM ${ACCESS} WHERE connection_name = $1`, [connection]);
}

export async function renameConnectionGrants(catalog: CatalogConnection, from: string, to: string): Promise<void> {
  await catalog.run(`UPDATE ${GRANTS} SET connection_name = $1 WHERE connection_name = $2`, [to, from]);
  await catalog.run(`UPDATE ${ACCESS} SET connection_name = $1 WHERE connection_name = $2`, [to, from]);
}

/** Dropping or replacing a script removes ACCESS … FOR SCRIPT (source: exasol/public-knowledgebase, connections-and-udfs.md). */
export async function dropScriptAccess(catalog: CatalogConnection, schema: string, script: string): Promise<void> {
  await catalog.run(
    `DELETE FROM ${ACCESS} WHERE restricted_type = 'SCRIPT' AND restricted_schema = $1 AND restricted_name = $2`,
    [schema, script],
  );
}

/** Dropping a schema removes ACCESS … FOR SCHEMA, and FOR SCRIPT of its scripts. */
export async function dropSchemaAccess(catalog: CatalogConnection, schema: string): Promise<void> {
  await catalog.run(`DELETE FROM ${ACCESS} WHERE restricted_type <> '' AND restricted_schema = $1`, [schema]);
}
