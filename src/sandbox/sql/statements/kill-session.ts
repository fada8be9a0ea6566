import { requireSystemPrivilege } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { EngineContext } from '../engine/types.js';

/** KILL SESSION {id | CURRENT_SESSION}: other sessions are gone when the statement ends. */
export async function handleKillSession(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('KILL', 'SESSION');
  const own = context.statement.session;
  const id = tokens.acceptWord('CURRENT_SESSION') ? own.id : BigInt(readSessionId(tokens));
  tokens.expectEnd();
  const session = context.findSession(id);
  if (session === undefined) throw new ExasolError('42000', `session ${id} does not exist`);
  if (session.user !== own.user) await requireSystemPrivilege(context.statement.catalog, own.user, 'KILL ANY SESSION');
  // The own session ends after this statement, so it cannot be waited for.
  if (session === own) void session.kill();
  else await session.kill();
  return NO_ROWS;
}

function readSessionId(tokens: TokenStream): string {
  const token = tokens.next();
  if (token.kind !== 'number' || !/^\d+$/.test(token.value)) throw tokens.unexpected('UNSIGNED_INTEGER_', token);
  return token.value;
}
