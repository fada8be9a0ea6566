import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { makeError, UserError } from '../../errors/user-error.js';

/** Delimiters that spreadsheets write. */
const delimiters = [',', ';', '\t', '|'] as const;

/** A record of a CSV file; the first one of a file is its header. */
export type CsvRecord = readonly string[];

/**
 * Reads a CSV file record by record (UTF-8; delimiter found from the first line), so that a file of any size fits into memory.
 *
 * @throws UserError E-SME-125 where the file cannot be read, E-SME-126 where it is no CSV
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRecord> {
  const delimiter = await sniffDelimiter(path);
  const parser = parse({ bom: true, skip_empty_lines: true, delimiter });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let number = 0;
  try {
    for await (const record of parser) {
      number += 1;
      assertDecoded(path, record as string[], number);
      yield record as string[];
    }
  } catch (error) {
    throw explainReadError(path, error);
  } finally {
    file.destroy();
  }
}

/** Bytes that are no UTF-8 come out of the decoder as U+FFFD: a model would learn mangled text. */
function assertDecoded(path: string, record: CsvRecord, number: number): void {
  if (record.some((cell) => cell.includes('\u{FFFD}'))) {
    throw makeError('E-SME-126', {
      file: path,
      reason: `it is not UTF-8 in record ${number}, the header being the first`,
    });
  }
}

async function sniffDelimiter(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      const [firstLine = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
      return findDelimiter(firstLine);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainReadError(path, error);
  }
}

/** The delimiter that stands most often in a header line, outside of quotes; a comma where none does. */
function findDelimiter(headerLine: string): string {
  const bare = headerLine.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => bare.split(delimiter).length - 1;
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function explainReadError(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const isCsvError = error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
  return isCsvError
    ? makeError('E-SME-126', { file: path, reason }, error)
    : makeError('E-SME-125', { file: path, reason }, error);
}
