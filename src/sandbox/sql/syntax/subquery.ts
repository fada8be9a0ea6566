/** Expressions hold queries and queries hold expressions: the door between the two readers, so that neither file imports the other. */
import type { Query } from './ast.js';
import type { TokenStream } from './token-stream.js';

let reader: ((tokens: TokenStream) => Query) | undefined;

export function setQueryReader(read: (tokens: TokenStream) => Query): void {
  reader = read;
}

export function readSubquery(tokens: TokenStream): Query {
  if (reader === undefined) throw new Error('queries.ts has to be imported before expressions with queries are read');
  return reader(tokens);
}

/** Does a query begin here, behind any number of opening parentheses? */
export function startsQuery(tokens: TokenStream): boolean {
  let ahead = 0;
  while (tokens.isSymbol('(', ahead)) ahead += 1;
  const word = tokens.peek(ahead);
  if (word?.kind !== 'word') return false;
  return ['SELECT', 'WITH', 'VALUES'].includes(word.value);
}
