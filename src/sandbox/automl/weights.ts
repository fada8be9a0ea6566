import { parseNumber } from './cell-text.js';
import type { SampledTable } from './read-table.js';

export interface Weights {
  /** Weight of a row of the table, NaN where the row is to be left out. */
  of(row: number): number;
}

/** Weights that are missing, no number or negative leave their row out, as AWS does. */
export function readWeights(table: SampledTable, column: string): Weights {
  const position = table.header.indexOf(column);
  const weights = Float64Array.from(table.rows, (row) => {
    const weight = parseNumber(row[position] ?? '');
    return weight >= 0 ? weight : Number.NaN;
  });
  return { of: (row) => weights[row] ?? Number.NaN };
}
