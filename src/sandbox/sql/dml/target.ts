import type { TableEntry } from '../../catalog/catalog.js';
import { ignoresCase } from '../../catalog/parameters.js';
import { requireObjectPrivilege } from '../../catalog/privileges.js';
import { quoteName } from '../../duckdb/identifiers.js';
import type { Position } from '../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';
import { notFound } from '../compile/scope.js';
import type { Relation } from '../compile/types.js';
import type { EngineContext } from '../engine/types.js';

/** Finds and locks the table that a statement writes, and checks the user's privilege. */
export async function openTarget(
  path: readonly string[],
  at: Position,
  privilege: 'INSERT' | 'UPDATE' | 'DELETE',
  context: EngineContext,
): Promise<TableEntry> {
  const [schema, name] = path.length > 1 ? [path[0] ?? '', path[1] ?? ''] : [context.facts.schema, path[0] ?? ''];
  await context.transaction.lock(`${schema}.${name}`, context.signal);
  const table = await context.catalog.findTable(schema, name);
  if (table === undefined && ignoresCase(context.facts.parameters)) {
    throw sandboxGap(`SQL_IDENTIFIER_COMPARISON = IGNORE CASE for the target table ${schema}.${name}`);
  }
  if (table === undefined) throw notFound(path, at);
  if (table.kind === 'VIEW')
    throw new ExasolError('42000', `${name} is a view and cannot be modified [line ${at.line}, column ${at.column}]`);
  if (table.owner === context.facts.user) return table;
  const owner = (await context.catalog.schemaOwner(schema)) ?? table.owner;
  await requireObjectPrivilege(context.statement.catalog, context.facts.user, privilege, {
    type: 'TABLE',
    schema,
    name,
    owner,
  });
  return table;
}

export function targetRelation(table: TableEntry, alias: string | undefined): Relation {
  const name = alias ?? table.name;
  return { name, sql: quoteName(name), schema: table.schema, columns: table.columns, isTable: true };
}

/** On a real database, a string that is too long in DML has the code 40001 and rolls back the whole transaction. */
export function asDmlError(error: unknown): unknown {
  if (error instanceof ExasolError && error.sqlCode === '22001') return new ExasolError('40001', error.text, true);
  return error;
}

/** @throws ExasolError 42000 if the table does not have the column */
export function findTargetColumn(table: TableEntry, name: string, at: Position) {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw notFound([name], at);
  return column;
}
