/** Resolves the tables of a parsed query: tables get their columns, views their query. Names of WITH clauses are left unchanged. */
import type { TableEntry } from '../catalog/catalog.js';
import { ignoresCase } from '../catalog/parameters.js';
import { findEffectiveGrantees } from '../catalog/privileges.js';
import { findSystemTable } from '../catalog/system-tables/index.js';
import { type SystemTable, systemSchema } from '../catalog/system-tables/types.js';
import { quoteName, quoteTable } from '../duckdb/identifiers.js';
import { TokenStream } from '../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../types/exasol-error.js';
import { notFound } from './compile/scope.js';
import type { EngineContext } from './engine/types.js';
import { stageImport } from './query/stage-import.js';
import { requireNamedColumns } from './query/subquery-columns.js';
import type { FromItem, Query } from './syntax/ast.js';
import { parseQuery } from './syntax/queries.js';

interface BindScope {
  readonly schema: string;
  readonly commonTables: ReadonlySet<string>;
  /** Views that are being expanded, to detect a view that refers to itself. */
  readonly views: readonly string[];
}

const MAX_VIEW_DEPTH = 64;

/** Works on any part of a syntax tree: an expression, a query, or a list of them. */
export async function bind<T>(node: T, context: EngineContext, schema = context.facts.schema): Promise<T> {
  // Mapping a tree node by node keeps its type.
  return (await bindNode(node, context, { schema, commonTables: new Set(), views: [] })) as T;
}

async function bindNode(node: unknown, context: EngineContext, scope: BindScope): Promise<unknown> {
  if (Array.isArray(node)) {
    const items: unknown[] = [];
    for (const item of node) items.push(await bindNode(item, context, scope));
    return items;
  }
  if (node === null || typeof node !== 'object') return node;
  if (isQuery(node)) return bindQuery(node, context, scope);
  if (isTable(node)) return bindTable(node, context, scope);
  if (isImport(node)) return stageImport(node, context);
  if (isUnnamed(node) && context.services.behaviours['subquery-columns'] === 'refuse') requireNamedColumns(node.query);
  const bound: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) bound[key] = await bindNode(value, context, scope);
  return bound;
}

const isQuery = (node: object): node is Query => 'with' in node && 'body' in node;
const isTable = (node: object): node is Extract<FromItem, { kind: 'table' }> => 'kind' in node && node.kind === 'table';

const isImport = (node: object): node is Extract<FromItem, { kind: 'import' }> =>
  'kind' in node && node.kind === 'import';

/** A subquery in FROM without a list of column names. */
const isUnnamed = (node: object): node is Extract<FromItem, { kind: 'derived' }> =>
  'kind' in node && node.kind === 'derived' && 'columns' in node && node.columns === undefined;

async function bindQuery(query: Query, context: EngineContext, scope: BindScope): Promise<object> {
  const commonTables = new Set(scope.commonTables);
  const tables: unknown[] = [];
  for (const table of query.with) {
    tables.push(await bindNode(table, context, { ...scope, commonTables }));
    commonTables.add(table.name);
  }
  const { with: _, ...rest } = query;
  const bound: Record<string, unknown> = { with: tables };
  for (const [key, value] of Object.entries(rest))
    bound[key] = await bindNode(value, context, { ...scope, commonTables });
  return bound;
}

