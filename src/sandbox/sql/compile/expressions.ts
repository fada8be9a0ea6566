/** Compiles Exasol's expressions to DuckDB SQL with Exasol's semantics and types. */

import { ignoresCase } from '../../catalog/parameters.js';
import type { SessionFacts } from '../../catalog/session-facts.js';
import { quoteText } from '../../duckdb/identifiers.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import type { DataType } from '../../types/values.js';
import type { CallExpression, Expression } from '../syntax/ast.js';
import { compileArithmetic } from './arithmetic.js';
import { convert, toText } from './conversion.js';
import { BOOLEAN, commonType, DOUBLE, decimal, isNumber, isText, TEXT } from './data-types.js';
import { concat } from './expression-parts.js';
import { extract } from './functions/date.js';
import { findFunction } from './functions/index.js';
import { makeNotFoundError } from './functions/missing.js';
import { intervalLiteral } from './interval.js';
import { compileLiteral } from './literals.js';
import { equalsIgnoringCase, findColumn, notFound } from './scope.js';
import { compileWindow } from './sorting.js';
import { textToDate, textToNumber, textToTimestamp } from './text-values.js';
import type { Compiled, Compiler, Scope } from './types.js';

export function compileExpression(expression: Expression, scope: Scope, compiler: Compiler): Compiled {
  const compiled = compileUnchecked(expression, scope, compiler);
  if (compiled.type?.type !== 'DOUBLE' || !COMPUTED.has(expression.kind)) return compiled;
  return { sql: `exa_finite(${compiled.sql})`, type: compiled.type, unchecked: compiled.sql };
}

/** Expressions whose DOUBLE may be infinite or not a number in DuckDB, where Exasol raises an error. */
const COMPUTED: ReadonlySet<Expression['kind']> = new Set(['binary', 'call', 'cast']);

function compileUnchecked(expression: Expression, scope: Scope, compiler: Compiler): Compiled {
  const compile = (inner: Expression) => compiler.expression(inner, scope);
  switch (expression.kind) {
    case 'literal':
      return compileLiteral(expression);
    case 'interval':
      return intervalLiteral(expression.value, expression.from, expression.to);
    case 'column':
      return compileColumn(expression.path, expression.at, scope, compiler);
    case 'parameter':
      return compiler.parameter(expression.index, undefined, expression.at);
    case 'unary':
      return compileUnary(expression.operator, compile(expression.operand), compiler.facts);
    case 'binary':
      return compileBinary(expression, scope, compiler);
    case 'is':
      return { sql: compileIs(compile(expression.operand), expression.test, expression.negated), type: BOOLEAN };
    case 'between': {
      const operands = [expression.operand, expression.low, expression.high];
      const [operand, low, high] = compileOperands(operands, scope, compiler);
      return { sql: `(${operand?.sql}${not(expression.negated)} BETWEEN ${low?.sql} AND ${high?.sql})`, type: BOOLEAN };
    }
    case 'in':
      return { sql: compileIn(expression, scope, compiler), type: BOOLEAN };
    case 'like':
      return { sql: compileLike(expression, scope, compiler), type: BOOLEAN };
    case 'quantified': {
      const query = compiler.query(expression.query, scope);
      const left = compile(expression.left).sql;
      return { sql: `(${left} ${expression.operator} ${expression.quantifier} (${query.sql}))`, type: BOOLEAN };
    }
    case 'exists':
      return { sql: `EXISTS (${compiler.query(expression.query, scope).sql})`, type: BOOLEAN };
    case 'subquery': {
      const query = compiler.query(expression.query, scope);
      return { sql: `(${query.sql})`, type: query.columns[0]?.dataType };
    }
    case 'row':
      return { sql: `(${expression.items.map((item) => compile(item).sql).join(', ')})`, type: undefined };
    case 'case':
      return compileCase(expression, scope, compiler);
    case 'cast':
      return convert(
        parameterAs(expression.operand, expression.dataType, scope, compiler),
        expression.dataType,
        compiler.facts,
      );
    case 'extract':
      return extract(expression.field, compile(expression.operand));
    case 'call':
      return compileCall(expression, scope, compiler);
    case 'star':
      throw new ExasolError(
        '42000',
        `syntax error, unexpected '*' [line ${expression.at.line}, column ${expression.at.column}]`,
      );
  }
}

