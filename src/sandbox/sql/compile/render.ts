/** The column name of a select item without an alias: its expression in Exasol's formatting, such as `RIGHT('x',7)` (seen on a real database). */

import { formatDataType } from '../../catalog/data-types.js';
import { quoteLiteral } from '../../tokens/quote.js';
import type { Expression } from '../syntax/ast.js';

export function renderExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return renderLiteral(expression);
    case 'column':
      return expression.path.at(-1) ?? '';
    case 'star':
      return '*';
    case 'parameter':
      return '?';
    case 'interval':
      return `INTERVAL ${quoteLiteral(expression.value)} ${expression.from}${expression.to === expression.from ? '' : ` TO ${expression.to}`}`;
    case 'unary':
      return expression.operator === 'NOT'
        ? `NOT ${render(expression.operand)}`
        : `${expression.operator}${render(expression.operand)}`;
    case 'binary':
      return `${render(expression.left)}${spaced(expression.operator)}${render(expression.right)}`;
    case 'is':
      return `${render(expression.operand)} IS ${expression.negated ? 'NOT ' : ''}${expression.test}`;
    case 'between':
      return `${render(expression.operand)}${negation(expression)} BETWEEN ${render(expression.low)} AND ${render(expression.high)}`;
    case 'like':
      return `${render(expression.operand)}${negation(expression)} ${expression.operator} ${render(expression.pattern)}`;
    case 'in': {
      const list = 'body' in expression.list ? '...' : expression.list.map(renderExpression).join(',');
      return `${render(expression.operand)}${negation(expression)} IN (${list})`;
    }
    case 'case': {
      const operand = expression.operand === undefined ? '' : ` ${renderExpression(expression.operand)}`;
      const branches = expression.branches.map(
        ({ when, result }) => ` WHEN ${renderExpression(when)} THEN ${renderExpression(result)}`,
      );
      const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${renderExpression(expression.otherwise)}`;
      return `CASE${operand}${branches.join('')}${otherwise} END`;
    }
    case 'cast':
      return `CAST(${renderExpression(expression.operand)} AS ${formatDataType(expression.dataType)})`;
    case 'extract':
      return `EXTRACT(${expression.field} FROM ${renderExpression(expression.operand)})`;
    case 'row':
      return `(${expression.items.map(renderExpression).join(',')})`;
    case 'call': {
      const name = expression.path.join('.');
      if (!expression.parentheses) return name;
      const distinct = expression.distinct ? 'DISTINCT ' : '';
      return `${name}(${distinct}${expression.arguments.map(renderExpression).join(',')})${expression.over ? ' OVER (...)' : ''}`;
    }
    default:
      return '(SELECT ...)';
  }
}

function render(expression: Expression): string {
  const text = renderExpression(expression);
  return expression.kind === 'binary' ? `(${text})` : text;
}

function spaced(operator: string): string {
  return /[A-Z]/.test(operator) ? ` ${operator} ` : operator;
}

function negation(expression: { readonly negated: boolean }): string {
  return expression.negated ? ' NOT' : '';
}

function renderLiteral(literal: Extract<Expression, { kind: 'literal' }>): string {
  switch (literal.type) {
    case 'null':
      return 'NULL';
    case 'string':
      return literal.value === '' ? 'NULL' : quoteLiteral(literal.value);
    case 'date':
      return `(TO_DATE(${quoteLiteral(literal.value)},'YYYY-MM-DD'))`;
    case 'timestamp':
      return `(TO_TIMESTAMP(${quoteLiteral(literal.value)},'YYYY-MM-DD HH24:MI:SS.FF6'))`;
    default:
      return literal.value;
  }
}
