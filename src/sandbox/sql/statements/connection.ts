import {
  dropConnectionGrants,
  grantConnectionToCreator,
  hasConnectionGrant,
  renameConnectionGrants,
} from '../../catalog/connection-privileges.js';
import { hasSystemPrivilege, requireSystemPrivilege } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { ConnectionObject } from '../../types/stored-objects.js';
import type { StatementContext } from '../statement-context.js';

/**
 * CREATE [OR REPLACE], ALTER, DROP and RENAME of CONNECTION. As in Exasol, addresses and keys are not checked until their first use.
 * Other clauses of newer releases than SESSION TOKEN are gaps.
 */
export async function handleConnection(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const verb = tokens.acceptAnyWord('CREATE', 'ALTER', 'DROP', 'RENAME') ?? tokens.fail('CREATE_');
  const orReplace = verb === 'CREATE' && tokens.acceptWord('OR', 'REPLACE');
  tokens.expectWord('CONNECTION');
  if (verb === 'CREATE') await create(context, tokens, orReplace);
  else if (verb === 'ALTER') await alter(context, tokens);
  else if (verb === 'DROP') await drop(context, tokens);
  else await rename(context, tokens);
  return NO_ROWS;
}

interface Clauses {
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly sessionToken: string | undefined;
}

function expectClauses(tokens: TokenStream): Clauses {
  tokens.expectWord('TO');
  const address = tokens.string();
  const user = tokens.acceptWord('USER') ? tokens.string() : undefined;
  let password: string | undefined;
  if (tokens.acceptWord('IDENTIFIED')) {
    tokens.expectWord('BY');
    password = tokens.string();
  }
  const sessionToken = tokens.acceptWord('SESSION', 'TOKEN') ? tokens.string() : undefined;
  for (const clause of ['PUBLIC KEY', 'CLIENT ID', 'TENANT ID', 'SAS TOKEN']) {
    if (tokens.isWord(...clause.split(' '))) throw sandboxGap(`CONNECTION … ${clause}`);
  }
  tokens.expectEnd();
  return { address, user, password, sessionToken };
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

async function create(context: StatementContext, tokens: TokenStream, orReplace: boolean): Promise<void> {
  const name = tokens.name();
  const clauses = expectClauses(tokens);
  await context.lock(`connection ${name}`);
  const { catalog, session } = context;
  await requireSystemPrivilege(catalog, session.user, 'CREATE CONNECTION');
  if ((await findExact(context, name)) !== undefined) {
    if (!orReplace) throw new ExasolError('42500', `connection ${name} already exists`);
    await requirePrivilegeOn(context, name, 'DROP ANY CONNECTION');
    await context.objects.dropConnection(name);
    await dropConnectionGrants(catalog, name);
  }
  await context.objects.putConnection({ name, ...clauses });
  await grantConnectionToCreator(catalog, session.user, name);
}

/** Requires the system privilege, or the connection WITH ADMIN OPTION. */
async function requirePrivilegeOn(
  context: StatementContext,
  name: string,
  privilege: 'ALTER ANY CONNECTION' | 'DROP ANY CONNECTION',
): Promise<void> {
  const { catalog, session } = context;
  if (await hasSystemPrivilege(catalog, session.user, privilege)) return;
  if (await hasConnectionGrant(catalog, session.user, name, true)) return;
  await requireSystemPrivilege(catalog, session.user, privilege);
}

/** ALTER replaces the whole connection: an omitted clause becomes empty. */
async function alter(context: StatementContext, tokens: TokenStream): Promise<void> {
  const name = tokens.name();
  const clauses = expectClauses(tokens);
  await context.lock(`connection ${name}`);
  await requireExisting(context, name);
  await requirePrivilegeOn(context, name, 'ALTER ANY CONNECTION');
  await context.objects.putConnection({ name, ...clauses });
}

async function drop(context: StatementContext, tokens: TokenStream): Promise<void> {
  const ifExists = tokens.acceptWord('IF', 'EXISTS');
  const name = tokens.name();
  tokens.expectEnd();
  await context.lock(`connection ${name}`);
  if (ifExists && (await findExact(context, name)) === undefined) return;
  await requireExisting(context, name);
  await requirePrivilegeOn(context, name, 'DROP ANY CONNECTION');
  await context.objects.dropConnection(name);
  await dropConnectionGrants(context.catalog, name);
}

async function rename(context: StatementContext, tokens: TokenStream): Promise<void> {
  const from = tokens.name();
  tokens.expectWord('TO');
  const to = tokens.name();
  tokens.expectEnd();
  for (const name of [from, to]) await context.lock(`connection ${name}`);
  const connection = await requireExisting(context, from);
  await requirePrivilegeOn(context, from, 'ALTER ANY CONNECTION');
  if ((await findExact(context, to)) !== undefined) throw new ExasolError('42500', `connection ${to} already exists`);
  await context.objects.dropConnection(from);
  await context.objects.putConnection({ ...connection, name: to });
  await renameConnectionGrants(context.catalog, from, to);
}
