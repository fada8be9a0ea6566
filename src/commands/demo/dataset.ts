import { createWriteStream } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { makeError } from '../../errors/user-error.js';
import { suggestNearest } from '../../text/nearest.js';
import { findColumn, makeColumnNames } from './column-names.js';
import { addCell, type ColumnProfile, type CsvColumnType, chooseType, countKnown, makeProfile } from './column-type.js';
import { readCsv } from './read-csv.js';

/** Where the data comes from: the file of the package, or one of the user. */
export interface DatasetSource {
  readonly path: string;
  readonly target: string;
  /** Content and origin, for the user. */
  readonly title: string;
}

export const seattleWeather: DatasetSource = {
  path: fileURLToPath(new URL('data/seattle-weather.csv', import.meta.url)),
  target: 'weather',
  title: 'daily weather in Seattle, 2012-2015 (NOAA, public domain; from the npm package vega-datasets 3.2.1)',
};

export interface DatasetColumn {
  /** Name in the file. */
  readonly header: string;
  /** Name in the table. */
  readonly name: string;
  readonly type: CsvColumnType;
}

/** Rows in a CSV file for IMPORT: with a header, commas, and empty cells for NULL. */
export interface DatasetPart {
  readonly file: string;
  readonly rows: number;
}

export interface Dataset {
  readonly source: DatasetSource;
  /** Valid as part of the name of a table, a file and a job. */
  readonly name: string;
  readonly columns: readonly DatasetColumn[];
  readonly target: DatasetColumn;
  readonly training: DatasetPart;
  /** Rows that are not used for training, for trying predictions. */
  readonly heldOut: DatasetPart;
}

/** Minimum of SageMaker Autopilot. */
const minRows = 500;
/** Every tenth row is held out, if enough rows remain. */
const heldOutEvery = 10;

/**
 * Reads a CSV file twice: once to find types and count rows, once to write it to `folder` in a format for IMPORT.
 * @throws UserError E-SME-125 to E-SME-129 if the file is not usable
 */
export async function prepareDataset(source: DatasetSource, folder: string): Promise<Dataset> {
  const { header, profiles, rows } = await profileFile(source.path);
  const position = findColumn(header, source.target);
  if (position === undefined) {
    const names = header.map((name) => `'${name}'`).join(', ');
    const suggestion = suggestNearest(source.target, header);
    throw makeError('E-SME-127', { target: source.target, file: source.path, suggestion, columns: names });
  }
  if (rows < minRows) throw makeError('E-SME-128', { file: source.path, rows, min: minRows });
  const names = makeColumnNames(header);
  const columns = header.map((text, index): DatasetColumn => {
    const type = chooseType(profiles[index] ?? makeProfile());
    return { header: text, name: names[index] ?? text, type };
  });
  const target = columns[position];
  if (target === undefined || (profiles[position]?.present ?? 0) === 0) {
    throw makeError('E-SME-129', { target: source.target, file: source.path });
  }
  // Autopilot counts rows with a known target, and every row held out may be one of them
  const known = countKnown(profiles[position] ?? makeProfile());
  const heldOutRows = Math.max(0, Math.min(known - minRows, Math.floor(rows / heldOutEvery)));
  const isHeldOut = (row: number): boolean => (row + 1) % heldOutEvery === 0 && (row + 1) / heldOutEvery <= heldOutRows;
  const write = async (file: string, wanted: (row: number) => boolean): Promise<string> => {
    const path = join(folder, file);
    await pipeline(writeRows(source.path, columns, wanted), createWriteStream(path));
    return path;
  };
  return {
    source,
    name: makeDatasetName(source.path),
    columns,
    target,
    training: { file: await write('training.csv', (row) => !isHeldOut(row)), rows: rows - heldOutRows },
    heldOut: { file: await write('held-out.csv', isHeldOut), rows: heldOutRows },
  };
}

async function profileFile(path: string): Promise<{ header: string[]; profiles: ColumnProfile[]; rows: number }> {
  let header: string[] | undefined;
  let profiles: ColumnProfile[] = [];
  let rows = 0;
  for await (const record of readCsv(path)) {
    if (!header) {
      header = record.map((name) => name.trim());
      profiles = header.map(makeProfile);
      continue;
    }
    rows += 1;
    for (const [index, profile] of profiles.entries()) addCell(profile, record[index] ?? '');
  }
  if (!header) throw makeError('E-SME-126', { file: path, reason: 'it is empty' });
  if (header.length < 2) {
    throw makeError('E-SME-126', { file: path, reason: `its header has only one column, '${header[0] ?? ''}'` });
  }
  return { header, profiles, rows };
}

async function* writeRows(
  path: string,
  columns: readonly DatasetColumn[],
  wanted: (row: number) => boolean,
): AsyncGenerator<string> {
  yield formatRecord(columns.map((column) => column.name));
  let row = -2;
  let chunk = '';
  for await (const record of readCsv(path)) {
    row += 1;
    if (row < 0 || !wanted(row)) continue;
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

/** `My Customers (2024).csv` → `my-customers-2024`. At most 17 characters, because a job name has 32 and ends with the time. */
function makeDatasetName(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 17)
    .replaceAll(/^-+|-+$/g, '');
  return name || 'data';
}
