import { TokenStream } from '../../tokens/token-stream.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { EngineContext } from '../engine/types.js';
import { done } from '../engine/types.js';
import { parseQuery } from '../syntax/queries.js';
import { runQuery } from './run-query.js';

export async function handleSelect(context: EngineContext, sql: string): Promise<StatementResult> {
  return runQuery(parseQuery(sql).query, context);
}

export async function handleCommit(context: EngineContext, sql: string): Promise<StatementResult> {
  readEnd(sql, 'COMMIT');
  await context.commit();
  return done;
}

export async function handleRollback(context: EngineContext, sql: string): Promise<StatementResult> {
  readEnd(sql, 'ROLLBACK');
  await context.rollback();
  return done;
}

function readEnd(sql: string, word: string): void {
  const tokens = new TokenStream(sql);
  tokens.expectWord(word);
  tokens.acceptWord('WORK');
  tokens.expectEnd();
}
