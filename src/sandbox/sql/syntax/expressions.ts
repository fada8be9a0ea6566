/** Expressions, by precedence: OR, AND, NOT, predicates, ||, + -, * /, sign, primary. */

import { readDataType } from '../../catalog/data-types.js';
import { reservedWords } from '../../tokens/reserved-words.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import type { Expression } from './ast.js';
import { emptyCall, readCall } from './calls.js';
import { readSubquery as readQuery, setExpressionReaders, startsQuery } from './subquery.js';

/** Reserved words that are also functions, with or without parentheses. */
const RESERVED_FUNCTIONS = new Set(
  `COALESCE CONVERT GROUPING GROUP_CONCAT IFNULL INSERT LEFT LISTAGG LOCAL LOG MOD NULLIF POSITION RANDOM REPEAT REPLACE RIGHT SUBSTRING TRIM
  CURRENT_DATE CURRENT_TIMESTAMP CURRENT_USER CURRENT_SCHEMA CURRENT_SESSION CURRENT_STATEMENT DBTIMEZONE SESSIONTIMEZONE SYSDATE
  SYSTIMESTAMP LOCALTIMESTAMP SCOPE_USER USER DAY HOUR MINUTE MONTH SECOND YEAR CONNECT_BY_ISLEAF CONNECT_BY_ISCYCLE LEVEL DATE TIMESTAMP CHAR SPACE`.split(
    /\s+/,
  ),
);
const WITHOUT_PARENTHESES = new Set(
  `CURRENT_DATE CURRENT_TIMESTAMP CURRENT_USER CURRENT_SCHEMA CURRENT_SESSION CURRENT_STATEMENT DBTIMEZONE SESSIONTIMEZONE SYSDATE
  SYSTIMESTAMP LOCALTIMESTAMP SCOPE_USER USER CONNECT_BY_ISLEAF CONNECT_BY_ISCYCLE LEVEL`.split(/\s+/),
);
const COMPARISONS = ['=', '<>', '!=', '^=', '<=', '>=', '<', '>'];

setExpressionReaders({ expression: readExpression, operand: readConcat });

export function readExpression(tokens: TokenStream): Expression {
  return readChain(tokens, ['OR'], () => readChain(tokens, ['AND'], () => readNot(tokens)));
}

function readChain(tokens: TokenStream, words: readonly string[], read: () => Expression): Expression {
  let left = read();
  for (;;) {
    const operator = words.find((word) => tokens.acceptWord(word));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: read() };
  }
}

function readNot(tokens: TokenStream): Expression {
  if (tokens.acceptWord('NOT')) return { kind: 'unary', operator: 'NOT', operand: readNot(tokens) };
  return readPredicate(tokens);
}

function readPredicate(tokens: TokenStream): Expression {
  let operand = readConcat(tokens);
  for (;;) {
    const next = readPredicateTail(tokens, operand);
    if (next === undefined) return operand;
    operand = next;
  }
}

function readPredicateTail(tokens: TokenStream, operand: Expression): Expression | undefined {
  const comparison = COMPARISONS.find((symbol) => tokens.acceptSymbol(symbol));
  if (comparison !== undefined) return readComparison(tokens, operand, comparison);
  if (tokens.acceptWord('IS')) {
    const negated = tokens.acceptWord('NOT');
    const test = tokens.next();
    if (!['NULL', 'TRUE', 'FALSE', 'UNKNOWN'].includes(test.value)) throw tokens.unexpected(undefined, test);
    return { kind: 'is', operand, test: test.value, negated };
  }
  const ahead = tokens.isWord('NOT') ? tokens.peek(1)?.value : tokens.peek()?.value;
  if (!['BETWEEN', 'IN', 'LIKE', 'REGEXP_LIKE'].includes(ahead ?? '')) return undefined;
  const negated = tokens.acceptWord('NOT');
  if (tokens.acceptWord('BETWEEN')) {
    const low = readConcat(tokens);
    tokens.expectWord('AND');
    return { kind: 'between', operand, low, high: readConcat(tokens), negated };
  }
  if (tokens.acceptWord('IN')) return { kind: 'in', operand, list: readInList(tokens), negated };
  const operator = tokens.acceptWord('LIKE') ? 'LIKE' : 'REGEXP_LIKE';
  if (operator === 'REGEXP_LIKE') tokens.expectWord('REGEXP_LIKE');
  const pattern = readConcat(tokens);
  const escapeWith = tokens.acceptWord('ESCAPE') ? readConcat(tokens) : undefined;
  return { kind: 'like', operator, operand, pattern, escapeWith, negated };
}

function readComparison(tokens: TokenStream, left: Expression, symbol: string): Expression {
  const operator = symbol === '!=' || symbol === '^=' ? '<>' : symbol;
  const quantifier = ['ANY', 'SOME', 'ALL'].find((word) => tokens.isWord(word));
  if (quantifier === undefined) return { kind: 'binary', operator, left, right: readConcat(tokens) };
  tokens.next();
  tokens.expectSymbol('(');
  const query = readQuery(tokens);
  tokens.expectSymbol(')');
  return { kind: 'quantified', operator, quantifier: quantifier === 'ALL' ? 'ALL' : 'ANY', left, query };
}

