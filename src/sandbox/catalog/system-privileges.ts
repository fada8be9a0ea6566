/**
 * Every system privilege and, for those that a statement requires, Exasol's phrase for `insufficient privileges for …`. Source of the names:
 * docs.exasol.com, database_concepts/privileges/details_rights_management.htm. "creating schema" and "executing a script" are from a real
 * Exasol (exasol/exasol-rest-api tests; exasol/public-knowledgebase); the other phrases follow their pattern and are unverified.
 */
const WORDINGS = {
  'GRANT ANY OBJECT PRIVILEGE': 'granting object privileges',
  'GRANT ANY PRIVILEGE': 'granting system privileges',
  'GRANT ANY ROLE': 'granting role',
  'GRANT ANY CONNECTION': 'granting connection',
  'GRANT ANY PRIORITY': '',
  'SET ANY CONSUMER GROUP': '',
  'MANAGE CONSUMER GROUPS': '',
  'CREATE SESSION': '',
  'KILL ANY SESSION': 'killing session',
  'ALTER SYSTEM': 'altering system',
  IMPORT: 'import',
  EXPORT: 'export',
  'CREATE USER': 'creating user',
  'ALTER USER': 'altering user',
  'DROP USER': 'dropping user',
  'IMPERSONATE ANY USER': '',
  'CREATE ROLE': 'creating role',
  'DROP ANY ROLE': 'dropping role',
  'CREATE CONNECTION': 'creating connection',
  'ALTER ANY CONNECTION': 'altering connection',
  'DROP ANY CONNECTION': 'dropping connection',
  'USE ANY CONNECTION': 'using connection',
  'ACCESS ANY CONNECTION': 'accessing connection',
  'CREATE SCHEMA': 'creating schema',
  'ALTER ANY SCHEMA': 'altering schema',
  'DROP ANY SCHEMA': 'dropping schema',
  'USE ANY SCHEMA': 'using schema',
  'CREATE VIRTUAL SCHEMA': 'creating virtual schema',
  'ALTER ANY VIRTUAL SCHEMA': '',
  'ALTER ANY VIRTUAL SCHEMA REFRESH': '',
  'DROP ANY VIRTUAL SCHEMA': '',
  'CREATE TABLE': 'creating table',
  'CREATE ANY TABLE': 'creating table',
  'ALTER ANY TABLE': 'altering table',
  'DELETE ANY TABLE': 'deleting from table',
  'DROP ANY TABLE': 'dropping table',
  'INSERT ANY TABLE': 'inserting into table',
  'SELECT ANY TABLE': 'selecting from table',
  'SELECT ANY DICTIONARY': 'selecting from dictionary',
  'UPDATE ANY TABLE': 'updating table',
  'CREATE VIEW': 'creating view',
  'CREATE ANY VIEW': 'creating view',
  'DROP ANY VIEW': 'dropping view',
  'CREATE FUNCTION': 'creating function',
  'CREATE ANY FUNCTION': 'creating function',
  'DROP ANY FUNCTION': 'dropping function',
  'EXECUTE ANY FUNCTION': 'executing a function',
  'CREATE SCRIPT': 'creating a script',
  'CREATE ANY SCRIPT': 'creating a script',
  'DROP ANY SCRIPT': 'dropping a script',
  'EXECUTE ANY SCRIPT': 'executing a script',
} as const;

export type SystemPrivilege = keyof typeof WORDINGS;

export const SYSTEM_PRIVILEGES: readonly string[] = Object.keys(WORDINGS);

export function isSystemPrivilege(name: string): name is SystemPrivilege {
  return Object.hasOwn(WORDINGS, name);
}

/** The text of the error for a missing privilege. */
export function missingPrivilegeText(privilege: string): string {
  const wording = isSystemPrivilege(privilege) ? WORDINGS[privilege] : '';
  return `insufficient privileges${wording === '' ? `: ${privilege}` : ` for ${wording}`}`;
}
