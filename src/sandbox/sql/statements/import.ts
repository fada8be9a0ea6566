import { requireObjectPrivilege, requireSystemPrivilege } from '../../catalog/privileges.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { Column, Row } from '../../types/values.js';
import type { StatementContext } from '../statement-context.js';
import { resolveFileTargets } from './csv/file-target.js';
import { planFiles } from './csv/plan-files.js';
import { type ImportTarget, type ParsedImport, parseImport } from './import/parse-import.js';
import { readFiles } from './import/read-files.js';
import { findSchemaOwner } from './schema-owner.js';

/** IMPORT INTO table [(columns)] FROM CSV AT … FILE … from Amazon S3 or a tunnel of a client, plain or `.gz`. */
export async function handleImport(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const parsed = parseImport(tokens);
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

/** Columns and rows of an IMPORT inside a query. */
export interface SubqueryImport {
  /** The columns of `INTO (c type, …)`, or of the table in `INTO (LIKE t)`. */
  readonly columns: readonly Column[];
  /** Reads the files. @param onRows receives the rows in batches, with cells in the order of `columns` */
  readRows(onRows: (rows: readonly Row[]) => Promise<void>): Promise<void>;
}

/**
 * Opens the IMPORT of `SELECT … FROM (IMPORT INTO (c type, …) FROM CSV …)`.
 * @param tokens from the word IMPORT to the end of the clause
 */
export async function openSubqueryImport(context: StatementContext, tokens: TokenStream): Promise<SubqueryImport> {
  const parsed = parseImport(tokens);
  const columns = await findTargetColumns(context, parsed.target);
  return {
    columns,
    readRows: async (onRows) => {
      await requireSystemPrivilege(context.catalog, context.session.user, 'IMPORT');
      await readInto(context, parsed, columns, onRows);
    },
  };
}

async function readInto(
  context: StatementContext,
  parsed: ParsedImport,
  columns: readonly Column[],
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  const files = planFiles(context, await resolveFileTargets(context, parsed.groups), parsed.options);
  return await readFiles(context, parsed, files, columns, onRows);
}

async function findTargetColumns(context: StatementContext, target: ImportTarget): Promise<readonly Column[]> {
  if (target.kind === 'columns') return target.columns;
  const { schema, name } = context.resolveName(target.name);
  const all = await context.columnsOf(schema, name);
  if (all === undefined) throw new ExasolError('42000', `object ${schema}.${name} not found`);
  if (target.kind === 'like' || target.columns.length === 0) return all;
  return target.columns.map((columnName) => {
    const found = all.find((column) => column.name === columnName);
    if (found === undefined) throw new ExasolError('42000', `object ${columnName} not found`);
    return found;
  });
}
