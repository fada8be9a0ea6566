/** What compiling an expression or a query of Exasol into DuckDB's SQL yields, and what it needs to know. */
import type { SessionFacts } from '../../catalog/session-facts.js';
import type { Place } from '../../tokens/token-stream.js';
import type { DataType } from '../../types/values.js';
import type { CallExpression, Expression, Query } from '../syntax/ast.js';

export interface Compiled {
  readonly sql: string;
  /** Undefined: DuckDB's type decides. */
  readonly type: DataType | undefined;
}

export interface CompiledColumn {
  readonly name: string;
  readonly dataType: DataType | undefined;
  /** Where the column stands under another name than its own (rows behind a scalar script). */
  readonly sql?: string;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly CompiledColumn[];
}

/** One relation in FROM, under the name by which columns refer to it. */
export interface Relation {
  readonly name: string;
  /** As DuckDB knows it: encoded and quoted. */
  readonly sql: string;
  readonly schema: string | undefined;
  readonly columns: readonly CompiledColumn[];
  readonly isTable: boolean;
}

export interface Scope {
  readonly relations: readonly Relation[];
  /** Columns merged by USING: found without a qualifier. */
  readonly merged: ReadonlySet<string>;
  /** Aliases of the select list, for LOCAL.x, ORDER BY and GROUP BY. */
  readonly aliases: ReadonlyMap<string, Expression>;
  readonly commonTables: ReadonlyMap<string, readonly CompiledColumn[]>;
  readonly parent: Scope | undefined;
  /** CONNECT BY: what LEVEL stands for. */
  readonly level: string | undefined;
}

export interface Compiler {
  readonly facts: SessionFacts;
  expression(expression: Expression, scope: Scope): Compiled;
  query(query: Query, parent: Scope | undefined): CompiledQuery;
  /** Called where a `?` stands; the type is what its neighbourhood suggests. */
  parameter(index: number, type: DataType | undefined, at: Place): Compiled;
}

export interface FunctionCall {
  readonly name: string;
  readonly arguments: readonly Compiled[];
  readonly call: CallExpression;
  readonly scope: Scope;
  readonly compiler: Compiler;
}

export type FunctionRule = (call: FunctionCall) => Compiled;

export const emptyScope: Scope = {
  relations: [],
  merged: new Set(),
  aliases: new Map(),
  commonTables: new Map(),
  parent: undefined,
  level: undefined,
};
