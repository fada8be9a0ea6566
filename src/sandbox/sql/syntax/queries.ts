/** Queries: WITH, SELECT, set operations, VALUES, ORDER BY, LIMIT. */

import { reservedWords } from '../../tokens/reserved-words.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { sandboxGap } from '../../types/exasol-error.js';
import { aggregateNames } from './aggregate-names.js';
import type { CommonTable, Expression, FromItem, Query, QueryBody, Select, SelectItem } from './ast.js';
import { readExpression } from './expressions.js';
import { readOrderBy } from './sorting.js';
import { setQueryReader, startsQuery } from './subquery.js';

setQueryReader(readQuery);

/** Parses a statement that is one query. */
export function parseQuery(tokens: TokenStream): { query: Query; parameterCount: number } {
  const query = readQuery(tokens);
  tokens.expectEnd();
  return { query, parameterCount: tokens.parameterCount };
}

export function readQuery(tokens: TokenStream): Query {
  const tables: CommonTable[] = [];
  while (tokens.acceptWord('WITH')) tables.push(...tokens.commaList(() => readCommonTable(tokens)));
  const body = readSetOperations(tokens);
  const orderBy = tokens.isWord('ORDER') ? readOrderBy(tokens) : [];
  const at = tokens.position();
  if (!tokens.acceptWord('LIMIT')) return { with: tables, body, orderBy, limit: undefined };
  const first = readLimit(tokens);
  if (tokens.acceptSymbol(',')) {
    return { with: tables, body, orderBy, limit: { count: readLimit(tokens), offset: first, at } };
  }
  const offset = tokens.acceptWord('OFFSET') ? readLimit(tokens) : undefined;
  if (offset !== undefined && orderBy.length === 0) {
    throw tokens.error('OFFSET not allowed in LIMIT without ORDER BY', at);
  }
  return { with: tables, body, orderBy, limit: { count: first, offset, at } };
}

/** A number or `?`. Exasol does not evaluate expressions in LIMIT. */
function readLimit(tokens: TokenStream): Expression {
  const token = tokens.peek();
  if (token?.kind !== 'number' && token?.kind !== 'parameter') throw tokens.unexpected('UNSIGNED_INTEGER_');
  return readExpression(tokens);
}

function readCommonTable(tokens: TokenStream): CommonTable {
  const name = tokens.name();
  const columns = tokens.isSymbol('(') ? tokens.list(() => tokens.name()) : undefined;
  tokens.expectWord('AS');
  tokens.expectSymbol('(');
  const query = readQuery(tokens);
  tokens.expectSymbol(')');
  return { name, columns, query };
}

function readSetOperations(tokens: TokenStream): QueryBody {
  let left = readIntersections(tokens);
  for (;;) {
    if (tokens.acceptWord('UNION')) {
      const operator = tokens.acceptWord('ALL') ? 'UNION ALL' : 'UNION';
      tokens.acceptWord('DISTINCT');
      left = { kind: 'set', operator, left, right: readIntersections(tokens) };
    } else if (tokens.acceptWord('EXCEPT') || tokens.acceptWord('MINUS')) {
      left = { kind: 'set', operator: 'EXCEPT', left, right: readIntersections(tokens) };
    } else {
      return left;
    }
  }
}

function readIntersections(tokens: TokenStream): QueryBody {
  let left = readQueryPrimary(tokens);
  while (tokens.acceptWord('INTERSECT'))
    left = { kind: 'set', operator: 'INTERSECT', left, right: readQueryPrimary(tokens) };
  return left;
}

function readQueryPrimary(tokens: TokenStream): QueryBody {
  if (tokens.acceptSymbol('(')) {
    const query = readQuery(tokens);
    tokens.expectSymbol(')');
    return { kind: 'nested', query };
  }
  if (tokens.acceptWord('VALUES')) {
    const rows = tokens.commaList(() =>
      tokens.isSymbol('(') ? tokens.list(() => readExpression(tokens)) : [readExpression(tokens)],
    );
    return { kind: 'values', rows };
  }
  return readSelect(tokens);
}

