/** Users, roles and grants, read from the tables of privilege-tables.ts. */
import { quoteText } from '../../duckdb/identifiers.js';
import { privilegeTable } from '../privilege-tables.js';
import { type SystemTable, systemColumns } from './types.js';
import { listTexts } from './visibility.js';

const systemPrivileges: SystemTable = {
  columns: systemColumns('GRANTEE PRIVILEGE ADMIN_OPTION:boolean'),
  sql: () => `SELECT grantee, privilege, admin_option FROM ${privilegeTable('system_privileges')}`,
};

const objectPrivileges: SystemTable = {
  columns: systemColumns('OBJECT_SCHEMA OBJECT_NAME OBJECT_TYPE PRIVILEGE GRANTEE GRANTOR OWNER'),
  sql: () => `SELECT nullif(object_schema, ''), CASE WHEN object_name = '' THEN object_schema ELSE object_name END, object_type, privilege, grantee, grantor, grantor
    FROM ${privilegeTable('object_privileges')}`,
};

const rolePrivileges: SystemTable = {
  columns: systemColumns('GRANTEE GRANTED_ROLE ADMIN_OPTION:boolean'),
  sql: () => `SELECT grantee, role_name, admin_option FROM ${privilegeTable('role_grants')}`,
};

const connectionPrivileges: SystemTable = {
  columns: systemColumns('GRANTEE GRANTED_CONNECTION ADMIN_OPTION:boolean'),
  sql: () => `SELECT grantee, connection_name, admin_option FROM ${privilegeTable('connection_grants')}`,
};

const restrictedPrivileges: SystemTable = {
  columns: systemColumns(
    'OBJECT_NAME OBJECT_TYPE FOR_OBJECT_SCHEMA FOR_OBJECT_NAME FOR_OBJECT_TYPE PRIVILEGE GRANTEE GRANTOR',
  ),
  sql: () => `SELECT connection_name, 'CONNECTION', nullif(restricted_schema, ''), nullif(restricted_name, ''), nullif(restricted_type, ''), 'ACCESS',
      grantee, grantor FROM ${privilegeTable('connection_access')}`,
};

const users: SystemTable = {
  columns: systemColumns('USER_NAME CREATED:timestamp USER_COMMENT:text'),
  sql: () => `SELECT user_name, created, NULL::VARCHAR FROM ${privilegeTable('users')}`,
};

const roles: SystemTable = {
  columns: systemColumns('ROLE_NAME CREATED:timestamp ROLE_COMMENT:text'),
  sql: () => `SELECT role_name, created, NULL::VARCHAR FROM ${privilegeTable('roles')}`,
};

/** Rows granted to the user, or (`viaRole`) to one of the user's roles. */
function grantedTo(table: SystemTable, viaRole: boolean): SystemTable {
  const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
  return {
    columns: table.columns,
    sql: (facts, grantees) => {
      const user = quoteText(facts.user);
      const roles = `"GRANTEE" IN ${listTexts(grantees)} AND "GRANTEE" <> ${user}`;
      return `SELECT * FROM (${table.sql(facts, grantees)}) AS granted(${names}) WHERE ${viaRole ? roles : `"GRANTEE" = ${user}`}`;
    },
  };
}

const allVariants = (name: string, table: SystemTable): Record<string, SystemTable> => ({
  [`EXA_DBA_${name}`]: table,
  [`EXA_ALL_${name}`]: table,
  [`EXA_USER_${name}`]: grantedTo(table, false),
  [`EXA_ROLE_${name}`]: grantedTo(table, true),
});

export const privilegeSystemTables: Readonly<Record<string, SystemTable>> = {
  ...allVariants('SYS_PRIVS', systemPrivileges),
  ...allVariants('OBJ_PRIVS', objectPrivileges),
  ...allVariants('ROLE_PRIVS', rolePrivileges),
  ...allVariants('CONNECTION_PRIVS', connectionPrivileges),
  ...allVariants('RESTRICTED_OBJ_PRIVS', restrictedPrivileges),
  EXA_ALL_USERS: users,
  EXA_DBA_USERS: users,
  EXA_USER_USERS: users,
  EXA_ALL_ROLES: roles,
  EXA_DBA_ROLES: roles,
};
