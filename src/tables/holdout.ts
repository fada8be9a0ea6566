import { holdoutCondition, holdoutSlots } from '../scripts/facts.js';
import { writeCsvLine } from './csv-line.js';
import type { TrainedColumn } from './job-table.js';

/**
 * Writes SQL that is true for the rows that a training kept apart. templates/lua/sme/holdout.lua writes the same text;
 * test/integration/holdout.test.ts compares them.
 * @param columns the columns to hash: the key, or all columns of the training
 */
export function writeHoldoutCondition(columns: readonly TrainedColumn[], fraction: number): string {
  const values = { '@': writeCsvLine(columns, new Map(), ''), '#': String(Math.floor(fraction * holdoutSlots)) };
  return holdoutCondition.replaceAll(/[@#]/g, (slot) => values[slot === '@' ? '@' : '#']);
}