function readSelect(tokens: TokenStream): Select {
  const at = tokens.position();
  tokens.expectWord('SELECT');
  const distinct = tokens.acceptWord('DISTINCT');
  if (!distinct) tokens.acceptWord('ALL');
  const items = tokens.commaList(() => readSelectItem(tokens));
  const from = tokens.acceptWord('FROM') ? tokens.commaList(() => readFromItem(tokens)) : [];
  const where = tokens.acceptWord('WHERE') ? readExpression(tokens) : undefined;
  if (tokens.isWord('PREFERRING')) throw sandboxGap('PREFERRING');
  const connectBy = readConnectBy(tokens);
  const keys = tokens.acceptWord('GROUP') ? readGroupBy(tokens) : [];
  const groupBy = keys === 'all' ? keysOf(items) : keys;
  const having = tokens.acceptWord('HAVING') ? readExpression(tokens) : undefined;
  const qualify = tokens.acceptWord('QUALIFY') ? readExpression(tokens) : undefined;
  return { kind: 'select', distinct, items, from, where, connectBy, groupBy, having, qualify, at };
}

function readGroupBy(tokens: TokenStream): Expression[] | 'all' {
  tokens.expectWord('BY');
  if (tokens.acceptWord('ALL')) return 'all';
  for (const word of ['GROUPING', 'ROLLUP', 'CUBE']) {
    if (tokens.isWord(word)) throw sandboxGap(`GROUP BY ${word}`);
  }
  return tokens.commaList(() => readExpression(tokens));
}

/** GROUP BY ALL: the select items without aggregates. */
function keysOf(items: readonly SelectItem[]): Expression[] {
  return items.flatMap(({ expression }) => {
    if (expression.kind === 'star') throw sandboxGap('GROUP BY ALL with *');
    return containsAggregate(expression) ? [] : [expression];
  });
}

function containsAggregate(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(containsAggregate);
  if (typeof node !== 'object' || node === null || 'body' in node) return false;
  if ('kind' in node && node.kind === 'call' && 'over' in node && node.over === undefined && 'path' in node) {
    if (Array.isArray(node.path) && aggregateNames.has(String(node.path[0]))) return true;
  }
  return Object.values(node).some(containsAggregate);
}

function readConnectBy(tokens: TokenStream): Select['connectBy'] {
  const readStart = () => (tokens.acceptWord('START', 'WITH') ? readExpression(tokens) : undefined);
  const startBefore = readStart();
  if (!tokens.acceptWord('CONNECT', 'BY')) return undefined;
  tokens.acceptWord('NOCYCLE');
  const condition = readExpression(tokens);
  return { condition, startWith: startBefore ?? readStart() };
}

function readSelectItem(tokens: TokenStream): SelectItem {
  const expression = readExpression(tokens);
  return { expression, alias: readAlias(tokens) };
}

export function readAlias(tokens: TokenStream): string | undefined {
  if (tokens.acceptWord('AS')) return tokens.name();
  const token = tokens.peek();
  const stops =
    token?.kind === 'word' && (reservedWords.has(token.value) || ['CONNECT', 'START'].includes(token.value));
  return tokens.isName() && !stops ? tokens.name() : undefined;
}

export function readFromItem(tokens: TokenStream): FromItem {
  let left = readFromPrimary(tokens);
  for (;;) {
    const type = readJoinType(tokens);
    if (type === undefined) return left;
    const right = readFromPrimary(tokens);
    const using = tokens.acceptWord('USING') ? tokens.list(() => tokens.name()) : undefined;
    const on = using === undefined && type !== 'CROSS' ? readJoinCondition(tokens) : undefined;
    left = { kind: 'join', type, left, right, on, using };
  }
}

