import { inferColumnKind } from './column-kind.js';
import { encodeColumn, type Feature } from './encode-columns.js';
import { fitColumn } from './fit-encoder.js';
import type { Pacer } from './pacer.js';
import type { SampledTable } from './read-table.js';
import type { ColumnEncoder } from './serialized-model.js';
import type { Split } from './split-rows.js';
import type { ColumnKind } from './types.js';

export interface EncodedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly encoder: ColumnEncoder;
  /** Index of the column's first feature in the feature lists. */
  readonly firstFeature: number;
  readonly featureCount: number;
}

export interface EncodedTable {
  readonly columns: readonly EncodedColumn[];
  readonly train: readonly Feature[];
  readonly validation: readonly Feature[];
}

/**
 * Encodes every column except the target as numbers. Encoders are fitted on the training rows only.
 *
 * @param ignored a column that is not a feature (sample weights); requests do not contain it
 * @param split indexes of the rows in the table
 * @param targets per output and training row, for the mean encoding of categories
 */
export async function encodeTable(
  table: SampledTable,
  target: string,
  ignored: string | undefined,
  split: Split,
  targets: readonly Float64Array[],
  pacer: Pacer,
): Promise<EncodedTable> {
  const columns: EncodedColumn[] = [];
  const train: Feature[] = [];
  const validation: Feature[] = [];
  for (const [position, name] of table.header.entries()) {
    if (name === target || name === ignored) continue;
    if (pacer.isDue) await pacer.pause();
    const cellsOf = (rows: Int32Array): string[] => Array.from(rows, (row) => table.rows[row]?.[position] ?? '');
    const trainCells = cellsOf(split.train);
    const kind = inferColumnKind(trainCells);
    if (pacer.isDue) await pacer.pause();
    const { encoder, trainFeatures } = fitColumn(kind, trainCells, targets);
    columns.push({ name, kind, encoder, firstFeature: train.length, featureCount: trainFeatures.length });
    train.push(...trainFeatures);
    if (pacer.isDue) await pacer.pause();
    validation.push(...encodeColumn(encoder, cellsOf(split.validation)));
  }
  return { columns, train, validation };
}
