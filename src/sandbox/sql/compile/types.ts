/** Inputs and results of compiling Exasol's expressions and queries to DuckDB SQL. */
import type { SessionFacts } from '../../catalog/session-facts.js';
import type { Position } from '../../tokens/token-stream.js';
import type { DataType } from '../../types/values.js';
import type { CallExpression, Expression, Query } from '../syntax/ast.js';

export interface Compiled {
  readonly sql: string;
  /** If undefined, DuckDB determines the type. */
  readonly type: DataType | undefined;
  /** A DOUBLE without the check that it is finite, for arithmetic whose own result is checked. */
  readonly unchecked?: string;
}

export interface CompiledColumn {
  readonly name: string;
  readonly dataType: DataType | undefined;
  /** SQL of the column if it is stored under another name (rows staged for a scalar script). */
  readonly sql?: string;
}

export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly CompiledColumn[];
}

/** A relation in FROM, under the name that columns use as qualifier. */
export interface Relation {
  readonly name: string;
  /** Name in DuckDB SQL, encoded and quoted. */
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
  /** SQL of LEVEL in CONNECT BY. */
  readonly level: string | undefined;
}

export interface Compiler {
  readonly facts: SessionFacts;
  expression(expression: Expression, scope: Scope): Compiled;
  query(query: Query, parent: Scope | undefined): CompiledQuery;
  /** Compiles a `?`. @param type inferred from its context */
  parameter(index: number, type: DataType | undefined, at: Position): Compiled;
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
