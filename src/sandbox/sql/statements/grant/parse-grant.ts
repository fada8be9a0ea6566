import type { ObjectPrivilege } from '../../../catalog/privileges.js';
import { isSystemPrivilege } from '../../../catalog/system-privileges.js';
import type { Token } from '../../../tokens/token-reader.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';

export type ObjectKind = 'SCHEMA' | 'TABLE' | 'VIEW' | 'SCRIPT' | 'FUNCTION';

/** The privileges, roles or objects that are granted or revoked. */
export type Subject =
  | { readonly kind: 'system'; readonly privileges: readonly string[] | 'ALL' }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'connections'; readonly connections: readonly string[] }
  | {
      readonly kind: 'access';
      readonly connection: string;
      /** The only script (`[schema.]script`) or schema that may read the connection; undefined = all. */
      readonly restriction: { readonly kind: 'SCRIPT' | 'SCHEMA'; readonly name: readonly string[] } | undefined;
    }
  | {
      readonly kind: 'object';
      readonly privileges: readonly ObjectPrivilege[] | 'ALL';
      /** undefined if the statement does not name the kind. */
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

export function parseGrant(tokens: TokenStream): ParsedGrant {
  const verb = tokens.acceptWord('REVOKE') ? 'REVOKE' : 'GRANT';
  if (verb === 'GRANT') tokens.expectWord('GRANT');
  if (verb === 'REVOKE' && tokens.acceptWord('ADMIN', 'OPTION', 'FOR')) throw sandboxGap('REVOKE ADMIN OPTION FOR');
  const subject = expectSubject(tokens);
  tokens.expectWord(verb === 'GRANT' ? 'TO' : 'FROM');
  const grantees = expectNames(tokens);
  const adminOption = tokens.acceptWord('WITH', 'ADMIN', 'OPTION');
  if (verb === 'REVOKE') tokens.acceptWord('CASCADE', 'CONSTRAINTS');
  tokens.expectEnd();
  return { verb, subject, grantees, adminOption };
}

function expectNames(tokens: TokenStream): string[] {
  const names = [tokens.name()];
  while (tokens.acceptSymbol(',')) names.push(tokens.name());
  return names;
}

function expectSubject(tokens: TokenStream): Subject {
  if (tokens.acceptWord('CONNECTION')) return { kind: 'connections', connections: expectNames(tokens) };
  if (tokens.acceptWord('ACCESS', 'ON', 'CONNECTION')) return expectAccess(tokens);
  for (const gap of ['IMPERSONATION', 'PRIORITY', 'CONSUMER']) if (tokens.isWord(gap)) throw sandboxGap(`GRANT ${gap}`);
  if (tokens.acceptWord('ALL')) {
    tokens.acceptWord('PRIVILEGES');
    return tokens.acceptWord('ON') ? expectObject(tokens, 'ALL') : { kind: 'system', privileges: 'ALL' };
  }
  return expectPrivilegesOrRoles(tokens);
}

/** Privileges consist of one or more words, roles of one name. Comparing the words with the known privileges distinguishes them. */
function expectPrivilegesOrRoles(tokens: TokenStream): Subject {
  const items: Token[][] = [[]];
  for (let token = tokens.peek(); token !== undefined; token = tokens.peek()) {
    if (tokens.isWord('ON') || tokens.isWord('TO') || tokens.isWord('FROM')) break;
    tokens.next();
    if (token.text === ',') items.push([]);
    else items.at(-1)?.push(token);
  }
  if (items.some((item) => item.length === 0)) return tokens.fail();
  const names = items.map((item) => item.map(({ value }) => value).join(' '));
  if (tokens.acceptWord('ON')) {
    const unknown = names.find((name) => !isObjectPrivilege(name));
    if (unknown !== undefined) throw new ExasolError('42000', `syntax error, unexpected privilege ${unknown}`);
    return expectObject(tokens, names.filter(isObjectPrivilege));
  }
  const plain = items.every((item) => item.every(({ kind }) => kind === 'word'));
  if (plain && names.every(isSystemPrivilege)) return { kind: 'system', privileges: names };
  const chain = items.find((item) => item.length > 1);
  if (chain !== undefined) {
    throw new ExasolError('42000', `syntax error, unexpected privilege ${chain.map(({ text }) => text).join(' ')}`);
  }
  return { kind: 'roles', roles: names };
}

function expectObject(tokens: TokenStream, privileges: readonly ObjectPrivilege[] | 'ALL'): Subject {
  const word = tokens.acceptAnyWord('SCHEMA', 'TABLE', 'VIEW', 'SCRIPT', 'FUNCTION', 'VIRTUAL');
  if (word === 'VIRTUAL') throw sandboxGap('virtual schemas');
  const objectKind = (['SCHEMA', 'TABLE', 'VIEW', 'SCRIPT', 'FUNCTION'] as const).find((kind) => kind === word);
  return { kind: 'object', privileges, objectKind, name: tokens.path() };
}

function expectAccess(tokens: TokenStream): Subject {
  const connection = tokens.name();
  if (!tokens.acceptWord('FOR')) return { kind: 'access', connection, restriction: undefined };
  if (tokens.acceptWord('SCHEMA')) {
    return { kind: 'access', connection, restriction: { kind: 'SCHEMA', name: tokens.path() } };
  }
  tokens.acceptWord('SCRIPT');
  return { kind: 'access', connection, restriction: { kind: 'SCRIPT', name: tokens.path() } };
}
