/** `?` markers: what types they have, and putting values in their place. */
import type { Cell, Column, DataType } from '../../types/values.js';
import { TEXT } from '../compile/data-types.js';
import type { Expression } from '../syntax/ast.js';

/** Notes the type that each `?` takes from its neighbourhood while a statement is compiled once without values. */
export class ParameterTypes {
  readonly #types: (DataType | undefined)[] = [];

  readonly note = (index: number, type: DataType | undefined) => {
    this.#types[index] ??= type;
    return { sql: 'NULL', type };
  };

  columns(count: number): Column[] {
    return Array.from({ length: count }, (_, index) => ({ name: '', dataType: this.#types[index] ?? TEXT }));
  }
}

/** The syntax tree with each `?` replaced by its value of the row. */
export function substituteParameters<T>(node: T, row: readonly Cell[]): T {
  // A tree mapped node by node keeps its shape.
  return substitute(node, row) as T;
}

function substitute(node: unknown, row: readonly Cell[]): unknown {
  if (Array.isArray(node)) return node.map((item) => substitute(item, row));
  if (node === null || typeof node !== 'object') return node;
  if (isParameter(node)) return literalOf(row[node.index] ?? null, node.at);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, substitute(value, row)]));
}

const isParameter = (node: object): node is Extract<Expression, { kind: 'parameter' }> =>
  'kind' in node && node.kind === 'parameter';

function literalOf(value: Cell, at = { line: 1, column: 1 }): Expression {
  if (value === null) return { kind: 'literal', type: 'null', value: '', at };
  if (typeof value === 'boolean') return { kind: 'literal', type: 'boolean', value: value ? 'TRUE' : 'FALSE', at };
  if (typeof value === 'string') return { kind: 'literal', type: 'string', value, at };
  const text =
    typeof value === 'number' && !Number.isInteger(value) ? value.toExponential() : String(value).replace('e+', 'e');
  const literal: Expression = { kind: 'literal', type: 'number', value: text.replace(/^-/, ''), at };
  return text.startsWith('-') ? { kind: 'unary', operator: '-', operand: literal } : literal;
}
