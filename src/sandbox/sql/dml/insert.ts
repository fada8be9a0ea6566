import type { TableColumn, TableEntry } from '../../catalog/catalog.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import { type Position, TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import { bind } from '../bind.js';
import { makeCompiler } from '../compile/compiler.js';
import { convert } from '../compile/conversion.js';
import { parameterAs } from '../compile/expressions.js';
import { type Compiler, emptyScope } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';
import { evaluateScriptCalls } from '../script-call/evaluate.js';
import type { ColumnDefinition, Expression, Query } from '../syntax/ast.js';
import { readExpression } from '../syntax/expressions.js';
import { readQuery } from '../syntax/queries.js';
import { checkConstraints } from './check-constraints.js';
import { asDmlError, findTargetColumn, openTarget } from './target.js';

export interface InsertStatement {
  readonly kind: 'insert';
  readonly path: readonly string[];
  readonly at: Position;
  readonly columns: readonly string[] | undefined;
  /** 'default' is the keyword DEFAULT in a row; DEFAULT VALUES is one empty row. */
  readonly source: { readonly rows: readonly (readonly (Expression | 'default')[])[] } | { readonly query: Query };
}

export function parseInsert(tokens: TokenStream): { statement: InsertStatement; parameterCount: number } {
  tokens.expectWord('INSERT', 'INTO');
  const at = tokens.position();
  const path = tokens.path();
  const columns = tokens.isSymbol('(') && tokens.isName(1) ? tokens.list(() => tokens.name()) : undefined;
  const statement: InsertStatement = { kind: 'insert', path, at, columns, source: readSource(tokens) };
  tokens.expectEnd();
  return { statement, parameterCount: tokens.parameterCount };
}

function readSource(tokens: TokenStream): InsertStatement['source'] {
  if (tokens.acceptWord('DEFAULT', 'VALUES')) return { rows: [[]] };
  if (!tokens.isWord('VALUES') || tokens.isWord('VALUES', 'BETWEEN')) return { query: readQuery(tokens) };
  tokens.expectWord('VALUES');
  const readCell = (): Expression | 'default' => (tokens.acceptWord('DEFAULT') ? 'default' : readExpression(tokens));
  return { rows: tokens.commaList(() => (tokens.isSymbol('(') ? tokens.list(readCell) : [readCell()])) };
}

export async function runInsert(statement: InsertStatement, context: EngineContext): Promise<StatementResult> {
  const table = await openTarget(statement.path, statement.at, 'INSERT', context);
  const sql = await compileInsert(statement, table, context, makeCompiler(context.facts));
  const count = await executeInsert(sql, table, context);
  return { kind: 'rowCount', rowCount: count, changes: { inserted: count, updated: 0, deleted: 0 } };
}

async function executeInsert(sql: string, table: TableEntry, context: EngineContext): Promise<number> {
  try {
    const count = await context.transaction.interruptible(context.signal, () => context.transaction.change(sql));
    await checkConstraints(table, context);
    return count;
  } catch (error) {
    throw asDmlError(error);
  }
}

/** Inserts rows that are already in DuckDB (a stage or a query), converted to the types of the table, all or nothing. */
export async function insertFrom(
  source: { readonly sql: string; readonly columns: readonly ColumnDefinition[] },
  table: TableEntry,
  columns: readonly string[],
  context: EngineContext,
): Promise<number> {
  const targets = columns.map((name) => findTargetColumn(table, name, { line: 1, column: 1 }));
  const compiler = makeCompiler(context.facts);
  return executeInsert(insertSelect(source, table, targets, compiler), table, context);
}