function readInList(tokens: TokenStream): Extract<Expression, { kind: 'in' }>['list'] {
  tokens.expectSymbol('(');
  const list = startsQuery(tokens) ? readQuery(tokens) : tokens.commaList(() => readExpression(tokens));
  tokens.expectSymbol(')');
  return list;
}

function readOperators(tokens: TokenStream, symbols: readonly string[], read: () => Expression): Expression {
  let left = read();
  for (;;) {
    const operator = symbols.find((symbol) => tokens.acceptSymbol(symbol));
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: read() };
  }
}

function readConcat(tokens: TokenStream): Expression {
  return readOperators(tokens, ['||'], () =>
    readOperators(tokens, ['+', '-'], () => readOperators(tokens, ['*', '/'], () => readSigned(tokens))),
  );
}

function readSigned(tokens: TokenStream): Expression {
  if (tokens.acceptSymbol('-')) return { kind: 'unary', operator: '-', operand: readSigned(tokens) };
  if (tokens.acceptSymbol('+')) return { kind: 'unary', operator: '+', operand: readSigned(tokens) };
  if (tokens.acceptWord('PRIOR')) return { kind: 'unary', operator: 'PRIOR', operand: readSigned(tokens) };
  return readPrimary(tokens);
}

function readPrimary(tokens: TokenStream): Expression {
  const at = tokens.position();
  const token = tokens.peek();
  if (token === undefined) throw tokens.unexpected();
  if (token.kind === 'string') return { kind: 'literal', type: 'string', value: tokens.next().value, at };
  if (token.kind === 'number') return { kind: 'literal', type: 'number', value: tokens.next().value, at };
  if (token.kind === 'parameter') {
    tokens.next();
    return { kind: 'parameter', index: tokens.nextParameter(), at };
  }
  if (token.kind === 'symbol') return readSymbolPrimary(tokens);
  if (token.kind === 'word') {
    const keyword = readKeywordPrimary(tokens);
    if (keyword !== undefined) return keyword;
  }
  return readNamed(tokens);
}

function readSymbolPrimary(tokens: TokenStream): Expression {
  const at = tokens.position();
  if (tokens.acceptSymbol('*')) return { kind: 'star', qualifier: [], at };
  if (tokens.isSymbol(':')) throw tokens.error('Feature not supported: host parameter specification');
  if (tokens.acceptSymbol('{')) return readEscape(tokens, at);
  if (!tokens.acceptSymbol('(')) throw tokens.unexpected();
  if (opensQuery(tokens)) {
    const query = readQuery(tokens);
    tokens.expectSymbol(')');
    return { kind: 'subquery', query };
  }
  const items = tokens.commaList(() => readExpression(tokens));
  tokens.expectSymbol(')');
  const [first] = items;
  return items.length === 1 && first !== undefined ? first : { kind: 'row', items };
}

/** Whether the parenthesis just read encloses a query. In `((SELECT …) > 0)` it encloses an expression. */
function opensQuery(tokens: TokenStream): boolean {
  if (!startsQuery(tokens)) return false;
  if (!tokens.isSymbol('(')) return true;
  const after = tokens.peek(tokens.findClosing(0) + 1);
  const continues = after?.kind === 'word' && SET_OPERATORS.has(after.value);
  return continues || (after?.kind === 'symbol' && after.value === ')');
}

const SET_OPERATORS = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'MINUS', 'ORDER', 'LIMIT']);

/** `{d '2024-01-01'}` and `{ts '…'}` of ODBC and JDBC. */
function readEscape(tokens: TokenStream, at: { line: number; column: number }): Expression {
  const type = tokens.acceptWord('D') ? 'date' : 'timestamp';
  if (type === 'timestamp') tokens.expectWord('TS');
  const value = tokens.string();
  tokens.expectSymbol('}');
  return { kind: 'literal', type, value, at };
}

