import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { downloadObject } from '../../../s3/download.js';
import { ExasolError } from '../../../types/exasol-error.js';
import type { Column, Row } from '../../../types/values.js';
import type { StatementContext } from '../../statement-context.js';
import { CellError, type CellReader, makeCellReader, makeTrimmer } from '../csv/cell-reader.js';
import type { CsvOptions } from '../csv/csv-options.js';
import { type CsvFields, CsvParser, CsvSyntaxError } from '../csv/csv-parser.js';
import type { PlannedFile } from '../csv/plan-files.js';
import { LineSkipper } from '../csv/skip-lines.js';
import { downloadFromClient } from '../csv/transfer-client-file.js';
import { S3Connections } from '../export/open-files.js';
import type { ParsedImport } from './parse-import.js';

/** Number of rows per batch; each batch is one INSERT. */
const BATCH_ROWS = 20_000;

/** A field of the file and the reader of its column. */
interface Field {
  readonly at: number;
  readonly read: CellReader;
}

/**
 * Reads the files and passes their rows on in batches, one at a time, with cells in the order of `columns`. Files in S3 are read one after
 * another. Files of clients are read at the same time: a client that writes several of them in turn would wait forever otherwise.
 */
export async function readFiles(
  context: StatementContext,
  parsed: ParsedImport,
  files: readonly PlannedFile[],
  columns: readonly Column[],
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  const fields = matchFields(context, parsed, columns);
  const connections = new S3Connections(context.services.awsEndpointUrl);
  const stop = new AbortController();
  const signals = context.signal === undefined ? [stop.signal] : [context.signal, stop.signal];
  const reading = { ...context, signal: AbortSignal.any(signals) };
  let total = 0;
  let delivered = Promise.resolve();
  const deliver = (batch: readonly Row[]): Promise<void> => {
    delivered = delivered.then(() => onRows(batch));
    total += batch.length;
    return delivered;
  };
  const readSequence = async (sequence: readonly PlannedFile[]) => {
    for (const file of sequence) await readBatches(readRows(reading, parsed, connections, file, fields), deliver);
  };
  try {
    await Promise.all(
      makeSequences(files).map((sequence) =>
        readSequence(sequence).catch((error: unknown) => {
          stop.abort(error);
          throw error;
        }),
      ),
    );
    return total;
  } finally {
    await connections.close();
  }
}

/** Files that are read one after another. */
function makeSequences(files: readonly PlannedFile[]): readonly (readonly PlannedFile[])[] {
  const inS3 = files.filter(({ kind }) => kind === 's3');
  const ofClients = files.filter(({ kind }) => kind === 'client').map((file) => [file]);
  return inS3.length === 0 ? ofClients : [inS3, ...ofClients];
}

async function readBatches(rows: AsyncIterable<Row>, deliver: (batch: readonly Row[]) => Promise<void>): Promise<void> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    await deliver(batch);
    batch = [];
  }
  if (batch.length > 0) await deliver(batch);
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
  let number = parsed.options.skip;
  try {
    for await (const row of parseRows(context, parsed, connections, file)) {
      yield convertRow(parsed, file, fields, row, number);
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
  const { options } = parsed;
  const trim = makeTrimmer(options.trim);
  const parser = new CsvParser(options, (text) => trim(text) === options.nullText);
  const skipper = new LineSkipper(options.skip, options.rowSeparator);
  const decode = makeDecoder(options.charset);
  const bytes = await openFile(context, connections, file);
  for await (const chunk of file.file.toLowerCase().endsWith('.gz') ? unzip(bytes) : bytes) {
    yield* parser.feed(skipper.feed(decode(chunk)));
  }
  yield* parser.feed(skipper.feed(decode()));
  yield* parser.finish();
}

/** Decodes a file piece by piece; without a piece, the incomplete character at its end. */
function makeDecoder(charset: CsvOptions['charset']): (chunk?: Buffer) => string {
  // 'latin1' of TextDecoder is windows-1252, which differs from ISO-8859-1.
  if (charset !== 'utf8') return (chunk) => chunk?.toString('latin1') ?? '';
  const decoder = new TextDecoder('utf-8');
  return (chunk) => (chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

async function openFile(
  context: StatementContext,
  connections: S3Connections,
  file: PlannedFile,
): Promise<AsyncGenerator<Buffer>> {
  if (file.kind === 'client') return downloadFromClient(context, file);
  return downloadObject(await connections.find(file), file.location, context.signal);
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
