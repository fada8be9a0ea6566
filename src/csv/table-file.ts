import { makeError } from '../errors/user-error.js';
import { makeColumnNames } from './column-names.js';
import { addCell, type ColumnProfile, type CsvColumnType, chooseType, makeProfile } from './column-type.js';
import { type CsvRecord, readCsv } from './read-csv.js';

/** A column of a CSV file as a column of a table. */
export interface FileColumn {
  /** Name in the file. */
  readonly header: string;
  /** Name in the table. */
  readonly name: string;
  readonly type: CsvColumnType;
}

/** A CSV file, read once. */
export interface ProfiledFile {
  readonly header: readonly string[];
  readonly columns: readonly FileColumn[];
  readonly profiles: readonly ColumnProfile[];
  readonly rows: number;
  /** Sentences about what is unusual in the file, and about columns whose type may surprise. */
  readonly notes: readonly string[];
}

/** Rows between two reports of progress. */
const reportedRows = 10_000;

/**
 * Reads a file to find types and count rows.
 * @param onProgress receives the number of rows so far
 * @throws UserError E-SME-125, E-SME-126
 */
export async function profileFile(path: string, onProgress: (rows: number) => void = () => {}): Promise<ProfiledFile> {
  const notes: string[] = [];
  let header: readonly string[] | undefined;
  let profiles: ColumnProfile[] = [];
  let rows = 0;
  for await (const record of readCsv(path, (note) => notes.push(note))) {
    if (!header) {
      header = record.map((name) => name.trim());
      profiles = header.map(makeProfile);
      continue;
    }
    rows += 1;
    if (rows % reportedRows === 0) onProgress(rows);
    for (const [index, profile] of profiles.entries()) addCell(profile, record[index] ?? '', rows + 1);
  }
  if (!header) throw makeError('E-SME-126', { file: path, reason: 'it is empty' });
  if (header.length < 2) {
    throw makeError('E-SME-126', { file: path, reason: `its header has only one column, '${header[0] ?? ''}'` });
  }
  const names = makeColumnNames(header);
  const columns = header.map((text, index): FileColumn => {
    const type = chooseType(profiles[index] ?? makeProfile());
    return { header: text, name: names[index] ?? text, type };
  });
  const about = rows === 0 ? ['The file has a header, but no rows.'] : describeColumns(header, columns, profiles);
  return { header, columns, profiles, rows, notes: [...notes, ...about] };
}

const maxListed = 10;

function listNames(names: readonly string[]): string {
  const more = names.length - maxListed;
  return `${names.slice(0, maxListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function describeColumns(
  header: CsvRecord,
  columns: readonly FileColumn[],
  profiles: readonly ColumnProfile[],
): readonly string[] {
  const values = header.filter((name) => /^[+-]?\d[\d.,:-]*$/.test(name));
  const first =
    values.length * 2 > header.length
      ? [`The first line looks like values, not like column names: '${header.slice(0, 5).join(', ').slice(0, 80)}'.`]
      : [];
  const empty = columns.filter((_column, index) => profiles[index]?.filled === 0).map(({ name }) => name);
  const emptyNote =
    empty.length === 0
      ? []
      : [`${empty.length === 1 ? 'This column has' : 'These columns have'} no values: ${listNames(empty)}.`];
  const texts = columns.flatMap(({ name, type }, index) => {
    const reason = type.sql.startsWith('VARCHAR') ? profiles[index]?.forms.explainText() : undefined;
    return reason === undefined ? [] : [`Column ${name} is ${reason}.`];
  });
  return [...first, ...emptyNote, ...texts];
}

/**
 * Writes rows of a file as CSV for IMPORT: with a header, commas, and empty cells for NULL.
 * @param isWanted chooses rows by their number, from 0
 */
export async function* writeRows(
  path: string,
  columns: readonly FileColumn[],
  isWanted: (row: number) => boolean = () => true,
): AsyncGenerator<string> {
  yield formatRecord(columns.map((column) => column.name));
  let row = -2;
  let chunk = '';
  for await (const record of readCsv(path)) {
    row += 1;
    if (row < 0 || !isWanted(row)) continue;
    chunk += formatRecord(columns.map((column, index) => column.type.write(record[index] ?? '')));
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

function formatRecord(cells: readonly string[]): string {
  const quote = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `${cells.map(quote).join(',')}\n`;
}
