import type { TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import type { Position, TokenStream } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
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
import { type Assignment, compileAssignments, readAssignments } from './update.js';

type Branch =
  | { readonly kind: 'update'; readonly assignments: readonly Assignment[]; readonly where: Expression | undefined }
  | { readonly kind: 'delete'; readonly where: Expression | undefined }
  | {
      readonly kind: 'insert';
      readonly columns: readonly string[] | undefined;
      readonly values: readonly Expression[];
      readonly where: Expression | undefined;
    };

export interface MergeStatement {
  readonly kind: 'merge';
  readonly path: readonly string[];
  readonly alias: string | undefined;
  readonly at: Position;
  readonly source: FromItem;
  readonly on: Expression;
  readonly branches: readonly Branch[];
}

export function parseMerge(tokens: TokenStream): { statement: MergeStatement; parameterCount: number } {
  tokens.expectWord('MERGE', 'INTO');
  const at = tokens.position();
  const path = tokens.path();
  const alias = readAlias(tokens);
  tokens.expectWord('USING');
  const source = readFromItem(tokens);
  tokens.expectWord('ON');
  const on = readExpression(tokens);
  const branches: Branch[] = [];
  while (tokens.acceptWord('WHEN')) branches.push(readBranch(tokens));
  tokens.expectEnd();
  return { statement: { kind: 'merge', path, alias, at, source, on, branches }, parameterCount: tokens.parameterCount };
}

function readBranch(tokens: TokenStream): Branch {
  const matched = !tokens.acceptWord('NOT');
  tokens.expectWord('MATCHED', 'THEN');
  const readWhere = () => (tokens.acceptWord('WHERE') ? readExpression(tokens) : undefined);
  if (!matched) {
    tokens.expectWord('INSERT');
    const columns = tokens.isSymbol('(') ? tokens.list(() => tokens.name()) : undefined;
    tokens.expectWord('VALUES');
    return { kind: 'insert', columns, values: tokens.list(() => readExpression(tokens)), where: readWhere() };
  }
  if (tokens.acceptWord('DELETE')) return { kind: 'delete', where: readWhere() };
  tokens.expectWord('UPDATE', 'SET');
  const assignments = readAssignments(tokens);
  const where = readWhere();
  if (tokens.isWord('DELETE')) throw sandboxGap('MERGE … UPDATE … DELETE WHERE');
  return { kind: 'update', assignments, where };
}

export async function runMerge(statement: MergeStatement, context: EngineContext): Promise<StatementResult> {
  const table = await openTarget(statement.path, statement.at, 'UPDATE', context);
  const sql = await compileMerge(statement, table, context, makeCompiler(context.facts));
  try {
    const actions = await context.transaction.interruptible(context.signal, () =>
      context.transaction.changeReturning(sql),
    );
    await checkConstraints(table, context);
    const count = (action: string) => actions.filter(([name]) => name === action).length;
    const changes = { inserted: count('INSERT'), updated: count('UPDATE'), deleted: count('DELETE') };
    return { kind: 'rowCount', rowCount: actions.length, changes };
  } catch (error) {
    throw asDmlError(error);
  }
}

export async function compileMerge(
  statement: MergeStatement,
  table: TableEntry,
  context: EngineContext,
  compiler: Compiler,
): Promise<string> {
  const bound = await bind(statement, context);
  const target = targetRelation(table, statement.alias);
  const source = compileFrom(bound.source, emptyScope, compiler);
  const scope: Scope = { ...emptyScope, relations: [target, ...source.relations] };
  // A row that is inserted has no counterpart in the target, so its names are those of the source.
  const insertScope: Scope = { ...emptyScope, relations: source.relations };
  const branches = bound.branches.map((branch) =>
    compileBranch(branch, table, branch.kind === 'insert' ? insertScope : scope, compiler, statement.at),
  );
  const on = compiler.expression(bound.on, scope).sql;
  return `MERGE INTO ${quoteTable(table)} AS ${target.sql} USING ${source.sql} ON ${on} ${branches.join(' ')} RETURNING merge_action`;
}

function compileBranch(branch: Branch, table: TableEntry, scope: Scope, compiler: Compiler, at: Position): string {
  const condition = branch.where === undefined ? '' : ` AND ${compiler.expression(branch.where, scope).sql}`;
  switch (branch.kind) {
    case 'update':
      return `WHEN MATCHED${condition} THEN UPDATE SET ${compileAssignments(branch.assignments, table, scope, compiler)}`;
    case 'delete':
      return `WHEN MATCHED${condition} THEN DELETE`;
    case 'insert': {
      const columns = (branch.columns ?? table.columns.map(({ name }) => name)).map((name) =>
        findTargetColumn(table, name, at),
      );
      if (columns.length !== branch.values.length) {
        throw new ExasolError('42000', `not enough values: expected ${columns.length}, found ${branch.values.length}`);
      }
      const values = branch.values.map((value, index) => {
        const type = columns[index]?.dataType;
        const compiled = parameterAs(value, type, scope, compiler);
        return type === undefined ? compiled.sql : convert(compiled, type, compiler.facts).sql;
      });
      const names = columns.map(({ name }) => quoteName(name)).join(', ');
      return `WHEN NOT MATCHED${condition} THEN INSERT (${names}) VALUES (${values.join(', ')})`;
    }
  }
}
