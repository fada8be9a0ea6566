import type { TableColumn, TableEntry } from '../../catalog/catalog.js';
import { requireCreateIn } from '../../catalog/privileges.js';
import { fromDuckDBType } from '../../duckdb/cells.js';
import { quoteName, quoteTable } from '../../duckdb/identifiers.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import { NO_ROWS, type StatementResult } from '../../types/statement-result.js';
import { storageType } from '../compile/data-types.js';
import { notFound } from '../compile/scope.js';
import { insertFrom } from '../dml/insert.js';
import type { EngineContext } from '../engine/types.js';
import { compileBoundQuery } from '../query/run-query.js';
import { addConstraint, enablesConstraints } from './constraints.js';
import { dropTable } from './drop.js';
import { type ObjectName, resolveTarget } from './names.js';
import { type CreateTable, type ParsedConstraint, readCreateTable } from './parse-create-table.js';

export async function handleCreateTable(context: EngineContext, tokens: TokenStream): Promise<StatementResult> {
  const statement = readCreateTable(tokens, enablesConstraints(context));
  const target = await resolveTarget(statement.path, context);
  await requireCreateIn(context.statement.catalog, context.facts.user, 'TABLE', target.owner);
  if (statement.query !== undefined) return createFromQuery(statement, target, context);
  const columns = [...(await likeColumns(statement, context)), ...statement.columns];
  if (!(await dropExisting(statement, target, context))) return NO_ROWS;
  await createTable(statement, target, columns, context);
  return NO_ROWS;
}

async function likeColumns(statement: CreateTable, context: EngineContext): Promise<TableColumn[]> {
  const columns: TableColumn[] = [];
  for (const { path, at } of statement.likes) {
    const { schema, name } = context.statement.resolveName(path);
    const table = await context.catalog.findTable(schema, name);
    if (table === undefined) throw notFound(path, at);
    columns.push(
      ...table.columns.map((column) => ({ ...column, defaultText: undefined, identity: false, comment: undefined })),
    );
  }
  return columns;
}

/** Drops an existing table for OR REPLACE. @returns false if the table exists and IF NOT EXISTS keeps it */
async function dropExisting(
  statement: Pick<CreateTable, 'orReplace' | 'ifNotExists'>,
  target: ObjectName,
  context: EngineContext,
): Promise<boolean> {
  await context.transaction.lock(`${target.schema}.${target.name}`, context.signal);
  const existing = await context.catalog.findTable(target.schema, target.name);
  if (existing === undefined) return true;
  if (statement.ifNotExists) return false;
  if (!statement.orReplace) throw new ExasolError('42500', `object ${target.name} already exists`);
  await dropTable(existing, context);
  return true;
}

async function createTable(
  statement: CreateTable,
  target: ObjectName & { readonly owner: string },
  columns: readonly TableColumn[],
  context: EngineContext,
): Promise<TableEntry> {
  requireDistinctNames(columns);
  const isKey = ({ kind, enabled }: ParsedConstraint) => kind === 'PRIMARY KEY' && enabled;
  const keys = new Set(statement.constraints.filter(isKey).flatMap((item) => item.columns));
  const stored = columns.map((column) => ({ ...column, nullable: column.nullable && !keys.has(column.name) }));
  const definitions = stored.map(
    ({ name, dataType, nullable }) => `${quoteName(name)} ${storageType(dataType)}${nullable ? '' : ' NOT NULL'}`,
  );
  await context.transaction.change(`CREATE TABLE ${quoteTable(target)} (${definitions.join(', ')})`);
  const entry: TableEntry = { ...target, kind: 'TABLE', columns: stored, view: undefined };
  await context.catalog.addTable(entry, statement.comment);
  for (const constraint of statement.constraints) await addConstraint(constraint, entry, context);
  return entry;
}

function requireDistinctNames(columns: readonly TableColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw new ExasolError('42000', `duplicate column name ${name}`);
    seen.add(name);
  }
}

/** CREATE TABLE … AS: the row count is the number of copied rows. */
async function createFromQuery(
  statement: CreateTable,
  target: ObjectName & { readonly owner: string },
  context: EngineContext,
): Promise<StatementResult> {
  if (statement.query === undefined) return NO_ROWS;
  const query = await compileBoundQuery(statement.query, context);
  if (!(await dropExisting(statement, target, context))) return NO_ROWS;
  const probe = await context.transaction.read(`SELECT * FROM (${query.sql}) LIMIT 0`);
  const columns = query.columns.map((column, index): TableColumn => {
    const dataType = column.dataType ?? fromDuckDBType(probe.columnType(index));
    return {
      name: column.name,
      dataType,
      nullable: true,
      defaultText: undefined,
      identity: false,
      distribution: false,
      partitionPosition: undefined,
      comment: undefined,
    };
  });
  const table = await createTable(statement, target, columns, context);
  if (!statement.withData) return NO_ROWS;
  const source = {
    sql: `(${query.sql})`,
    columns: columns.map(({ dataType }, index) => ({ name: `c${index}`, dataType })),
  };
  const rowCount = await insertFrom(
    source,
    table,
    columns.map(({ name }) => name),
    context,
  );
  return { kind: 'rowCount', rowCount, changes: { inserted: rowCount, updated: 0, deleted: 0 } };
}
