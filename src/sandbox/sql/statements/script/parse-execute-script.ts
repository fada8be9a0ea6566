import type { Token } from '../../../tokens/token-reader.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { ExasolError } from '../../../types/exasol-error.js';

/** SQL text of one argument, or of each element of ARRAY(…). */
export type ArgumentText = string | readonly string[];

export interface ParsedCall {
  readonly name: readonly string[];
  readonly arguments: readonly ArgumentText[];
  readonly withOutput: boolean;
}

export function parseExecuteScript(tokens: TokenStream): ParsedCall {
  tokens.expectWord('EXECUTE', 'SCRIPT');
  const name = tokens.path();
  const values = tokens.peek()?.text === '(' ? tokens.listOrNothing(() => expectArgument(tokens)) : [];
  const withOutput = tokens.acceptWord('WITH', 'OUTPUT');
  tokens.expectEnd();
  return { name, arguments: values, withOutput };
}

function expectArgument(tokens: TokenStream): ArgumentText {
  if (tokens.isWord('ARRAY') && tokens.peek(1)?.text === '(') {
    tokens.next();
    return tokens.listOrNothing(() => expectExpression(tokens));
  }
  return expectExpression(tokens);
}

function expectExpression(tokens: TokenStream): string {
  const text = tokens.textUntil((token) => {
    rejectMarker(token);
    return token.kind === 'symbol' && (token.text === ',' || token.text === ')');
  });
  return text === '' ? tokens.fail() : text;
}

/** EXECUTE SCRIPT accepts neither `?` nor `:name` (source: exasol/public-knowledgebase, bind variables in prepared statements). */
function rejectMarker(token: Token): void {
  if (token.kind === 'parameter') {
    const place = `[line ${token.line}, column ${token.column}]`;
    throw new ExasolError('42000', `syntax error, unexpected '?', expecting END_OF_INPUT_ or ';' ${place}`);
  }
  if (token.kind === 'symbol' && token.text === ':') {
    throw new ExasolError('0A000', 'Feature not supported: host parameter specification');
  }
}
