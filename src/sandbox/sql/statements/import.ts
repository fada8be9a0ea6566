import { requireObjectPrivilege, requireSystemPrivilege } from '../../catalog/privileges.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { Column, Row } from '../../types/values.js';
import type { StatementContext } from '../statement-context.js';
import { resolveFileTargets } from './csv/file-target.js';
import { planFiles } from './export/open-files.js';
import { type ImportTarget, type ParsedImport, parseImport } from './import/parse-import.js';
import { readFiles } from './import/read-files.js';
import { findSchemaOwner } from './schema-owner.js';

/** IMPORT INTO table [(columns)] FROM CSV AT … FILE …: from Amazon S3, plain or `.gz`. */
export async function handleImport(context: StatementContext, sql: string): Promise<StatementResult> {
  const parsed = parseImport(sql);
  if (parsed.target.kind !== 'table') throw new ExasolError('42000', 'IMPORT INTO (…) is only allowed in a sub-select');
  const table = context.resolveName(parsed.target.name);
  const columns = await findTargetColumns(context, parsed.target);
  await requireSystemPrivilege(context.catalog, context.session.user, 'IMPORT');
  const owner = await findSchemaOwner(context, table.schema);
  await requireObjectPrivilege(context.catalog, context.session.user, 'INSERT', { type: 'TABLE', ...table, owner });
  const names = columns.map(({ name }) => name);
  const inserted = await readInto(context, parsed, columns, (rows) => context.insert(table, names, rows));
  return {
    kind: 'rowCount',
    rowCount: inserted,
    changes: { inserted, updated: 0, deleted: 0 },
    etl: { read: inserted, written: inserted, withError: 0 },
  };
}

/** The columns of an IMPORT that is a part of a query: those of `INTO (c type, …)` or of the table in `INTO (LIKE t)`. */
export async function importColumns(context: StatementContext, sql: string): Promise<readonly Column[]> {
  return await findTargetColumns(context, parseImport(sql).target);
}

/**
 * The rows of an IMPORT that is a part of a query: `SELECT … FROM (IMPORT INTO (c type, …) FROM CSV …)`.
 * @param sql from the word IMPORT to the end of the clause
 * @param onRows takes the rows in batches, their cells in the order of importColumns()
 */
export async function importRows(
  context: StatementContext,
  sql: string,
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  const parsed = parseImport(sql);
  const columns = await findTargetColumns(context, parsed.target);
  await requireSystemPrivilege(context.catalog, context.session.user, 'IMPORT');
  await readInto(context, parsed, columns, onRows);
}

async function readInto(
  context: StatementContext,
  parsed: ParsedImport,
  columns: readonly Column[],
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  const files = planFiles(await resolveFileTargets(context, parsed.groups));
  return await readFiles(context, parsed, files, columns, onRows);
}

async function findTargetColumns(context: StatementContext, target: ImportTarget): Promise<readonly Column[]> {
  if (target.kind === 'columns') return target.columns;
  const { schema, name } = context.resolveName(target.name);
  const all = await context.columnsOf(schema, name);
  if (all === undefined) throw new ExasolError('42000', `object ${schema}.${name} not found`);
  if (target.kind === 'like' || target.columns.length === 0) return all;
  return target.columns.map((wanted) => {
    const found = all.find((column) => column.name === wanted);
    if (found === undefined) throw new ExasolError('42000', `object ${wanted} not found`);
    return found;
  });
}
