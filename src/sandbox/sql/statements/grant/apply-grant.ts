import type { CatalogConnection } from '../../../catalog/catalog-connection.js';
import { privilegeTable } from '../../../catalog/privilege-tables.js';
import type { ObjectPrivilege, PrivilegedObject } from '../../../catalog/privileges.js';

type Value = string | boolean;

/** The columns of a privilege table that identify a grant; the others (admin_option, grantor) are its properties. */
type Key = Readonly<Record<string, string>>;

/** The privileges that GRANT ALL ON gives, by kind of object. */
const ALL_PRIVILEGES: Readonly<Record<PrivilegedObject['type'], readonly ObjectPrivilege[]>> = {
  SCHEMA: ['ALTER', 'DELETE', 'EXECUTE', 'INSERT', 'REFERENCES', 'SELECT', 'UPDATE', 'USAGE'],
  TABLE: ['ALTER', 'DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'UPDATE'],
  VIEW: ['SELECT'],
  SCRIPT: ['EXECUTE'],
  FUNCTION: ['EXECUTE'],
};

export function expandObjectPrivileges(
  privileges: readonly ObjectPrivilege[] | 'ALL',
  type: PrivilegedObject['type'],
): readonly ObjectPrivilege[] {
  return privileges === 'ALL' ? ALL_PRIVILEGES[type] : privileges;
}

/** Removes the grant. As in Exasol, it is not an error if there is no such grant. */
export async function removeGrant(catalog: CatalogConnection, table: string, key: Key): Promise<void> {
  const conditions = Object.keys(key).map((column, index) => `${column} = $${index + 1}`);
  await catalog.run(`DELETE FROM ${privilegeTable(table)} WHERE ${conditions.join(' AND ')}`, Object.values(key));
}

/** Writes the grant, replacing an existing one. */
export async function writeGrant(
  catalog: CatalogConnection,
  table: string,
  key: Key,
  properties: Readonly<Record<string, Value>>,
): Promise<void> {
  await removeGrant(catalog, table, key);
  const row = { ...key, ...properties };
  const columns = Object.keys(row);
  const markers = columns.map((_, index) => `$${index + 1}`);
  const sql = `INSERT INTO ${privilegeTable(table)} (${columns.join(', ')}) VALUES (${markers.join(', ')})`;
  await catalog.run(sql, Object.values(row));
}
