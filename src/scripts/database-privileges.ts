/**
 * The privileges in Exasol that statements of sme need, for Lua and TypeScript. If Exasol refuses a statement, its text does not name the
 * schema, the grantee or the GRANT statement. So both languages list what the statement needs, and the catalog tells what is missing.
 *
 * Source of the privileges: docs.exasol.com, database_concepts/privileges/details_rights_management.htm.
 */

/**
 * What a privilege applies to, and so how it is granted:
 * - `system`: everything
 * - `creation`: GRANT CREATE TABLE for the user's own schemas, GRANT CREATE ANY TABLE for those of others
 * - `ownership`: objects in the user's own schemas; only the system privilege for those of others
 * - `object`: one table or view, or all of a schema
 * - `schema`: a schema
 * - `connection`: use of a connection by IMPORT and EXPORT
 */
export type PrivilegeScope = 'system' | 'creation' | 'ownership' | 'object' | 'schema' | 'connection';

export interface DatabasePrivilege {
  readonly scope: PrivilegeScope;
  /** The system privilege that is sufficient for all objects. */
  readonly any: string;
}

const onTables = (verb: string): DatabasePrivilege => ({ scope: 'object', any: `${verb} ANY TABLE` });
const system = (any: string): DatabasePrivilege => ({ scope: 'system', any });
const ownership = (any: string): DatabasePrivilege => ({ scope: 'ownership', any });
const creation = (kind: string): DatabasePrivilege => ({ scope: 'creation', any: `CREATE ANY ${kind}` });

export const databasePrivileges = {
  SELECT: onTables('SELECT'),
  INSERT: onTables('INSERT'),
  UPDATE: onTables('UPDATE'),
  DELETE: onTables('DELETE'),
  USAGE: { scope: 'schema', any: 'USE ANY SCHEMA' },
  EXECUTE: { scope: 'schema', any: 'EXECUTE ANY SCRIPT' },
  CONNECTION: { scope: 'connection', any: 'USE ANY CONNECTION' },
  EXPORT: system('EXPORT'),
  IMPORT: system('IMPORT'),
  'CREATE SCHEMA': system('CREATE SCHEMA'),
  'CREATE TABLE': creation('TABLE'),
  'CREATE VIEW': creation('VIEW'),
  'CREATE SCRIPT': creation('SCRIPT'),
  'ALTER ANY TABLE': ownership('ALTER ANY TABLE'),
  'DROP ANY TABLE': ownership('DROP ANY TABLE'),
  'DROP ANY VIEW': ownership('DROP ANY VIEW'),
  'DROP ANY SCRIPT': ownership('DROP ANY SCRIPT'),
} as const satisfies Readonly<Record<string, DatabasePrivilege>>;

export type DatabasePrivilegeName = keyof typeof databasePrivileges;

/** What a kind of statement needs, besides SELECT on the tables and views that it reads and EXECUTE for the scripts that it calls. */
export interface StatementPrivileges {
  /** The first word of the statement. */
  readonly verb: string;
  /** A word between the verb and the first name; '' for any. */
  readonly kind: string;
  readonly needs: readonly DatabasePrivilegeName[];
  /** The first `schema.name` is what the statement changes. */
  readonly hasTarget: boolean;
}

const changing = (verb: string, kind: string, ...needs: readonly DatabasePrivilegeName[]): StatementPrivileges => ({
  verb,
  kind,
  needs,
  hasTarget: true,
});

/** The first that matches counts. */
export const statementPrivileges: readonly StatementPrivileges[] = [
  { verb: 'EXPORT', kind: '', needs: ['EXPORT', 'CONNECTION'], hasTarget: false },
  changing('IMPORT', '', 'IMPORT', 'CONNECTION', 'INSERT'),
  changing('INSERT', '', 'INSERT'),
  changing('UPDATE', '', 'UPDATE'),
  changing('DELETE', '', 'DELETE'),
  changing('CREATE', 'SCRIPT', 'CREATE SCRIPT'),
  changing('CREATE', 'VIEW', 'CREATE VIEW'),
  changing('CREATE', 'TABLE', 'CREATE TABLE'),
  { verb: 'CREATE', kind: 'SCHEMA', needs: ['CREATE SCHEMA'], hasTarget: false },
  changing('ALTER', 'TABLE', 'ALTER ANY TABLE'),
  changing('DROP', 'TABLE', 'DROP ANY TABLE'),
  changing('DROP', 'VIEW', 'DROP ANY VIEW'),
  changing('DROP', 'SCRIPT', 'DROP ANY SCRIPT'),
  changing('EXECUTE', 'SCRIPT', 'EXECUTE'),
];

/** In front of the name of a table or view that a statement reads. Other pairs of names can be columns. */
export const wordsBeforeTables: readonly string[] = ['FROM', 'JOIN', 'DESCRIBE'];

const nothing = 'CAST(NULL AS VARCHAR(128))';
const ofUserAndRoles = (write: (holder: 'USER' | 'ROLE') => string) => [write('USER'), write('ROLE')];

/**
 * What the user holds, directly or through roles, as rows of kind, privilege, schema and name. `{names}` is a list of literals: all
 * schemas, objects and connections in question. `USER` is the user, `ROLE` a role of theirs and `OWNER` the owner of a visible schema. The
 * row of a schema has its name in the last column; what Exasol shows as its OBJECT_SCHEMA is not documented.
 */
export const heldPrivilegesQuery = [
  `SELECT 'USER', CAST(CURRENT_USER AS VARCHAR(128)), ${nothing}, ${nothing} FROM DUAL`,
  ...ofUserAndRoles((holder) => `SELECT 'SYSTEM', PRIVILEGE, ${nothing}, ${nothing} FROM SYS.EXA_${holder}_SYS_PRIVS`),
  ...ofUserAndRoles(
    (holder) => `SELECT 'ROLE', GRANTED_ROLE, ${nothing}, ${nothing} FROM SYS.EXA_${holder}_ROLE_PRIVS`,
  ),
  `SELECT 'OWNER', SCHEMA_OWNER, ${nothing}, SCHEMA_NAME FROM SYS.EXA_SCHEMAS WHERE SCHEMA_NAME IN ({names})`,
  ...ofUserAndRoles(
    (holder) =>
      `SELECT OBJECT_TYPE, PRIVILEGE, OBJECT_SCHEMA, OBJECT_NAME FROM SYS.EXA_${holder}_OBJ_PRIVS WHERE OBJECT_NAME IN ({names})`,
  ),
  ...ofUserAndRoles(
    (holder) =>
      `SELECT 'CONNECTION', 'USE', ${nothing}, GRANTED_CONNECTION FROM SYS.EXA_${holder}_CONNECTION_PRIVS WHERE GRANTED_CONNECTION IN ({names})`,
  ),
].join('\nUNION ALL ');
