import type { ObjectPrivilege } from '../../../catalog/privileges.js';
import { isSystemPrivilege } from '../../../catalog/system-privileges.js';
import type { Token } from '../../../tokens/token-reader.js';
import { ExasolError } from '../../../types/exasol-error.js';
import { refuseGap } from '../row-count.js';
import { StatementCursor } from '../statement-cursor.js';

export type ObjectKind = 'SCHEMA' | 'TABLE' | 'VIEW' | 'SCRIPT' | 'FUNCTION';

/** What is granted or revoked. */
export type Subject =
  | { readonly kind: 'system'; readonly privileges: readonly string[] | 'ALL' }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'connections'; readonly connections: readonly string[] }
  | {
      readonly kind: 'access';
      readonly connection: string;
      /** Name of the script (`[schema.]script`) or schema that alone may read it; undefined = everywhere. */
      readonly restriction: { readonly kind: 'SCRIPT' | 'SCHEMA'; readonly name: readonly string[] } | undefined;
    }
  | {
      readonly kind: 'object';
      readonly privileges: readonly ObjectPrivilege[] | 'ALL';
      /** undefined where the statement names no kind. */
      readonly objectKind: ObjectKind | undefined;
      readonly name: readonly string[];
    };

export interface ParsedGrant {
  readonly verb: 'GRANT' | 'REVOKE';
  readonly subject: Subject;
  readonly grantees: readonly string[];
  readonly adminOption: boolean;
}

const OBJECT_PRIVILEGES: readonly string[] = [
  'ALTER',
  'DELETE',
  'EXECUTE',
  'INSERT',
  'REFERENCES',
  'SELECT',
  'UPDATE',
  'USAGE',
];

function isObjectPrivilege(name: string): name is ObjectPrivilege {
  return OBJECT_PRIVILEGES.includes(name);
}

export function parseGrant(sql: string): ParsedGrant {
  const cursor = new StatementCursor(sql);
  const verb = cursor.acceptWord('REVOKE') ? 'REVOKE' : 'GRANT';
  if (verb === 'GRANT') cursor.expectWord('GRANT');
  if (verb === 'REVOKE' && cursor.acceptWord('ADMIN', 'OPTION', 'FOR')) refuseGap('REVOKE ADMIN OPTION FOR');
  const subject = expectSubject(cursor);
  cursor.expectWord(verb === 'GRANT' ? 'TO' : 'FROM');
  const grantees = expectNames(cursor);
  const adminOption = cursor.acceptWord('WITH', 'ADMIN', 'OPTION');
  if (verb === 'REVOKE') cursor.acceptWord('CASCADE', 'CONSTRAINTS');
  cursor.expectEnd();
  return { verb, subject, grantees, adminOption };
}

function expectNames(cursor: StatementCursor): string[] {
  const names = [cursor.name()];
  while (cursor.acceptSymbol(',')) names.push(cursor.name());
  return names;
}

function expectSubject(cursor: StatementCursor): Subject {
  if (cursor.acceptWord('CONNECTION')) return { kind: 'connections', connections: expectNames(cursor) };
  if (cursor.acceptWord('ACCESS', 'ON', 'CONNECTION')) return expectAccess(cursor);
  for (const gap of ['IMPERSONATION', 'PRIORITY', 'CONSUMER']) if (cursor.isWord(gap)) refuseGap(`GRANT ${gap}`);
  if (cursor.acceptWord('ALL')) {
    cursor.acceptWord('PRIVILEGES');
    return cursor.acceptWord('ON') ? expectObject(cursor, 'ALL') : { kind: 'system', privileges: 'ALL' };
  }
  return expectPrivilegesOrRoles(cursor);
}

/** Privileges are one or more words, roles one name each: which it is shows when the words are compared with the known privileges. */
function expectPrivilegesOrRoles(cursor: StatementCursor): Subject {
  const items: Token[][] = [[]];
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    if (cursor.isWord('ON') || cursor.isWord('TO') || cursor.isWord('FROM')) break;
    cursor.next();
    if (token.text === ',') items.push([]);
    else items.at(-1)?.push(token);
  }
  if (items.some((item) => item.length === 0)) return cursor.fail();
  const names = items.map((item) => item.map(({ value }) => value).join(' '));
  if (cursor.acceptWord('ON')) {
    const unknown = names.find((name) => !isObjectPrivilege(name));
    if (unknown !== undefined) throw new ExasolError('42000', `syntax error, unexpected privilege ${unknown}`);
    return expectObject(cursor, names.filter(isObjectPrivilege));
  }
  const plain = items.every((item) => item.every(({ kind }) => kind === 'word'));
  if (plain && names.every(isSystemPrivilege)) return { kind: 'system', privileges: names };
  const chain = items.find((item) => item.length > 1);
  if (chain !== undefined) {
    throw new ExasolError('42000', `syntax error, unexpected privilege ${chain.map(({ text }) => text).join(' ')}`);
  }
  return { kind: 'roles', roles: names };
}

function expectObject(cursor: StatementCursor, privileges: readonly ObjectPrivilege[] | 'ALL'): Subject {
  const word = cursor.acceptAnyWord('SCHEMA', 'TABLE', 'VIEW', 'SCRIPT', 'FUNCTION', 'VIRTUAL');
  if (word === 'VIRTUAL') refuseGap('virtual schemas');
  const objectKind = (['SCHEMA', 'TABLE', 'VIEW', 'SCRIPT', 'FUNCTION'] as const).find((kind) => kind === word);
  return { kind: 'object', privileges, objectKind, name: cursor.path() };
}

function expectAccess(cursor: StatementCursor): Subject {
  const connection = cursor.name();
  if (!cursor.acceptWord('FOR')) return { kind: 'access', connection, restriction: undefined };
  if (cursor.acceptWord('SCHEMA')) {
    return { kind: 'access', connection, restriction: { kind: 'SCHEMA', name: cursor.path() } };
  }
  cursor.acceptWord('SCRIPT');
  return { kind: 'access', connection, restriction: { kind: 'SCRIPT', name: cursor.path() } };
}
