import { parseDate, parseNumber } from './cell-text.js';
import type { ColumnEncoder } from './serialized-model.js';

/** One number per row. */
export type Feature = Float64Array;

/** Encodes the cells of a column as features. The same encoder always yields the same number of features. */
export function encodeColumn(encoder: ColumnEncoder, cells: readonly string[]): Feature[] {
  switch (encoder.kind) {
    case 'empty':
      return [];
    case 'numeric':
      return encodeNumbers(encoder, cells);
    case 'oneHot':
      return encodeLevels(encoder.levels, cells);
    case 'targetMean':
      return encodeMeans(encoder, cells);
    case 'text':
      return encodeText(encoder.buckets, cells);
    case 'datetime':
      return encodeDates(encoder.median, cells);
  }
}

function encodeNumbers(encoder: { median: number; missingIndicator: boolean }, cells: readonly string[]): Feature[] {
  const values = new Float64Array(cells.length);
  const missing = new Float64Array(encoder.missingIndicator ? cells.length : 0);
  for (const [row, cell] of cells.entries()) {
    const value = parseNumber(cell);
    const isMissing = Number.isNaN(value);
    values[row] = isMissing ? encoder.median : value;
    if (encoder.missingIndicator && isMissing) missing[row] = 1;
  }
  return encoder.missingIndicator ? [values, missing] : [values];
}

/** For a level that did not occur in training, all features are 0. */
function encodeLevels(levels: readonly string[], cells: readonly string[]): Feature[] {
  const position = new Map(levels.map((level, index) => [level, index]));
  const features = levels.map(() => new Float64Array(cells.length));
  for (const [row, cell] of cells.entries()) {
    const feature = features[position.get(cell) ?? -1];
    if (feature) feature[row] = 1;
  }
  return features;
}

function encodeMeans(
  encoder: { levels: readonly string[]; means: readonly (readonly number[])[]; unseen: readonly number[] },
  cells: readonly string[],
): Feature[] {
  const position = new Map(encoder.levels.map((level, index) => [level, index]));
  const features = encoder.unseen.map(() => new Float64Array(cells.length));
  for (const [row, cell] of cells.entries()) {
    const means = encoder.means[position.get(cell) ?? -1] ?? encoder.unseen;
    for (const [output, feature] of features.entries()) feature[row] = means[output] ?? 0;
  }
  return features;
}

/** Length, number of words, and number of words in each hash bucket. */
function encodeText(buckets: number, cells: readonly string[]): Feature[] {
  const features = Array.from({ length: buckets + 2 }, () => new Float64Array(cells.length));
  const [lengths, counts] = features;
  for (const [row, cell] of cells.entries()) {
    const words = cell.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (lengths) lengths[row] = cell.length;
    if (counts) counts[row] = words.length;
    for (const word of words) {
      const feature = features[2 + (hashWord(word) % buckets)];
      if (feature) feature[row] = (feature[row] ?? 0) + 1;
    }
  }
  return features;
}

/** FNV-1a, 32 bits. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function encodeDates(median: number, cells: readonly string[]): Feature[] {
  const features = Array.from({ length: 5 }, () => new Float64Array(cells.length));
  for (const [row, cell] of cells.entries()) {
    const date = parseDate(cell);
    const values = date ? [date.day, date.month, date.weekday, date.dayOfYear, date.hour] : [median, 0, -1, -1, -1];
    for (const [index, feature] of features.entries()) feature[row] = values[index] ?? 0;
  }
  return features;
}
