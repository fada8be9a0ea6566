import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { makeError, UserError } from '../errors/user-error.js';
import { describeCsvProblem } from './csv-problem.js';
import { findOtherKind } from './file-kind.js';

/** Delimiters that spreadsheet programs write. */
const delimiters = [',', ';', '\t', '|'] as const;

/** A record of a CSV file. The first one is the header. */
export type CsvRecord = readonly string[];

/** How a file differs from a plain CSV file, found in its first lines. */
interface CsvFormat {
  readonly delimiter: string;
  readonly quote: '"' | "'";
  /** Lines before the header, such as `sep=;` and comments. */
  readonly skippedLines: number;
  /** Sentences about the format, for the user. */
  readonly notes: readonly string[];
}

/**
 * Reads a CSV file in UTF-8 record by record, so that a file of any size fits into memory. Finds the format in the first lines, and skips
 * lines before the header and repetitions of the header.
 * @param onNote called with a sentence about everything that is unusual
 * @throws UserError E-SME-125 if the file cannot be read, E-SME-126 if it is not valid CSV
 */
export async function* readCsv(path: string, onNote: (note: string) => void = () => {}): AsyncGenerator<CsvRecord> {
  const { delimiter, quote, skippedLines, notes } = await detectFormat(path);
  notes.forEach(onNote);
  const parser = parse({ bom: true, skip_empty_lines: true, delimiter, quote, from_line: skippedLines + 1 });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let number = 0;
  let header: CsvRecord | undefined;
  const repeated: number[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      assertDecoded(path, record, number);
      if (header !== undefined && isRepeatedHeader(record, header)) {
        repeated.push(number);
        continue;
      }
      header ??= record;
      yield record;
    }
  } catch (error) {
    throw toReadError(path, error);
  } finally {
    file.destroy();
  }
  if (repeated.length > 0) {
    const records = repeated.slice(0, 5).join(', ') + (repeated.length > 5 ? ', …' : '');
    const where = `${repeated.length === 1 ? 'record' : 'records'} ${records}`;
    onNote(`The header is repeated in the middle of the file; sme skips it (${where}).`);
  }
}

/** Files that were concatenated repeat their header. A header that could be a row of values is not one. */
function isRepeatedHeader(record: CsvRecord, header: CsvRecord): boolean {
  return (
    record.length > 1 &&
    record.every((cell, index) => cell === header[index]) &&
    record.every((cell) => cell.trim() !== '' && Number.isNaN(Number(cell)))
  );
}

/** The decoder replaces bytes that are not UTF-8 with U+FFFD, and a model would learn the mangled text. */
function assertDecoded(path: string, record: CsvRecord, number: number): void {
  if (record.some((cell) => cell.includes('\u{FFFD}'))) {
    throw makeError('E-SME-651', { file: path, record: number });
  }
}

async function detectFormat(path: string): Promise<CsvFormat> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
      const otherKind = findOtherKind(path, buffer.subarray(0, bytesRead));
      if (otherKind !== undefined) {
        throw otherKind;
      }
      const text = buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
      return describeFormat(text.split(/\r\n|\r|\n/));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toReadError(path, error);
  }
}

function describeFormat(lines: readonly string[]): CsvFormat {
  const notes: string[] = [];
  const separator = /^"?sep=(.)"?$/i.exec(lines[0] ?? '')?.[1];
  let skippedLines = 0;
  if (separator !== undefined) {
    notes.push(`The first line '${lines[0]}' is for spreadsheet programs; sme reads '${separator}' as the delimiter.`);
    skippedLines = 1;
  }
  const before = lines.slice(skippedLines, skippedLines + countComments(lines.slice(skippedLines)));
  // Blank lines are skipped without a word, as everywhere in the file.
  const comments = before.filter((line) => line.trim() !== '');
  if (comments.length > 0) {
    const lead = comments.length === 1 ? 'One comment line' : `${comments.length} comment lines`;
    const text = comments[0]?.slice(0, 60);
    notes.push(`${lead} before the header ${comments.length === 1 ? 'is' : 'are'} skipped: '${text}'.`);
  }
  skippedLines += before.length;
  const headerLine = lines[skippedLines] ?? '';
  const delimiter = separator ?? findDelimiter(headerLine);
  const cells = headerLine.split(delimiter).map((cell) => cell.trim());
  const isSingleQuoted = cells.length > 1 && cells.every((cell) => /^'[^']+'$/.test(cell));
  if (isSingleQuoted) {
    notes.push("The column names are in single quotes; sme reads ' as the quote of this file.");
  }
  return { delimiter, quote: isSingleQuoted ? "'" : '"', skippedLines, notes };
}

/** Counts lines that start with `#` before the header. A header may start with `#`, too; it has as many cells as the next line. */
function countComments(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const next = lines[first];
  if (first <= 0 || next === undefined) {
    return 0;
  }
  const last = lines[first - 1] ?? '';
  const delimiter = findDelimiter(next);
  const isHeader =
    last.startsWith('#') && last.includes(delimiter) && count(last, delimiter) === count(next, delimiter);
  return isHeader ? first - 1 : first;
}

/** Returns the most frequent delimiter of a header line outside of quotes, or a comma. */
function findDelimiter(headerLine: string): string {
  return delimiters.reduce((best, each) => (count(headerLine, each) > count(headerLine, best) ? each : best));
}

const count = (line: string, delimiter: string): number =>
  line.replaceAll(/"(?:[^"]|"")*"/g, '').split(delimiter).length - 1;

/** Node.js repeats the path in its own words, so the usual problems have words of their own. */
function describeFileProblem(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'you may not read it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function toReadError(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  if (error instanceof CsvError) {
    return makeError('E-SME-126', { file: path, reason: describeCsvProblem(error) }, error);
  }
  const reason = describeFileProblem(error);
  return makeError('E-SME-125', { file: path, reason }, error);
}