function compileColumn(
  path: readonly string[],
  at: { line: number; column: number },
  scope: Scope,
  compiler: Compiler,
): Compiled {
  const [first, second] = path;
  if (path.length === 2 && first === 'LOCAL' && second !== undefined) {
    const aliased = scope.aliases.get(second);
    if (aliased !== undefined) return compiler.expression(aliased, scope);
  }
  const column =
    findColumn(path, scope, at) ??
    (ignoresCase(compiler.facts.parameters) ? findColumn(path, scope, at, equalsIgnoringCase) : undefined);
  if (column !== undefined) return column;
  if (path.length === 1 && first === 'ROWNUM') return { sql: 'row_number() OVER ()', type: decimal(18) };
  throw notFound(path, at);
}

function compileUnary(operator: string, operand: Compiled, facts: SessionFacts): Compiled {
  if (operator === 'PRIOR') throw sandboxGap('CONNECT BY PRIOR');
  if (operator === 'NOT') return { sql: `(NOT ${asBoolean(operand)})`, type: BOOLEAN };
  const sql = isText(operand.type) ? textToNumber(operand.sql, facts) : operand.sql;
  return { sql: operator === '-' ? `(-${sql})` : sql, type: isText(operand.type) ? DOUBLE : operand.type };
}

function asBoolean(value: Compiled): string {
  return isText(value.type) ? `exa_boolean(${value.sql})` : value.sql;
}

function compileBinary(
  expression: Extract<Expression, { kind: 'binary' }>,
  scope: Scope,
  compiler: Compiler,
): Compiled {
  const { operator } = expression;
  if (operator === 'AND' || operator === 'OR') {
    const left = asBoolean(compiler.expression(expression.left, scope));
    const right = asBoolean(compiler.expression(expression.right, scope));
    return { sql: `(${left} ${operator} ${right})`, type: BOOLEAN };
  }
  if (operator === '||') return concat(compileOperands(listConcatenated(expression), scope, compiler), compiler);
  const [left, right] = compileOperands([expression.left, expression.right], scope, compiler);
  if (left === undefined || right === undefined) throw new Error('a binary operator has two operands');
  if (['+', '-', '*', '/'].includes(operator)) return compileArithmetic(operator, left, right, compiler.facts);
  const { facts } = compiler;
  return { sql: `(${comparable(left, right, facts)} ${operator} ${comparable(right, left, facts)})`, type: BOOLEAN };
}

/** The operands of a chain of `||`: one concatenation, because DuckDB takes exponential time for nested ones with NULLIF. */
function listConcatenated(expression: Expression): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === '||'
    ? [...listConcatenated(expression.left), ...listConcatenated(expression.right)]
    : [expression];
}

/** Exasol's implicit conversions: a string compared with a number becomes a number, with a date a date. */
function comparable(value: Compiled, other: Compiled, facts: SessionFacts): string {
  if (isText(value.type)) {
    if (isNumber(other.type)) return textToNumber(value.sql, facts);
    if (other.type?.type === 'DATE') return textToDate(value.sql, facts);
    if (other.type?.type === 'TIMESTAMP') return textToTimestamp(value.sql, facts);
    if (other.type?.type === 'BOOLEAN') return `exa_boolean(${value.sql})`;
    if (other.type?.type === 'HASHTYPE') return `lower(replace(${value.sql}, '-', ''))`;
    // As in Exasol, trailing blanks of CHAR count in comparisons.
  }
  return value.sql;
}

/**
 * Compiles operands so that a `?` takes the type of the other operands. Each operand is compiled once: twice would take exponential time for
 * a chain of operators.
 */
function compileOperands(expressions: readonly Expression[], scope: Scope, compiler: Compiler): Compiled[] {
  const known = new Map<Expression, Compiled>();
  for (const expression of expressions) {
    if (expression.kind !== 'parameter') known.set(expression, compiler.expression(expression, scope));
  }
  const type = commonType([...known.values()].map((compiled) => compiled.type));
  return expressions.map((expression) => known.get(expression) ?? parameterAs(expression, type, scope, compiler));
}

