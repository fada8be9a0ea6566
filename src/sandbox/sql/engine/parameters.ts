/** `?` markers: finds their types, and replaces them with values. */
import type { Cell, Column, DataType } from '../../types/values.js';
import { TEXT } from '../compile/data-types.js';
import type { Expression } from '../syntax/ast.js';

/** Collects the type of each `?`, inferred from its context, while a statement is compiled without values. */
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

/** The syntax tree with each `?` replaced by its value in the row. */
export function substituteParameters<T>(node: T, row: readonly Cell[]): T {
  // Mapping a tree node by node keeps its type.
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
