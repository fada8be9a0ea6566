import type { Token } from '../../../tokens/token-reader.js';
import { ExasolError } from '../../../types/exasol-error.js';
import { StatementCursor } from '../statement-cursor.js';

/** SQL text of one argument, or of each element of ARRAY(…). */
export type ArgumentText = string | readonly string[];

export interface ParsedCall {
  readonly name: readonly string[];
  readonly arguments: readonly ArgumentText[];
  readonly withOutput: boolean;
}

export function parseExecuteScript(sql: string): ParsedCall {
  const cursor = new StatementCursor(sql);
  cursor.expectWord('EXECUTE', 'SCRIPT');
  const name = cursor.path();
  const values = cursor.peek()?.text === '(' ? cursor.listOrNothing(() => expectArgument(cursor)) : [];
  const withOutput = cursor.acceptWord('WITH', 'OUTPUT');
  cursor.expectEnd();
  return { name, arguments: values, withOutput };
}

function expectArgument(cursor: StatementCursor): ArgumentText {
  if (cursor.isWord('ARRAY') && cursor.peek(1)?.text === '(') {
    cursor.next();
    return cursor.listOrNothing(() => expectExpression(cursor));
  }
  return expectExpression(cursor);
}

function expectExpression(cursor: StatementCursor): string {
  const text = cursor.textUntil((token) => {
    refuseMarker(token);
    return token.kind === 'symbol' && (token.text === ',' || token.text === ')');
  });
  return text === '' ? cursor.fail() : text;
}

/** EXECUTE SCRIPT takes no bind markers, neither `?` nor `:name` (exasol/public-knowledgebase, bind variables in prepared statements). */
function refuseMarker(token: Token): void {
  if (token.kind === 'parameter') {
    const place = `[line ${token.line}, column ${token.column}]`;
    throw new ExasolError('42000', `syntax error, unexpected '?', expecting END_OF_INPUT_ or ';' ${place}`);
  }
  if (token.kind === 'symbol' && token.text === ':') {
    throw new ExasolError('0A000', 'Feature not supported: host parameter specification');
  }
}