export function parameterAs(
  expression: Expression,
  type: DataType | undefined,
  scope: Scope,
  compiler: Compiler,
): Compiled {
  if (expression.kind === 'parameter') return compiler.parameter(expression.index, type, expression.at);
  return compiler.expression(expression, scope);
}

function compileIs(operand: Compiled, test: string, negated: boolean): string {
  if (test === 'NULL' || test === 'UNKNOWN') return `(${operand.sql} IS${not(negated)} NULL)`;
  return `(${asBoolean(operand)} IS${not(negated)} ${test})`;
}

function compileIn(expression: Extract<Expression, { kind: 'in' }>, scope: Scope, compiler: Compiler): string {
  const { list, negated } = expression;
  if ('body' in list) {
    const operand = compiler.expression(expression.operand, scope);
    return `(${operand.sql}${not(negated)} IN (${compiler.query(list, scope).sql}))`;
  }
  const [operand, ...items] = compileOperands([expression.operand, ...list], scope, compiler);
  if (operand === undefined) throw new Error('IN has an operand');
  const type = { sql: '', type: commonType([operand.type, ...items.map((item) => item.type)]) };
  const sameKind = items.every((item) => isText(item.type) === isText(operand.type));
  const print = (value: Compiled) =>
    sameKind ? value.sql : comparable(value, isText(operand.type) ? type : operand, compiler.facts);
  return `(${print(operand)}${not(negated)} IN (${items.map(print).join(', ')}))`;
}

function compileLike(expression: Extract<Expression, { kind: 'like' }>, scope: Scope, compiler: Compiler): string {
  const text = (inner: Expression) => toText(parameterAs(inner, TEXT, scope, compiler), compiler.facts);
  const operand = text(expression.operand);
  const pattern = text(expression.pattern);
  if (expression.operator === 'REGEXP_LIKE') {
    return `(${expression.negated ? 'NOT ' : ''}regexp_full_match(${operand}, ${pattern}, 's'))`;
  }
  const escapeWith =
    expression.escapeWith === undefined
      ? quoteText(compiler.facts.parameters.get('DEFAULT_LIKE_ESCAPE_CHARACTER') ?? '\\')
      : text(expression.escapeWith);
  return `(${operand}${not(expression.negated)} LIKE ${pattern} ESCAPE ${escapeWith})`;
}

function compileCase(expression: Extract<Expression, { kind: 'case' }>, scope: Scope, compiler: Compiler): Compiled {
  const results = [
    ...expression.branches.map((branch) => branch.result),
    ...(expression.otherwise ? [expression.otherwise] : []),
  ];
  const values = results.map((result) => compiler.expression(result, scope));
  const known = values.filter((value) => value.sql !== 'NULL');
  const type = commonType(known.map((value) => value.type));
  const print = (value: Compiled | undefined) =>
    isText(type) && value !== undefined && value.sql !== 'NULL'
      ? toText(value, compiler.facts)
      : (value?.sql ?? 'NULL');
  const branches = expression.branches.map((branch, index) => {
    const when =
      expression.operand === undefined
        ? asBoolean(compiler.expression(branch.when, scope))
        : compileBinary(
            { kind: 'binary', operator: '=', left: expression.operand, right: branch.when },
            scope,
            compiler,
          ).sql;
    return ` WHEN ${when} THEN ${print(values[index])}`;
  });
  const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${print(values.at(-1))}`;
  return { sql: `(CASE${branches.join('')}${otherwise} END)`, type };
}

function compileCall(call: CallExpression, scope: Scope, compiler: Compiler): Compiled {
  const name = call.path.at(-1) ?? '';
  const rule = call.path.length === 1 ? findFunction(name) : undefined;
  if (rule === undefined) throw makeNotFoundError(call.path, call.at);
  if (call.emits !== undefined) throw new ExasolError('42000', `EMITS is not allowed for built-in function ${name}`);
  const args = call.arguments.map((argument) =>
    argument.kind === 'star' ? { sql: '*', type: undefined } : compiler.expression(argument, scope),
  );
  const compiled = rule({ name, arguments: args, call, scope, compiler });
  if (call.over === undefined) return compiled;
  return { ...compiled, sql: `${compiled.sql} OVER (${compileWindow(call.over, scope, compiler)})` };
}

function not(negated: boolean): string {
  return negated ? ' NOT' : '';
}
