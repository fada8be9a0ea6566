import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import { makeError, UserError } from '../../errors/user-error.js';

/** Delimiters that spreadsheet programs write. */
const delimiters = [',', ';', '\t', '|'] as const;

/** A record of a CSV file. The first one is the header. */
export type CsvRecord = readonly string[];

/**
 * Reads a CSV file in UTF-8 record by record, so that a file of any size fits into memory. Finds the delimiter in the first line.
 * @throws UserError E-SME-125 if the file cannot be read, E-SME-126 if it is not valid CSV
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRecord> {
  const delimiter = await detectDelimiter(path);
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
    throw toReadError(path, error);
  } finally {
    file.destroy();
  }
}

/** The decoder replaces bytes that are not UTF-8 with U+FFFD, and a model would learn the mangled text. */
function assertDecoded(path: string, record: CsvRecord, number: number): void {
  if (record.some((cell) => cell.includes('\u{FFFD}'))) {
    throw makeError('E-SME-126', {
      file: path,
      reason: `record ${number} is not UTF-8 (the header is record 1)`,
    });
  }
}

async function detectDelimiter(path: string): Promise<string> {
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
    throw toReadError(path, error);
  }
}

/** Returns the most frequent delimiter of a header line outside of quotes, or a comma. */
function findDelimiter(headerLine: string): string {
  const unquoted = headerLine.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string): number => unquoted.split(delimiter).length - 1;
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function toReadError(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const isCsvError = error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
  return isCsvError
    ? makeError('E-SME-126', { file: path, reason }, error)
    : makeError('E-SME-125', { file: path, reason }, error);
}
