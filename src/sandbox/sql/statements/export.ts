import { requireSystemPrivilege } from '../../catalog/privileges.js';
import { makeAbortError } from '../../lua/abort-error.js';
import { quoteIdentifier, quotePath } from '../../tokens/quote.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import type { ByteSink } from '../../types/client-files.js';
import { ExasolError } from '../../types/exasol-error.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { Column } from '../../types/values.js';
import type { StatementContext } from '../statement-context.js';
import { resolveFileTargets } from './csv/file-target.js';
import { planFiles } from './csv/plan-files.js';
import { makeRowWriter, type RowWriter } from './csv/row-writer.js';
import { RowDistribution } from './export/distribute-rows.js';
import { openFiles, S3Connections } from './export/open-files.js';
import { type ExportSource, type ParsedExport, parseExport } from './export/parse-export.js';

/**
 * EXPORT {table | (query)} INTO CSV AT … FILE … to Amazon S3 or a tunnel of a client, plain or `.gz`. Rows are streamed; memory holds at
 * most one part (8 MiB) per file. As in Exasol, ROLLBACK does not delete exported files. A failed export leaves no objects.
 */
export async function handleExport(context: StatementContext, tokens: TokenStream): Promise<StatementResult> {
  const parsed = parseExport(tokens);
  await requireSystemPrivilege(context.catalog, context.session.user, 'EXPORT');
  const files = planFiles(context, await resolveFileTargets(context, parsed.groups), parsed.options);
  const query = await renderQuery(context, parsed.source);
  const connections = new S3Connections(context.services.awsEndpointUrl);
  let sinks: readonly ByteSink[] = [];
  try {
    const open = async (columns: readonly Column[]) => {
      const writer = makeWriter(context, parsed, columns);
      sinks = await openFiles(context, connections, files, parsed.options);
      const header = parsed.options.withColumnNames ? writer.header() : '';
      const emptyFiles = context.services.behaviours['empty-export-file'];
      return { writer, distribution: new RowDistribution(sinks, header, parsed.options.charset, emptyFiles) };
    };
    const written = await writeRows(context, query, open);
    return { kind: 'rowCount', rowCount: written, etl: { read: written, written, withError: 0 } };
  } catch (error) {
    await Promise.all(sinks.map((sink) => sink.abort()));
    throw context.signal?.aborted === true ? makeAbortError(context.signal) : error;
  } finally {
    await connections.close();
  }
}

interface OpenFiles {
  readonly writer: RowWriter;
  readonly distribution: RowDistribution;
}

/** Opens the files with the first rows, so a query that does not compile never reaches S3. */
async function writeRows(
  context: StatementContext,
  query: string,
  open: (columns: readonly Column[]) => Promise<OpenFiles>,
): Promise<number> {
  let opened: OpenFiles | undefined;
  const columns = await context.stream(query, async (rows, columns) => {
    opened ??= await open(columns);
    const { writer, distribution } = opened;
    await distribution.add(rows.map((row) => writer.line(row)));
  });
  opened ??= await open(columns);
  await opened.distribution.close();
  return opened.distribution.rows;
}

function makeWriter(context: StatementContext, parsed: ParsedExport, columns: readonly Column[]): RowWriter {
  const invalid = parsed.specs?.find(({ index }) => index < 1 || index > columns.length);
  if (invalid !== undefined) throw new ExasolError('42000', `column number ${invalid.index} is out of range`);
  return makeRowWriter(columns, parsed.specs, parsed.options, context.session.attributes);
}

async function renderQuery(context: StatementContext, source: ExportSource): Promise<string> {
  if (source.kind === 'query') return source.sql;
  const table = context.resolveName(source.name);
  if ((await context.columnsOf(table.schema, table.name)) === undefined) {
    throw new ExasolError('42000', `object ${table.schema}.${table.name} not found`);
  }
  const columns = source.columns.length === 0 ? '*' : source.columns.map(quoteIdentifier).join(', ');
  return `SELECT ${columns} FROM ${quotePath(table)}`;
}
