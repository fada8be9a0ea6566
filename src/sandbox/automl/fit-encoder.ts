import { parseDate, parseNumber } from './cell-text.js';
import { encodeColumn, type Feature } from './encode-columns.js';
import type { ColumnEncoder } from './serialized-model.js';
import type { ColumnKind } from './types.js';

export interface FittedColumn {
  readonly encoder: ColumnEncoder;
  /** Features of the training rows. A mean encoding excludes the row's own fold, because models would overfit otherwise. */
  readonly trainFeatures: Feature[];
}

/** Up to this number of levels, each gets its own feature; more are encoded by the mean of the target. */
const maxLevels = 12;
const textBuckets = 16;
const folds = 5;
/** Weight of the overall mean in the mean of a level, in rows. */
const smoothing = 10;

/**
 * @param cells the cells of the training rows
 * @param targets one array per output: the standardized number, or 1 for the class and 0 for others
 */
export function fitColumn(kind: ColumnKind, cells: readonly string[], targets: readonly Float64Array[]): FittedColumn {
  const encoder = fitPlainEncoder(kind, cells);
  return encoder ? { encoder, trainFeatures: encodeColumn(encoder, cells) } : fitTargetMeans(cells, targets);
}

function fitPlainEncoder(kind: ColumnKind, cells: readonly string[]): ColumnEncoder | undefined {
  switch (kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'numeric': {
      const values = cells.map(parseNumber).filter((value) => !Number.isNaN(value));
      return { kind: 'numeric', median: findMedian(values), missingIndicator: values.length < cells.length };
    }
    case 'datetime': {
      const days = cells.flatMap((cell) => parseDate(cell)?.day ?? []);
      return { kind: 'datetime', median: findMedian(days) };
    }
    case 'text':
      return { kind: 'text', buckets: textBuckets };
    case 'categorical': {
      const levels = [...new Set(cells)].sort();
      return levels.length <= maxLevels ? { kind: 'oneHot', levels } : undefined;
    }
  }
}

function fitTargetMeans(cells: readonly string[], targets: readonly Float64Array[]): FittedColumn {
  const overall = targets.map((target) => target.reduce((sum, value) => sum + value, 0) / cells.length);
  const levels = [...new Set(cells)].sort();
  const position = new Map(levels.map((level, index) => [level, index]));
  const rowLevel = Int32Array.from(cells, (cell) => position.get(cell) ?? 0);
  const counts = new Float64Array(levels.length * folds);
  for (const [row, level] of rowLevel.entries()) addTo(counts, level * folds + (row % folds), 1);
  const countOf = sumFolds(counts, levels.length);

  const perOutput = targets.map((target, output) => {
    const prior = overall[output] ?? 0;
    const sums = new Float64Array(levels.length * folds);
    for (const [row, level] of rowLevel.entries()) addTo(sums, level * folds + (row % folds), target[row] ?? 0);
    const sumOf = sumFolds(sums, levels.length);
    const smooth = (sum: number, count: number): number => (sum + smoothing * prior) / (count + smoothing);
    const feature = new Float64Array(cells.length);
    for (const [row, level] of rowLevel.entries()) {
      const own = level * folds + (row % folds);
      feature[row] = smooth((sumOf[level] ?? 0) - (sums[own] ?? 0), (countOf[level] ?? 0) - (counts[own] ?? 0));
    }
    return { feature, means: levels.map((_, level) => smooth(sumOf[level] ?? 0, countOf[level] ?? 0)) };
  });

  // A level with one row adds nothing to the overall mean; omitting it keeps models of id columns small.
  const kept = levels.flatMap((_, level) => ((countOf[level] ?? 0) > 1 ? [level] : []));
  return {
    encoder: {
      kind: 'targetMean',
      levels: kept.map((level) => levels[level] ?? ''),
      means: kept.map((level) => perOutput.map((output) => output.means[level] ?? 0)),
      unseen: overall,
    },
    trainFeatures: perOutput.map((output) => output.feature),
  };
}

function addTo(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}

function sumFolds(values: Float64Array, levels: number): Float64Array {
  const sums = new Float64Array(levels);
  for (const [index, value] of values.entries()) addTo(sums, Math.floor(index / folds), value);
  return sums;
}

function findMedian(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
