import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { downloadObject } from '../../../s3/download.js';
import { ExasolError } from '../../../types/exasol-error.js';
import type { Column, Row } from '../../../types/values.js';
import type { StatementContext } from '../../statement-context.js';
import { CellError, type CellReader, makeCellReader } from '../csv/cell-reader.js';
import { type CsvFields, CsvParser, CsvSyntaxError } from '../csv/csv-parser.js';
import { type PlannedFile, S3Connections } from '../export/open-files.js';
import type { ParsedImport } from './parse-import.js';

/** Number of rows per batch; each batch is one INSERT. */
const BATCH_ROWS = 20_000;

/** A field of the file and the reader of its column. */
interface Field {
  readonly at: number;
  readonly read: CellReader;
}

/** Reads the files one after another and passes their rows on in batches, in the order of `columns`. */
export async function readFiles(
  context: StatementContext,
  parsed: ParsedImport,
  files: readonly PlannedFile[],
  columns: readonly Column[],
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  const fields = matchFields(context, parsed, columns);
  const connections = new S3Connections(context.services.awsEndpointUrl);
  let total = 0;
  try {
    for (const file of files) {
      let batch: Row[] = [];
      for await (const row of readRows(context, parsed, connections, file, fields)) {
        batch.push(row);
        if (batch.length < BATCH_ROWS) continue;
        await onRows(batch);
        total += batch.length;
        batch = [];
      }
      if (batch.length > 0) await onRows(batch);
      total += batch.length;
    }
    return total;
  } finally {
    await connections.close();
  }
}

/** Without column numbers, the fields of the file correspond to the columns in order. */
function matchFields(context: StatementContext, parsed: ParsedImport, columns: readonly Column[]): readonly Field[] {
  const specs = parsed.specs ?? columns.map((_, index) => ({ index: index + 1, format: undefined }));
  if (specs.length !== columns.length) {
    const counts = `source (=${specs.length}) and destination (=${columns.length})`;
    throw new ExasolError('42636', `ETL-6009: Number of columns in ${counts} differ`);
  }
  return columns.map(({ dataType }, position) => {
    const spec = specs[position];
    const read = makeCellReader(dataType, spec?.format, parsed.options, context.session.attributes);
    return { at: (spec?.index ?? position + 1) - 1, read };
  });
}

async function* readRows(
  context: StatementContext,
  parsed: ParsedImport,
  connections: S3Connections,
  file: PlannedFile,
  fields: readonly Field[],
): AsyncGenerator<Row> {
  let number = 0;
  try {
    for await (const row of parseRows(context, parsed, connections, file)) {
      if (number >= parsed.options.skip) yield convertRow(parsed, file, fields, row, number);
      number += 1;
    }
  } catch (error) {
    if (!(error instanceof CsvSyntaxError)) throw error;
    throw makeParseError(number, `${error.message} in file '${file.file}'`);
  }
}

async function* parseRows(
  context: StatementContext,
  parsed: ParsedImport,
  connections: S3Connections,
  file: PlannedFile,
): AsyncGenerator<CsvFields> {
  const connection = await connections.find(file);
  const parser = new CsvParser(parsed.options);
  const decoder = new TextDecoder(parsed.options.charset === 'utf8' ? 'utf-8' : 'latin1');
  const bytes = downloadObject(connection, file.location, context.signal);
  for await (const chunk of file.file.toLowerCase().endsWith('.gz') ? unzip(bytes) : bytes) {
    yield* parser.feed(decoder.decode(chunk, { stream: true }));
  }
  yield* parser.feed(decoder.decode());
  yield* parser.finish();
}

/** Decompresses a stream. `stream.compose` would lose an error of the download; this rethrows it unchanged. */
async function* unzip(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(bytes);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield Buffer.from(chunk);
  } catch (error) {
    if (error instanceof ExasolError) throw error;
    throw new ExasolError(
      '42636',
      `ETL-2106: Error while decompressing: ${error instanceof Error ? error.message : ''}`,
    );
  } finally {
    source.destroy();
  }
}

function makeParseError(row: number, reason: string): ExasolError {
  return new ExasolError('42636', `ETL-2101: Error while parsing row=${row} (starting from 0) [${reason}]`);
}

function convertRow(
  parsed: ParsedImport,
  file: PlannedFile,
  fields: readonly Field[],
  row: CsvFields,
  number: number,
): Row {
  const wrong = parsed.specs === undefined ? row.length !== fields.length : fields.some(({ at }) => at >= row.length);
  if (wrong) {
    const counts = `Expected: [${Math.max(...fields.map(({ at }) => at)) + 1}], found [${row.length}]`;
    const reason = `CSV Parser found incorrect number of columns. ${counts} columns in file '${file.file}'`;
    throw makeParseError(number, reason);
  }
  return fields.map(({ at, read }, column) => {
    try {
      return read(row[at] ?? '');
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      throw new ExasolError('42636', `${error.code}: [Column=${column} Row=${number}] [${error.message}]`);
    }
  });
}
