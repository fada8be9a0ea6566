import { requireSystemPrivilege } from '../../catalog/privileges.js';
import type { SystemPrivilege } from '../../catalog/system-privileges.js';
import {
  authenticateUser,
  createRole,
  createUser,
  dropGrantee,
  findGrantee,
  type GranteeKind,
  setPassword,
} from '../../catalog/users.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';
import { NO_ROWS, refuseGap } from './row-count.js';
import { StatementCursor } from './statement-cursor.js';

/** CREATE, ALTER and DROP of USER and ROLE. Only passwords kept by the database: Kerberos, LDAP and OpenID are named gaps. */
export async function handleUser(context: StatementContext, sql: string): Promise<StatementResult> {
  const cursor = new StatementCursor(sql);
  if (cursor.isWord('RENAME')) refuseGap('RENAME of users and roles');
  const verb = cursor.acceptAnyWord('CREATE', 'ALTER', 'DROP') ?? cursor.fail('CREATE_ or ALTER_ or DROP_');
  const kind: GranteeKind = cursor.acceptWord('ROLE') ? 'role' : 'user';
  if (kind === 'user') cursor.expectWord('USER');
  if (verb === 'DROP') await drop(context, cursor, kind);
  else if (kind === 'role') await createNamedRole(context, cursor, verb);
  else if (verb === 'CREATE') await createNamedUser(context, cursor);
  else await alterUser(context, cursor);
  return NO_ROWS;
}

async function requirePrivilege(context: StatementContext, privilege: SystemPrivilege): Promise<void> {
  await requireSystemPrivilege(context.catalog, context.session.user, privilege);
}

/** The password stands as an identifier in double quotes: `IDENTIFIED BY "secret"`; an unquoted word is taken as it is written. */
function expectPassword(cursor: StatementCursor): string {
  cursor.expectWord('IDENTIFIED');
  if (cursor.acceptWord('AT')) refuseGap('IDENTIFIED AT LDAP');
  cursor.expectWord('BY');
  const method = cursor.acceptAnyWord('KERBEROS', 'OPENID', 'RANDOM');
  if (method !== undefined) refuseGap(`IDENTIFIED BY ${method}`);
  const token = cursor.peek();
  if (token?.kind !== 'quoted' && token?.kind !== 'word') return cursor.fail('IDENTIFIER_PART_');
  cursor.next();
  return token.kind === 'quoted' ? token.value : token.text;
}

async function createNamedUser(context: StatementContext, cursor: StatementCursor): Promise<void> {
  const name = cursor.name();
  const password = expectPassword(cursor);
  cursor.expectEnd();
  await requirePrivilege(context, 'CREATE USER');
  await createUser(context.catalog, name, password);
}

async function createNamedRole(context: StatementContext, cursor: StatementCursor, verb: string): Promise<void> {
  if (verb === 'ALTER') refuseGap('ALTER ROLE');
  const name = cursor.name();
  cursor.expectEnd();
  await requirePrivilege(context, 'CREATE ROLE');
  await createRole(context.catalog, name);
}

async function requireExisting(context: StatementContext, kind: GranteeKind, name: string): Promise<void> {
  if ((await findGrantee(context.catalog, name)) === kind) return;
  throw new ExasolError('42500', `${kind} ${name} does not exist`);
}

async function alterUser(context: StatementContext, cursor: StatementCursor): Promise<void> {
  const name = cursor.name();
  if (!cursor.isWord('IDENTIFIED')) refuseGap(`ALTER USER … ${cursor.peek()?.text ?? ''}`.trimEnd());
  const password = expectPassword(cursor);
  const replaced = cursor.acceptWord('REPLACE') ? cursor.next().value : undefined;
  cursor.expectEnd();
  if (name !== context.session.user) await requirePrivilege(context, 'ALTER USER');
  await requireExisting(context, 'user', name);
  if (replaced !== undefined && !(await authenticateUser(context.catalog, name, replaced))) {
    throw new ExasolError('42500', 'invalid password in REPLACE clause');
  }
  await setPassword(context.catalog, name, password);
}

async function drop(context: StatementContext, cursor: StatementCursor, kind: GranteeKind): Promise<void> {
  const ifExists = cursor.acceptWord('IF', 'EXISTS');
  const name = cursor.name();
  const cascade = cursor.acceptWord('CASCADE');
  if (!cascade) cursor.acceptWord('RESTRICT');
  cursor.expectEnd();
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
    await context.query(`DROP SCHEMA "${String(schema).replaceAll('"', '""')}" CASCADE`);
  }
}
