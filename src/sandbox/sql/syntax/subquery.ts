/** Expressions contain calls and queries, which contain expressions. The readers register here, so that no two files import each other. */

import type { TokenStream } from '../../tokens/token-stream.js';
import type { Expression, Query } from './ast.js';

let reader: ((tokens: TokenStream) => Query) | undefined;

export function setQueryReader(read: (tokens: TokenStream) => Query): void {
  reader = read;
}

export function readSubquery(tokens: TokenStream): Query {
  if (reader === undefined) throw new Error('queries.ts must be imported before expressions with queries are read');
  return reader(tokens);
}

type Read<T> = (tokens: TokenStream) => T;

let expressions: { readonly expression: Read<Expression>; readonly operand: Read<Expression> } | undefined;

export function setExpressionReaders(readers: NonNullable<typeof expressions>): void {
  expressions = readers;
}

export function readInnerExpression(tokens: TokenStream): Expression {
  if (expressions === undefined) throw new Error('expressions.ts must be imported before its parts are used');
  return expressions.expression(tokens);
}

/** An operand of a predicate: an expression without AND, OR, NOT or a comparison at the top. */
export function readInnerOperand(tokens: TokenStream): Expression {
  if (expressions === undefined) throw new Error('expressions.ts must be imported before its parts are used');
  return expressions.operand(tokens);
}

/** Whether a query starts here, after any number of opening parentheses. */
export function startsQuery(tokens: TokenStream): boolean {
  let ahead = 0;
  while (tokens.isSymbol('(', ahead)) ahead += 1;
  const word = tokens.peek(ahead);
  if (word?.kind !== 'word') return false;
  return ['SELECT', 'WITH', 'VALUES'].includes(word.value);
}
