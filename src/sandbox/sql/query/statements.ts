import type { TokenStream } from '../../tokens/token-stream.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import type { EngineContext } from '../engine/types.js';
import { parseQuery } from '../syntax/queries.js';
import { runQuery } from './run-query.js';

export async function handleSelect(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  return runQuery(parseQuery(tokens).query, context);
}

export async function handleCommit(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  readEnd(tokens, 'COMMIT');
  await context.commit();
  return NO_ROWS;
}

export async function handleRollback(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  readEnd(tokens, 'ROLLBACK');
  await context.rollback();
  return NO_ROWS;
}

function readEnd(tokens: TokenStream, word: string): void {
  tokens.expectWord(word);
  tokens.acceptWord('WORK');
  tokens.expectEnd();
}
