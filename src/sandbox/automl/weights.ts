import { parseNumber } from './cell-text.js';
import type { SampledTable } from './read-table.js';

export interface Weights {
  /** Weight of a row; NaN if the row is skipped. */
  of(row: number): number;
}

/** Reads the weights. As in AWS, rows with a missing, invalid or negative weight are skipped. */
export function readWeights(table: SampledTable, column: string): Weights {
  const position = table.header.indexOf(column);
  const weights = Float64Array.from(table.rows, (row) => {
    const weight = parseNumber(row[position] ?? '');
    return weight >= 0 ? weight : Number.NaN;
  });
  return { of: (row) => weights[row] ?? Number.NaN };
}
