import { requireSystemPrivilege } from '../../catalog/privileges.js';
import type { SystemPrivilege } from '../../catalog/system-privileges.js';
import {
  authenticateUser,
  createRole,
  createUser,
  dropGrantee,
  findGrantee,
  type GranteeKind,
  type Identification,
  setIdentification,
} from '../../catalog/users.js';
import { quoteIdentifier } from '../../tokens/quote.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';

/** CREATE, ALTER and DROP of USER and ROLE. Users have passwords or OpenID subjects; Kerberos and LDAP are gaps. */
export async function handleUser(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  if (tokens.isWord('RENAME')) throw sandboxGap('RENAME of users and roles');
  const verb = tokens.acceptAnyWord('CREATE', 'ALTER', 'DROP') ?? tokens.fail('CREATE_ or ALTER_ or DROP_');
  const kind: GranteeKind = tokens.acceptWord('ROLE') ? 'role' : 'user';
  if (kind === 'user') tokens.expectWord('USER');
  if (verb === 'DROP') await drop(context, tokens, kind);
  else if (kind === 'role') await createNamedRole(context, tokens, verb);
  else if (verb === 'CREATE') await createNamedUser(context, tokens);
  else await alterUser(context, tokens);
  return NO_ROWS;
}

async function requirePrivilege(context: StatementContext, privilege: SystemPrivilege): Promise<void> {
  await requireSystemPrivilege(context.catalog, context.session.user, privilege);
}

/**
 * `IDENTIFIED BY "secret"`: the password is an identifier in double quotes, or an unquoted word as written; or
 * `IDENTIFIED BY OPENID SUBJECT 'subject'`.
 */
function expectIdentification(tokens: TokenStream): Identification {
  tokens.expectWord('IDENTIFIED');
  if (tokens.acceptWord('AT')) throw sandboxGap('IDENTIFIED AT LDAP');
  tokens.expectWord('BY');
  if (tokens.acceptWord('OPENID', 'SUBJECT')) return { openIdSubject: tokens.string() };
  const method = tokens.acceptAnyWord('KERBEROS', 'RANDOM');
  if (method !== undefined) throw sandboxGap(`IDENTIFIED BY ${method}`);
  const token = tokens.peek();
  if (token?.kind !== 'quoted' && token?.kind !== 'word') return tokens.fail('IDENTIFIER_PART_');
  tokens.next();
  return { password: token.kind === 'quoted' ? token.value : token.text };
}

async function createNamedUser(context: StatementContext, tokens: TokenStream): Promise<void> {
  const name = tokens.name();
  const identification = expectIdentification(tokens);
  tokens.expectEnd();
  await requirePrivilege(context, 'CREATE USER');
  await context.lock(`grantee ${name}`);
  await createUser(context.catalog, name, identification);
}

async function createNamedRole(context: StatementContext, tokens: TokenStream, verb: string): Promise<void> {
  if (verb === 'ALTER') throw sandboxGap('ALTER ROLE');
  const name = tokens.name();
  tokens.expectEnd();
  await requirePrivilege(context, 'CREATE ROLE');
  await context.lock(`grantee ${name}`);
  await createRole(context.catalog, name);
}

async function requireExisting(context: StatementContext, kind: GranteeKind, name: string): Promise<void> {
  if ((await findGrantee(context.catalog, name)) === kind) return;
  throw new ExasolError('42500', `${kind} ${name} does not exist`);
}

async function alterUser(context: StatementContext, tokens: TokenStream): Promise<void> {
  const name = tokens.name();
  if (!tokens.isWord('IDENTIFIED')) throw sandboxGap(`ALTER USER … ${tokens.peek()?.text ?? ''}`.trimEnd());
  const identification = expectIdentification(tokens);
  const replaced = tokens.acceptWord('REPLACE') ? tokens.next().value : undefined;
  tokens.expectEnd();
  if (name !== context.session.user) await requirePrivilege(context, 'ALTER USER');
  await requireExisting(context, 'user', name);
  if (replaced !== undefined && !(await authenticateUser(context.catalog, name, replaced))) {
    throw new ExasolError('42500', 'invalid password in REPLACE clause');
  }
  await setIdentification(context.catalog, name, identification);
}

async function drop(context: StatementContext, tokens: TokenStream, kind: GranteeKind): Promise<void> {
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const name = tokens.name();
  const cascade = tokens.acceptWord('CASCADE');
  if (!cascade) tokens.acceptWord('RESTRICT');
  tokens.expectEnd();
  await requirePrivilege(context, kind === 'user' ? 'DROP USER' : 'DROP ANY ROLE');
  if (ifExists && (await findGrantee(context.catalog, name)) !== kind) return;
  await requireExisting(context, kind, name);
  if (name === 'SYS' || name === 'PUBLIC' || name === 'DBA') {
    throw new ExasolError('42500', `${kind} ${name} cannot be dropped`);
  }
  await dropOwnedSchemas(context, name, kind, cascade);
  await dropGrantee(context.catalog, kind, name);
}

async function dropOwnedSchemas(
  context: StatementContext,
  owner: string,
  kind: GranteeKind,
  cascade: boolean,
): Promise<void> {
  const schemas = await context.catalog.run('SELECT name FROM exa.schemas WHERE owner = $1', [owner]);
  if (schemas.length === 0) return;
  if (!cascade) throw new ExasolError('42500', `${kind} ${owner} owns schemas, use CASCADE to drop them too`);
  for (const [schema] of schemas) {
    await context.query(`DROP SCHEMA ${quoteIdentifier(String(schema))} CASCADE`);
  }
}
