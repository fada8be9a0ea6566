import { createWriteStream } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { findColumn } from '../../csv/column-names.js';
import { countKnown, makeProfile } from '../../csv/column-type.js';
import { type FileColumn, profileFile, writeRows } from '../../csv/table-file.js';
import { makeError } from '../../errors/user-error.js';
import { suggestNearest } from '../../text/nearest.js';

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

/** Rows in a CSV file for IMPORT: with a header, commas, and empty cells for NULL. */
export interface DatasetPart {
  readonly file: string;
  readonly rows: number;
}

export interface Dataset {
  readonly source: DatasetSource;
  /** Valid as part of the name of a table, a file and a job. */
  readonly name: string;
  readonly columns: readonly FileColumn[];
  readonly target: FileColumn;
  readonly training: DatasetPart;
  /** Rows that are not used for training, for trying predictions. */
  readonly heldOut: DatasetPart;
  /** Sentences about what is unusual in the file. */
  readonly notes: readonly string[];
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
  const { header, columns, profiles, rows, notes } = await profileFile(source.path);
  const position = findColumn(header, source.target);
  if (position === undefined) {
    const names = header.map((name) => `'${name}'`).join(', ');
    const suggestion = suggestNearest(source.target, header);
    throw makeError('E-SME-127', { target: source.target, file: source.path, suggestion, columns: names });
  }
  if (rows < minRows) throw makeError('E-SME-128', { file: source.path, rows, min: minRows });
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
    notes,
  };
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
