import { type Random, shuffle } from './random.js';

export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Randomly selects the validation rows. For classification, it takes the same share of each class and leaves at least one row of each for training.
 *
 * @param values the target per row
 * @param classes number of classes; 0 for regression
 */
export function splitRows(values: Float64Array, classes: number, fraction: number, random: Random): Split {
  const groups = new Map<number, number[]>();
  for (const [row, value] of values.entries()) {
    const key = classes > 0 ? value : 0;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const train: number[] = [];
  const validation: number[] = [];
  for (const group of groups.values()) {
    const validationCount = Math.min(group.length - 1, Math.round(group.length * fraction));
    for (const [index, row] of shuffle(group, random).entries())
      (index < validationCount ? validation : train).push(row);
  }
  return { train: Int32Array.from(train), validation: Int32Array.from(validation) };
}