function readJoinCondition(tokens: TokenStream): Expression {
  tokens.expectWord('ON');
  return readExpression(tokens);
}

function readJoinType(tokens: TokenStream): Extract<FromItem, { kind: 'join' }>['type'] | undefined {
  if (tokens.acceptWord('CROSS', 'JOIN')) return 'CROSS';
  if (tokens.acceptWord('INNER', 'JOIN') || tokens.acceptWord('JOIN')) return 'INNER';
  for (const side of ['LEFT', 'RIGHT', 'FULL'] as const) {
    if (tokens.acceptWord(side, 'JOIN') || tokens.acceptWord(side, 'OUTER', 'JOIN')) return side;
  }
  if (tokens.isWord('NATURAL')) throw sandboxGap('NATURAL JOIN');
  return undefined;
}

function readFromPrimary(tokens: TokenStream): FromItem {
  const at = tokens.position();
  if (tokens.isWord('VALUES', 'BETWEEN')) return readRange(tokens);
  if (tokens.isWord('VALUES')) {
    const body = readQueryPrimary(tokens);
    return { kind: 'derived', query: { with: [], body, orderBy: [], limit: undefined }, ...readTableAlias(tokens) };
  }
  if (tokens.isSymbol('(') && tokens.peek(1)?.value === 'IMPORT' && tokens.peek(1)?.kind === 'word') {
    return readImport(tokens);
  }
  if (tokens.isSymbol('(')) {
    if (!startsQuery(tokens)) {
      tokens.expectSymbol('(');
      const item = readFromItem(tokens);
      tokens.expectSymbol(')');
      return item;
    }
    tokens.expectSymbol('(');
    if (tokens.isWord('VALUES', 'BETWEEN')) {
      const range = readRange(tokens);
      tokens.expectSymbol(')');
      return { ...range, ...readTableAlias(tokens) };
    }
    const query = readQuery(tokens);
    // `(VALUES … AS t(a))`: the alias may be inside the parentheses.
    const inner = query.body.kind === 'values' ? readTableAlias(tokens) : undefined;
    tokens.expectSymbol(')');
    return { kind: 'derived', query, ...(inner?.alias === undefined ? readTableAlias(tokens) : inner) };
  }
  const path = tokens.path();
  return { kind: 'table', path, alias: readAlias(tokens), at };
}

function readTableAlias(tokens: TokenStream): { alias: string | undefined; columns: readonly string[] | undefined } {
  const alias = readAlias(tokens);
  const columns = alias !== undefined && tokens.isSymbol('(') ? tokens.list(() => tokens.name()) : undefined;
  return { alias, columns };
}

function readRange(tokens: TokenStream): Extract<FromItem, { kind: 'range' }> {
  tokens.expectWord('VALUES', 'BETWEEN');
  const range = readExpression(tokens);
  // The expression reader takes the AND of BETWEEN as the logical operator.
  if (range.kind !== 'binary' || range.operator !== 'AND') throw tokens.unexpected('AND_');
  const step = tokens.acceptWord('WITH', 'STEP') ? readExpression(tokens) : undefined;
  return { kind: 'range', from: range.left, to: range.right, step, ...readTableAlias(tokens) };
}

/** Takes the text of `(IMPORT …)` up to the closing parenthesis; the handler of IMPORT parses it. */
function readImport(tokens: TokenStream): FromItem {
  const at = tokens.position();
  tokens.expectSymbol('(');
  const start = tokens.peek()?.start ?? 0;
  let depth = 1;
  let end = start;
  while (depth > 0) {
    const token = tokens.next();
    if (token.kind === 'symbol' && token.value === '(') depth += 1;
    if (token.kind === 'symbol' && token.value === ')') depth -= 1;
    if (depth > 0) end = token.end;
  }
  return { kind: 'import', text: tokens.sql.slice(start, end), alias: readAlias(tokens), at };
}
