/** Function and script calls: arguments, DISTINCT, ORDER BY, WITHIN GROUP, OVER, EMITS. */

import { readDataType } from '../../catalog/data-types.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { sandboxGap } from '../../types/exasol-error.js';
import type { CallExpression, Expression, WindowFrame } from './ast.js';
import { readOrderBy } from './sorting.js';
import { readInnerOperand as readConcat, readInnerExpression as readExpression, readSubquery } from './subquery.js';

export function emptyCall(path: readonly string[], at: CallExpression['at']): CallExpression {
  return {
    kind: 'call',
    path,
    arguments: [],
    distinct: false,
    orderBy: [],
    separator: undefined,
    over: undefined,
    nulls: undefined,
    emits: undefined,
    parentheses: true,
    at,
  };
}

export function readCall(tokens: TokenStream, path: readonly string[], at: CallExpression['at']): Expression {
  tokens.expectSymbol('(');
  const name = path.at(-1) ?? '';
  const special = path.length === 1 ? readSpecialArguments(tokens, name) : undefined;
  const distinct = special === undefined && tokens.acceptWord('DISTINCT');
  if (special === undefined && !distinct) tokens.acceptWord('ALL');
  const args = special ?? (tokens.isSymbol(')') ? [] : tokens.commaList(() => readArgument(tokens)));
  if (name.startsWith('JSON_')) readJsonErrorClause(tokens);
  let orderBy = tokens.isWord('ORDER') ? readOrderBy(tokens) : [];
  const separator = tokens.acceptWord('SEPARATOR') ? readExpression(tokens) : undefined;
  let nulls = readNullTreatment(tokens);
  if (tokens.acceptWord('ON')) {
    tokens.expectWord('OVERFLOW');
    tokens.next();
    if (tokens.peek()?.kind === 'string') tokens.next();
    if (tokens.acceptWord('WITH') || tokens.acceptWord('WITHOUT')) tokens.expectWord('COUNT');
  }
  tokens.expectSymbol(')');
  if (tokens.acceptWord('WITHIN')) {
    tokens.expectWord('GROUP');
    tokens.expectSymbol('(');
    orderBy = readOrderBy(tokens);
    tokens.expectSymbol(')');
  }
  nulls ??= readNullTreatment(tokens);
  const over = tokens.acceptWord('OVER') ? readWindow(tokens) : undefined;
  const emits = tokens.acceptWord('EMITS') ? readEmits(tokens) : undefined;
  return { ...emptyCall(path, at), arguments: args, distinct, orderBy, separator, over, nulls, emits };
}

function readNullTreatment(tokens: TokenStream): 'IGNORE' | 'RESPECT' | undefined {
  if (tokens.acceptWord('IGNORE', 'NULLS')) return 'IGNORE';
  if (tokens.acceptWord('RESPECT', 'NULLS')) return 'RESPECT';
  return undefined;
}

/** An argument may be a query without parentheses. */
function readArgument(tokens: TokenStream): Expression {
  return tokens.isWord('SELECT') || tokens.isWord('WITH')
    ? { kind: 'subquery', query: readSubquery(tokens) }
    : readExpression(tokens);
}

/** `NULL ON ERROR`, which is what the sandbox does, or `… ON EMPTY` and `ERROR ON ERROR`, which it does not. */
function readJsonErrorClause(tokens: TokenStream): void {
  while (tokens.acceptWord('NULL', 'ON', 'ERROR') || tokens.acceptWord('NULL', 'ON', 'EMPTY'));
  if (tokens.isWord('ERROR') || tokens.isWord('DEFAULT')) throw sandboxGap(`${tokens.peek()?.value} ON ERROR of JSON`);
}

/** Converts `POSITION(a IN b)` and `SUBSTRING(a FROM n FOR m)` to plain arguments. */
function readSpecialArguments(tokens: TokenStream, name: string): Expression[] | undefined {
  if (name === 'POSITION') {
    const needle = readConcat(tokens);
    tokens.expectWord('IN');
    return [needle, readExpression(tokens)];
  }
  if (name === 'TRIM') return readTrim(tokens);
  if (name === 'SUBSTRING') {
    const text = readExpression(tokens);
    if (!tokens.acceptWord('FROM')) {
      const rest: Expression[] = [];
      while (tokens.acceptSymbol(',')) rest.push(readExpression(tokens));
      return [text, ...rest];
    }
    const from = readExpression(tokens);
    return tokens.acceptWord('FOR') ? [text, from, readExpression(tokens)] : [text, from];
  }
  return undefined;
}

/** `TRIM([LEADING | TRAILING | BOTH] [characters] FROM text)`: the third argument is the side. */
function readTrim(tokens: TokenStream): Expression[] {
  const at = tokens.position();
  const literal = (value: string): Expression => ({ kind: 'literal', type: 'string', value, at });
  const side = tokens.acceptAnyWord('LEADING', 'TRAILING', 'BOTH');
  const first = side !== undefined && tokens.isWord('FROM') ? literal(' ') : readExpression(tokens);
  if (tokens.acceptWord('FROM')) return [readExpression(tokens), first, literal(side ?? 'BOTH')];
  if (side !== undefined) throw tokens.unexpected('FROM_');
  return tokens.acceptSymbol(',') ? [first, readExpression(tokens)] : [first];
}

function readEmits(tokens: TokenStream) {
  if (tokens.isSymbol('(') && tokens.isSymbol(')', 1)) {
    throw tokens.error('Empty return argument definition is not allowed');
  }
  return tokens.list(() => ({ name: tokens.name(), dataType: readDataType(tokens) }));
}

function readWindow(tokens: TokenStream): WindowFrame {
  tokens.expectSymbol('(');
  const partitionBy = tokens.acceptWord('PARTITION', 'BY') ? readList(tokens) : [];
  const orderBy = tokens.isWord('ORDER') ? readOrderBy(tokens) : [];
  const words: string[] = [];
  while (!tokens.isSymbol(')')) words.push(tokens.next().text.toUpperCase());
  tokens.expectSymbol(')');
  if (words.length > 0 && !['ROWS', 'RANGE', 'GROUPS'].includes(words[0] ?? '')) throw tokens.unexpected();
  return { partitionBy, orderBy, frame: words.join(' ') };
}

function readList(tokens: TokenStream): Expression[] {
  return tokens.commaList(() => readExpression(tokens));
}
