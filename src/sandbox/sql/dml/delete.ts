import type { TableEntry } from '../../catalog/catalog.js';
import { quoteTable } from '../../duckdb/identifiers.js';
import type { Position, TokenStream } from '../../tokens/token-stream.js';
import type { StatementResult } from '../../types/statement-result.js';
import { bind } from '../bind.js';
import { makeCompiler } from '../compile/compiler.js';
import { type Compiler, emptyScope } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import type { Expression } from '../syntax/ast.js';
import { readExpression } from '../syntax/expressions.js';
import { readAlias } from '../syntax/queries.js';
import { checkConstraints } from './check-constraints.js';
import { openTarget, targetRelation } from './target.js';

export interface DeleteStatement {
  readonly kind: 'delete';
  readonly path: readonly string[];
  readonly alias: string | undefined;
  readonly at: Position;
  readonly where: Expression | undefined;
}

export function parseDelete(tokens: TokenStream): { statement: DeleteStatement; parameterCount: number } {
  tokens.expectWord('DELETE');
  tokens.acceptSymbol('*');
  tokens.expectWord('FROM');
  const at = tokens.position();
  const path = tokens.path();
  const alias = readAlias(tokens);
  const where = tokens.acceptWord('WHERE') ? readExpression(tokens) : undefined;
  tokens.expectEnd();
  return { statement: { kind: 'delete', path, alias, at, where }, parameterCount: tokens.parameterCount };
}

export async function runDelete(statement: DeleteStatement, context: EngineContext): Promise<StatementResult> {
  const table = await openTarget(statement.path, statement.at, 'DELETE', context);
  const sql = await compileDelete(statement, table, context, makeCompiler(context.facts));
  const count = await context.transaction.interruptible(context.signal, () => context.transaction.change(sql));
  await checkConstraints(table, context);
  return { kind: 'rowCount', rowCount: count, changes: { inserted: 0, updated: 0, deleted: count } };
}

export async function compileDelete(
  statement: DeleteStatement,
  table: TableEntry,
  context: EngineContext,
  compiler: Compiler,
): Promise<string> {
  const bound = await bind(statement, context);
  const target = targetRelation(table, statement.alias);
  const scope = { ...emptyScope, relations: [target] };
  const where = bound.where === undefined ? '' : ` WHERE ${compiler.expression(bound.where, scope).sql}`;
  return `DELETE FROM ${quoteTable(table)} AS ${target.sql}${where}`;
}

/** TRUNCATE TABLE t. Its row count is 0, as for DDL. */
export async function handleTruncate(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  tokens.expectWord('TRUNCATE', 'TABLE');
  const at = tokens.position();
  const path = tokens.path();
  tokens.expectEnd();
  const table = await openTarget(path, at, 'DELETE', context);
  const count = await context.transaction.change(`DELETE FROM ${quoteTable(table)}`);
  await checkConstraints(table, context);
  return { kind: 'rowCount', rowCount: 0, changes: { inserted: 0, updated: 0, deleted: count } };
}