export async function compileInsert(
  statement: InsertStatement,
  table: TableEntry,
  context: EngineContext,
  compiler: Compiler,
): Promise<string> {
  const { source } = statement;
  const isDefaults = 'rows' in source && source.rows[0]?.length === 0;
  const names = statement.columns ?? (isDefaults ? [] : table.columns.map((column) => column.name));
  const targets = names.map((name) => findTargetColumn(table, name, statement.at));
  if ('rows' in source) return insertRows(await bind(source.rows, context), table, targets, compiler);
  const bound = await bind(source.query, context);
  const inferred = targets.map(({ name, dataType }) => ({ name, dataType }));
  const query = compiler.query(await evaluateScriptCalls(bound, context, inferred), undefined);
  if (query.columns.length !== targets.length) throw wrongCount(targets.length, query.columns.length);
  const columns = query.columns.map((column, index) => ({ name: `c${index}`, dataType: column.dataType }));
  return insertSelect({ sql: `(${query.sql})`, columns }, table, targets, compiler);
}

function wrongCount(expected: number, found: number): ExasolError {
  const what = found < expected ? 'not enough values' : 'too many values';
  return new ExasolError('42000', `${what}: expected ${expected}, found ${found}`);
}

function insertRows(
  rows: readonly (readonly (Expression | 'default')[])[],
  table: TableEntry,
  targets: readonly TableColumn[],
  compiler: Compiler,
): string {
  const omitted = omittedColumns(table, targets);
  const values = rows.map((row, rowIndex) => {
    if (row.length !== targets.length) throw wrongCount(targets.length, row.length);
    const cells = targets.map((column, index) => {
      const cell = row[index] ?? 'default';
      if (cell === 'default') return defaultValue(column, table, compiler, String(rowIndex + 1));
      return convert(parameterAs(cell, column.dataType, emptyScope, compiler), column.dataType, compiler.facts).sql;
    });
    return `(${[...cells, ...omitted.map((column) => defaultValue(column, table, compiler, String(rowIndex + 1)))].join(', ')})`;
  });
  return `INSERT INTO ${quoteTable(table)} (${columnList([...targets, ...omitted])}) VALUES ${values.join(', ')}`;
}

function insertSelect(
  source: {
    readonly sql: string;
    readonly columns: readonly { readonly name: string; readonly dataType: ColumnDefinition['dataType'] | undefined }[];
  },
  table: TableEntry,
  targets: readonly TableColumn[],
  compiler: Compiler,
): string {
  const omitted = omittedColumns(table, targets);
  const values = targets.map((target, index) => {
    const column = source.columns[index];
    return convert({ sql: `"~in"."${column?.name}"`, type: column?.dataType }, target.dataType, compiler.facts).sql;
  });
  const defaults = omitted.map((column) => defaultValue(column, table, compiler, 'row_number() OVER ()'));
  const names = source.columns.map((column) => `"${column.name}"`).join(', ');
  const list = columnList([...targets, ...omitted]);
  return `INSERT INTO ${quoteTable(table)} (${list}) SELECT ${[...values, ...defaults].join(', ')} FROM ${source.sql} AS "~in"(${names})`;
}

/** Columns that the statement omits and that do not become NULL. */
function omittedColumns(table: TableEntry, targets: readonly TableColumn[]): TableColumn[] {
  const rest = table.columns.filter((column) => !targets.includes(column));
  const special = rest.filter((column) => column.defaultText !== undefined || column.identity);
  return targets.length === 0 && special.length === 0 ? rest.slice(0, 1) : special;
}

function columnList(columns: readonly TableColumn[]): string {
  return columns.map((column) => quoteName(column.name)).join(', ');
}

/** An identity column continues from its largest value, which is safe because the table is locked. */
function defaultValue(column: TableColumn, table: TableEntry, compiler: Compiler, offset: string): string {
  if (column.identity) {
    return `((SELECT coalesce(max(${quoteName(column.name)}), 0) FROM ${quoteTable(table)}) + ${offset})`;
  }
  if (column.defaultText === undefined) return 'NULL';
  const expression = readExpression(new TokenStream(column.defaultText));
  return convert(compiler.expression(expression, emptyScope), column.dataType, compiler.facts).sql;
}
