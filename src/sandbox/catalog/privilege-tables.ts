import type { CatalogConnection } from './catalog-connection.js';

/** DuckDB schema of the tables below. No Exasol name maps to it: names with lower-case letters get a suffix, see `encodeName`. */
const PRIVILEGE_SCHEMA = 'exa$privileges';

/** Quoted name of a table below, for DuckDB SQL. */
export function privilegeTable(name: string): string {
  return `"${PRIVILEGE_SCHEMA}"."${name}"`;
}

/**
 * No primary keys: DuckDB cannot delete a key and insert it again in one transaction, which `DROP USER x; CREATE USER x` does.
 * `restricted_type` is '' (everywhere), 'SCRIPT' or 'SCHEMA'.
 */
const TABLES: Readonly<Record<string, string>> = {
  users: 'user_name VARCHAR, password_hash VARCHAR, created TIMESTAMP',
  roles: 'role_name VARCHAR, created TIMESTAMP',
  role_grants: 'grantee VARCHAR, role_name VARCHAR, admin_option BOOLEAN',
  system_privileges: 'grantee VARCHAR, privilege VARCHAR, admin_option BOOLEAN',
  object_privileges:
    'grantee VARCHAR, privilege VARCHAR, object_type VARCHAR, object_schema VARCHAR, object_name VARCHAR, grantor VARCHAR',
  connection_grants: 'grantee VARCHAR, connection_name VARCHAR, admin_option BOOLEAN',
  connection_access:
    'grantee VARCHAR, connection_name VARCHAR, restricted_type VARCHAR, restricted_schema VARCHAR, restricted_name VARCHAR, grantor VARCHAR',
};

/**
 * Creates the tables of users, roles and privileges if they do not exist, with the roles that every Exasol database has: DBA, and PUBLIC
 * with USE ANY SCHEMA. Only DBA has IMPORT and EXPORT, as in databases created since Exasol 6.1.
 */
export async function createPrivilegeTables(catalog: CatalogConnection): Promise<void> {
  await catalog.run(`CREATE SCHEMA IF NOT EXISTS "${PRIVILEGE_SCHEMA}"`);
  for (const [name, columns] of Object.entries(TABLES)) {
    await catalog.run(`CREATE TABLE IF NOT EXISTS ${privilegeTable(name)} (${columns})`);
  }
  const roles = await catalog.run(`SELECT role_name FROM ${privilegeTable('roles')}`);
  if (roles.length > 0) return;
  await catalog.run(
    `INSERT INTO ${privilegeTable('roles')} VALUES ('PUBLIC', current_localtimestamp()), ('DBA', current_localtimestamp())`,
  );
  await catalog.run(`INSERT INTO ${privilegeTable('system_privileges')} VALUES ('PUBLIC', 'USE ANY SCHEMA', false)`);
}
