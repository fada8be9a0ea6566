import { parse } from 'csv-parse';
import type { Pacer } from './pacer.js';
import type { Random } from './random.js';
import { TrainingError, type TrainingFile, type TrainingRequest } from './types.js';

export interface SampledTable {
  readonly header: readonly string[];
  /** All rows, or a uniform random sample of them. */
  readonly rows: readonly (readonly string[])[];
  /** Number of data rows in the files. */
  readonly totalRows: number;
}

/** Maximum number of rows and cells, which bounds memory. AWS also samples large inputs. */
export const sampleLimits = { rows: 50_000, cells: 3_000_000 };

/**
 * Reads all files of a channel. If they contain more rows than `sampleLimits` allows, keeps a reservoir sample (algorithm R).
 *
 * AWS's behavior for a file with a header but no rows is not documented.
 */
export async function readTable(
  { files, acceptsFilesWithoutRows = false }: Pick<TrainingRequest, 'files' | 'acceptsFilesWithoutRows'>,
  random: Random,
  pacer: Pacer,
): Promise<SampledTable> {
  let header: readonly string[] | undefined;
  let firstFile = '';
  let capacity = 0;
  let totalRows = 0;
  const rows: (readonly string[])[] = [];
  for await (const file of files) {
    let rowsInFile = 0;
    let headerOfFile: readonly string[] | undefined;
    for await (const record of readRecords(file)) {
      if (pacer.isDue) await pacer.pause();
      if (!headerOfFile) {
        headerOfFile = record;
        if (!header) {
          assertHeader(record, file.name);
          header = record;
          firstFile = file.name;
          capacity = Math.min(sampleLimits.rows, Math.max(1, Math.floor(sampleLimits.cells / record.length)));
        } else if (record.join('\n') !== header.join('\n')) {
          throw new TrainingError(
            `The header of '${file.name}' differs from the header of '${firstFile}'. All files of a channel must have the same columns in the same order.`,
          );
        }
        continue;
      }
      rowsInFile += 1;
      totalRows += 1;
      if (rows.length < capacity) rows.push(record);
      else {
        const index = random.integer(totalRows);
        if (index < capacity) rows[index] = record;
      }
    }
    if (!headerOfFile) throw new TrainingError(`The file '${file.name}' is empty: it has no header line.`);
    if (rowsInFile === 0 && !acceptsFilesWithoutRows)
      throw new TrainingError(`The file '${file.name}' has a header line but no data rows.`);
  }
  if (!header) throw new TrainingError('No input files were found under the S3 prefix of the training channel.');
  return { header, rows, totalRows };
}

async function* readRecords(file: TrainingFile): AsyncGenerator<string[]> {
  const parser = parse({ bom: true, skip_empty_lines: true });
  file.content.on('error', (error) => parser.destroy(error));
  file.content.pipe(parser);
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TrainingError(`The file '${file.name}' could not be read as CSV: ${message}`);
  } finally {
    file.content.destroy();
  }
}

function assertHeader(header: readonly string[], fileName: string): void {
  const seen = new Set<string>();
  for (const name of header) {
    if (name.trim() === '') throw new TrainingError(`The header of '${fileName}' has a column without a name.`);
    if (seen.has(name)) throw new TrainingError(`The header of '${fileName}' has the column '${name}' twice.`);
    seen.add(name);
  }
}