async function bindTable(
  table: Extract<FromItem, { kind: 'table' }>,
  context: EngineContext,
  scope: BindScope,
): Promise<FromItem> {
  const [first = '', second] = table.path;
  if (second === undefined && scope.commonTables.has(first)) {
    return { kind: 'commonTable', name: first, alias: table.alias };
  }
  if (table.path.length > 2) throw notFound(table.path, table.at);
  const path = second === undefined ? [scope.schema, first] : [first, second];
  const entry = await findTable(path, context);
  if (entry === undefined) {
    const isSystem = second === undefined || first === 'SYS' || first === 'EXA_STATISTICS';
    const system = isSystem ? await bindSystemTable(table.path, table.alias, context) : undefined;
    if (system === undefined) throw notFound(table.path, table.at);
    return system;
  }
  const { schema, name } = entry;
  await context.requireSelect(entry, context.scopeUser);
  if (entry.view === undefined) {
    context.transaction.noteRead(`${schema}.${name}`);
    const columns = entry.columns.map((column) => ({ name: column.name, dataType: column.dataType }));
    return { kind: 'relation', source: quoteTable(entry), name, alias: table.alias, columns, isTable: true, schema };
  }
  const key = `${schema}.${name}`;
  if (scope.views.includes(key) || scope.views.length > MAX_VIEW_DEPTH) {
    throw new ExasolError('42000', `view ${key} refers to itself`);
  }
  const { query } = parseQuery(new TokenStream(entry.view.query));
  const scopeUser = (await context.catalog.schemaOwner(schema)) ?? entry.owner;
  const inner: BindScope = { schema: entry.view.scope, commonTables: new Set(), views: [...scope.views, key] };
  return {
    kind: 'derived',
    // Mapping a query yields a query.
    query: { ...((await bindNode(query, { ...context, scopeUser }, inner)) as Query), scopeUser },
    alias: table.alias ?? name,
    columns: entry.columns.map((column) => column.name),
    dataTypes: entry.columns.map((column) => column.dataType),
    schema,
  };
}

/** The table or view that a query or DESCRIBE refers to. */
export async function findTable(
  [schema = '', name = '']: readonly string[],
  { catalog, facts }: EngineContext,
): Promise<TableEntry | undefined> {
  if (schema === '') return undefined;
  const exact = await catalog.findTable(schema, name);
  return exact ?? (ignoresCase(facts.parameters) ? catalog.findTableIgnoringCase(schema, name) : undefined);
}

/** Exasol's own tables; no client names its tables so. */
const KNOWN_PREFIX = /^EXA_(ALL|DBA|USER|ROLE|SQL|MONITOR|DB|STATISTICS|SYSTEM|USAGE|TIME)_/;

/**
 * A table of SYS or EXA_STATISTICS; undefined if there is none.
 * @throws ExasolError 42500 without the privilege to read it; the gap for a table that the sandbox does not have
 */
export async function findReadableSystemTable(
  path: readonly string[],
  context: EngineContext,
): Promise<SystemTable | undefined> {
  const [name = '', schema] = [...path].reverse();
  const table = findSystemTable(name, schema);
  if (findSystemTable(name) === undefined && KNOWN_PREFIX.test(name)) throw sandboxGap(`system table ${name}`);
  if (table !== undefined && name.startsWith('EXA_DBA_')) {
    await context.statement.requirePrivilege('SELECT ANY DICTIONARY');
  }
  return table;
}

async function bindSystemTable(
  path: readonly string[],
  alias: string | undefined,
  context: EngineContext,
): Promise<FromItem | undefined> {
  const table = await findReadableSystemTable(path, context);
  if (table === undefined) return undefined;
  const name = path.at(-1) ?? '';
  const grantees = await findEffectiveGrantees(context.statement.catalog, context.facts.user);
  const names = table.columns.map((column) => quoteName(column.name)).join(', ');
  // Exasol's timestamps have milliseconds unless declared otherwise.
  const list = table.columns.map(({ name: column, dataType }) => {
    const quoted = quoteName(column);
    return dataType.type === 'TIMESTAMP' ? `date_trunc('millisecond', ${quoted}) AS ${quoted}` : quoted;
  });
  const sql = `SELECT ${list.join(', ')} FROM (${table.sql(context.facts, grantees)}) AS system(${names})`;
  const source = await readSystemTable(sql, context);
  return { kind: 'relation', source, name, alias, columns: table.columns, isTable: false, schema: systemSchema(table) };
}

/** With SNAPSHOT_MODE 'SYSTEM TABLES' (the default), a transaction does not see its own uncommitted objects in system tables. */
async function readSystemTable(sql: string, { facts, transaction }: EngineContext): Promise<string> {
  if (facts.parameters.get('SNAPSHOT_MODE') !== 'SYSTEM TABLES' || transaction.mark === 0) return `(${sql})`;
  const stage = await transaction.stageCommitted(sql);
  return stage.source;
}