function readKeywordPrimary(tokens: TokenStream): Expression | undefined {
  const at = tokens.position();
  const literal = (type: 'boolean' | 'null' | 'date' | 'timestamp', value: string): Expression => ({
    kind: 'literal',
    type,
    value,
    at,
  });
  if (tokens.acceptWord('NULL')) return literal('null', '');
  if (tokens.acceptWord('TRUE')) return literal('boolean', 'TRUE');
  if (tokens.acceptWord('FALSE')) return literal('boolean', 'FALSE');
  if (tokens.acceptWord('UNKNOWN')) return literal('null', '');
  if (tokens.peek(1)?.kind === 'string') {
    if (tokens.acceptWord('DATE')) return literal('date', tokens.string());
    if (tokens.acceptWord('TIMESTAMP')) return literal('timestamp', tokens.string());
    if (tokens.acceptWord('INTERVAL')) return readInterval(tokens, at);
  }
  if (tokens.isWord('EXISTS')) {
    tokens.expectWord('EXISTS');
    tokens.expectSymbol('(');
    const query = readQuery(tokens);
    tokens.expectSymbol(')');
    return { kind: 'exists', query };
  }
  if (tokens.acceptWord('CASE')) return readCase(tokens);
  if (tokens.isWord('IF') && !tokens.isSymbol('(', 1)) return readIf(tokens);
  if (tokens.isWord('IF')) return readIfInParentheses(tokens);
  if (tokens.isWord('CAST') && tokens.isSymbol('(', 1)) {
    tokens.expectWord('CAST');
    tokens.expectSymbol('(');
    const operand = readExpression(tokens);
    tokens.expectWord('AS');
    const dataType = readDataType(tokens);
    tokens.expectSymbol(')');
    return { kind: 'cast', operand, dataType };
  }
  if (tokens.isWord('CONVERT') && tokens.isSymbol('(', 1)) {
    tokens.expectWord('CONVERT');
    tokens.expectSymbol('(');
    const dataType = readDataType(tokens);
    tokens.expectSymbol(',');
    const operand = readExpression(tokens);
    tokens.expectSymbol(')');
    return { kind: 'cast', operand, dataType };
  }
  if (tokens.isWord('EXTRACT') && tokens.isSymbol('(', 1)) {
    tokens.expectWord('EXTRACT');
    tokens.expectSymbol('(');
    const field = tokens.next().value;
    tokens.expectWord('FROM');
    const operand = readExpression(tokens);
    tokens.expectSymbol(')');
    return { kind: 'extract', field, operand };
  }
  return undefined;
}

function readInterval(tokens: TokenStream, at: { line: number; column: number }): Expression {
  const value = tokens.string();
  const readUnit = () => {
    const unit = tokens.next().value;
    if (tokens.isSymbol('(')) tokens.list(() => tokens.integer());
    return unit;
  };
  const from = readUnit();
  const to = tokens.acceptWord('TO') ? readUnit() : from;
  return { kind: 'interval', value, from, to, at };
}

function readCase(tokens: TokenStream): Expression {
  const operand = tokens.isWord('WHEN') ? undefined : readExpression(tokens);
  const branches: { when: Expression; result: Expression }[] = [];
  while (tokens.acceptWord('WHEN')) {
    const when = readExpression(tokens);
    tokens.expectWord('THEN');
    branches.push({ when, result: readExpression(tokens) });
  }
  if (branches.length === 0) throw tokens.unexpected('WHEN_');
  const otherwise = tokens.acceptWord('ELSE') ? readExpression(tokens) : undefined;
  tokens.expectWord('END');
  return { kind: 'case', operand, branches, otherwise };
}

/** `IF condition THEN a [ELSE b] ENDIF` */
function readIf(tokens: TokenStream): Expression {
  tokens.expectWord('IF');
  const when = readExpression(tokens);
  tokens.expectWord('THEN');
  const result = readExpression(tokens);
  const otherwise = tokens.acceptWord('ELSE') ? readExpression(tokens) : undefined;
  tokens.expectWord('ENDIF');
  return { kind: 'case', operand: undefined, branches: [{ when, result }], otherwise };
}

/** `IF(condition, a, b)` is a function; `IF (condition) THEN a ENDIF` is not. */
function readIfInParentheses(tokens: TokenStream): Expression {
  const after = tokens.peek(tokens.findClosing(1) + 1);
  if (after?.kind === 'word' && !['FROM', 'AS'].includes(after.value)) return readIf(tokens);
  const at = tokens.position();
  tokens.expectWord('IF');
  return readCall(tokens, ['IF'], at);
}

function readNamed(tokens: TokenStream): Expression {
  const at = tokens.position();
  const token = tokens.peek();
  const reserved = token?.kind === 'word' && reservedWords.has(token.value);
  if (reserved && token !== undefined) {
    if (!RESERVED_FUNCTIONS.has(token.value)) throw tokens.unexpected();
    tokens.next();
    if (tokens.isSymbol('(')) return readCall(tokens, [token.value], at);
    if (token.value === 'LOCAL' && tokens.acceptSymbol('.'))
      return { kind: 'column', path: ['LOCAL', tokens.name()], at };
    if (!WITHOUT_PARENTHESES.has(token.value)) throw tokens.unexpected(undefined, token);
    return { ...emptyCall([token.value], at), parentheses: false };
  }
  const path = [tokens.name()];
  while (tokens.acceptSymbol('.')) {
    if (tokens.acceptSymbol('*')) return { kind: 'star', qualifier: path, at };
    path.push(tokens.name());
  }
  if (tokens.isSymbol('(')) return readCall(tokens, path, at);
  return { kind: 'column', path, at };
}
