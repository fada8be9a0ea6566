import {
  dropConnectionGrants,
  grantConnectionToCreator,
  hasConnectionGrant,
  renameConnectionGrants,
} from '../../catalog/connection-privileges.js';
import { hasSystemPrivilege, requireSystemPrivilege } from '../../catalog/privileges.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { ConnectionObject } from '../../types/stored-objects.js';
import type { StatementContext } from '../statement-context.js';
import { NO_ROWS, refuseGap } from './row-count.js';
import { StatementCursor } from './statement-cursor.js';

/**
 * CREATE [OR REPLACE], ALTER, DROP and RENAME of CONNECTION. Nothing is checked when it is made, as in Exasol: a wrong key shows on first use.
 * The clauses of newer releases (SESSION TOKEN, PUBLIC KEY, …) are named gaps: neither S3 nor UDFs of the sandbox would honour them.
 */
export async function handleConnection(context: StatementContext, sql: string): Promise<StatementResult> {
  const cursor = new StatementCursor(sql);
  const verb = cursor.acceptAnyWord('CREATE', 'ALTER', 'DROP', 'RENAME') ?? cursor.fail('CREATE_');
  const orReplace = verb === 'CREATE' && cursor.acceptWord('OR', 'REPLACE');
  cursor.expectWord('CONNECTION');
  if (verb === 'CREATE') await create(context, cursor, orReplace);
  else if (verb === 'ALTER') await alter(context, cursor);
  else if (verb === 'DROP') await drop(context, cursor);
  else await rename(context, cursor);
  return NO_ROWS;
}

interface Clauses {
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

function expectClauses(cursor: StatementCursor): Clauses {
  cursor.expectWord('TO');
  const address = cursor.string();
  const user = cursor.acceptWord('USER') ? cursor.string() : undefined;
  let password: string | undefined;
  if (cursor.acceptWord('IDENTIFIED')) {
    cursor.expectWord('BY');
    password = cursor.string();
  }
  for (const clause of ['SESSION TOKEN', 'PUBLIC KEY', 'CLIENT ID', 'TENANT ID', 'SAS TOKEN']) {
    if (cursor.isWord(...clause.split(' '))) refuseGap(`CONNECTION … ${clause}`);
  }
  cursor.expectEnd();
  return { address, user, password };
}

async function findExact(context: StatementContext, name: string): Promise<ConnectionObject | undefined> {
  const found = await context.objects.findConnection(name);
  return found?.name === name ? found : undefined;
}

async function requireExisting(context: StatementContext, name: string): Promise<ConnectionObject> {
  const found = await findExact(context, name);
  if (found === undefined) throw new ExasolError('42000', `connection ${name} does not exist`);
  return found;
}

async function create(context: StatementContext, cursor: StatementCursor, orReplace: boolean): Promise<void> {
  const name = cursor.name();
  const clauses = expectClauses(cursor);
  const { catalog, session } = context;
  await requireSystemPrivilege(catalog, session.user, 'CREATE CONNECTION');
  if ((await findExact(context, name)) !== undefined) {
    if (!orReplace) throw new ExasolError('42500', `connection ${name} already exists`);
    await requireRight(context, name, 'DROP ANY CONNECTION');
    await context.objects.dropConnection(name);
    await dropConnectionGrants(catalog, name);
  }
  await context.objects.putConnection({ name, ...clauses });
  await grantConnectionToCreator(catalog, session.user, name);
}

/** The system privilege, or the connection itself WITH ADMIN OPTION. */
async function requireRight(
  context: StatementContext,
  name: string,
  privilege: 'ALTER ANY CONNECTION' | 'DROP ANY CONNECTION',
): Promise<void> {
  const { catalog, session } = context;
  if (await hasSystemPrivilege(catalog, session.user, privilege)) return;
  if (await hasConnectionGrant(catalog, session.user, name, true)) return;
  await requireSystemPrivilege(catalog, session.user, privilege);
}

/** A clause that is left out of ALTER becomes empty: the statement says the whole connection anew. */
async function alter(context: StatementContext, cursor: StatementCursor): Promise<void> {
  const name = cursor.name();
  const clauses = expectClauses(cursor);
  await requireExisting(context, name);
  await requireRight(context, name, 'ALTER ANY CONNECTION');
  await context.objects.putConnection({ name, ...clauses });
}

async function drop(context: StatementContext, cursor: StatementCursor): Promise<void> {
  const ifExists = cursor.acceptWord('IF', 'EXISTS');
  const name = cursor.name();
  cursor.expectEnd();
  if (ifExists && (await findExact(context, name)) === undefined) return;
  await requireExisting(context, name);
  await requireRight(context, name, 'DROP ANY CONNECTION');
  await context.objects.dropConnection(name);
  await dropConnectionGrants(context.catalog, name);
}

async function rename(context: StatementContext, cursor: StatementCursor): Promise<void> {
  const from = cursor.name();
  cursor.expectWord('TO');
  const to = cursor.name();
  cursor.expectEnd();
  const connection = await requireExisting(context, from);
  await requireRight(context, from, 'ALTER ANY CONNECTION');
  if ((await findExact(context, to)) !== undefined) throw new ExasolError('42500', `connection ${to} already exists`);
  await context.objects.dropConnection(from);
  await context.objects.putConnection({ ...connection, name: to });
  await renameConnectionGrants(context.catalog, from, to);
}
