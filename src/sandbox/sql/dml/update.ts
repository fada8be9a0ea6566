import type { TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import { type Position, TokenStream } from '../../tokens/token-stream.js';
import type { StatementResult } from '../../types/statement-result.js';
import { bind } from '../bind.js';
import { makeCompiler } from '../compile/compiler.js';
import { convert } from '../compile/conversion.js';
import { parameterAs } from '../compile/expressions.js';
import { compileFrom } from '../compile/from.js';
import { type Compiler, emptyScope, type Scope } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import type { Expression, FromItem } from '../syntax/ast.js';
import { readExpression } from '../syntax/expressions.js';
import { readAlias, readFromItem } from '../syntax/queries.js';
import { checkConstraints } from './check-constraints.js';
import { asDmlError, findTargetColumn, openTarget, targetRelation } from './target.js';

export interface Assignment {
  readonly column: string;
  readonly value: Expression | 'default';
  readonly at: Position;
}

export interface UpdateStatement {
  readonly kind: 'update';
  readonly path: readonly string[];
  readonly alias: string | undefined;
  readonly at: Position;
  readonly assignments: readonly Assignment[];
  readonly from: readonly FromItem[];
  readonly where: Expression | undefined;
}

export function parseUpdate(tokens: TokenStream): { statement: UpdateStatement; parameterCount: number } {
  tokens.expectWord('UPDATE');
  const at = tokens.position();
  const path = tokens.path();
  const alias = readAlias(tokens);
  tokens.expectWord('SET');
  const assignments = readAssignments(tokens);
  const from = tokens.acceptWord('FROM') ? tokens.commaList(() => readFromItem(tokens)) : [];
  const where = tokens.acceptWord('WHERE') ? readExpression(tokens) : undefined;
  tokens.expectEnd();
  return {
    statement: { kind: 'update', path, alias, at, assignments, from, where },
    parameterCount: tokens.parameterCount,
  };
}

export function readAssignments(tokens: TokenStream): Assignment[] {
  return tokens.commaList(() => {
    const at = tokens.position();
    const column = tokens.path().at(-1) ?? '';
    tokens.expectSymbol('=');
    const value = tokens.acceptWord('DEFAULT') ? 'default' : readExpression(tokens);
    return { column, value, at };
  });
}

export async function runUpdate(statement: UpdateStatement, context: EngineContext): Promise<StatementResult> {
  const table = await openTarget(statement.path, statement.at, 'UPDATE', context);
  const sql = await compileUpdate(statement, table, context, makeCompiler(context.facts));
  try {
    const count = await context.transaction.interruptible(context.signal, () => context.transaction.change(sql));
    await checkConstraints(table, context);
    return { kind: 'rowCount', rowCount: count, changes: { inserted: 0, updated: count, deleted: 0 } };
  } catch (error) {
    throw asDmlError(error);
  }
}

export async function compileUpdate(
  statement: UpdateStatement,
  table: TableEntry,
  context: EngineContext,
  compiler: Compiler,
): Promise<string> {
  const bound = await bind(statement, context);
  const target = targetRelation(table, statement.alias);
  // Exasol repeats the target in FROM; DuckDB does not.
  const others = bound.from.filter((item) => !isTarget(item, table, statement.alias));
  const sources = others.map((item) => compileFrom(item, emptyScope, compiler));
  const scope: Scope = { ...emptyScope, relations: [target, ...sources.flatMap((source) => source.relations)] };
  const set = compileAssignments(bound.assignments, table, scope, compiler);
  const from = sources.length === 0 ? '' : ` FROM ${sources.map((source) => source.sql).join(', ')}`;
  const where = bound.where === undefined ? '' : ` WHERE ${compiler.expression(bound.where, scope).sql}`;
  return `UPDATE ${quoteTable(table)} AS ${target.sql} SET ${set}${from}${where}`;
}

function isTarget(item: FromItem, table: TableEntry, alias: string | undefined): boolean {
  if (item.kind !== 'relation' || item.name !== table.name || item.schema !== table.schema) return false;
  return alias === undefined || item.alias === undefined || item.alias === alias;
}

export function compileAssignments(
  assignments: readonly Assignment[],
  table: TableEntry,
  scope: Scope,
  compiler: Compiler,
): string {
  return assignments
    .map(({ column, value, at }) => {
      const target = findTargetColumn(table, column, at);
      if (value !== 'default') {
        const converted = convert(
          parameterAs(value, target.dataType, scope, compiler),
          target.dataType,
          compiler.facts,
        );
        return `${quoteName(column)} = ${converted.sql}`;
      }
      if (target.defaultText === undefined) return `${quoteName(column)} = NULL`;
      const fallback = compiler.expression(readExpression(new TokenStream(target.defaultText)), emptyScope);
      return `${quoteName(column)} = ${convert(fallback, target.dataType, compiler.facts).sql}`;
    })
    .join(', ');
}
