import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';
import type { Tree } from '../serialized-model.js';
import type { BinnedFeatures } from './binned-features.js';

/** The gradients that a tree fits, per row. The value of a leaf is the sum of its gradients / (the sum of its hessians + penalty). */
export interface TreeTarget {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

export interface TreeSettings {
  readonly maxDepth: number;
  readonly minLeafRows: number;
  readonly maxLeaves: number;
  readonly penalty: number;
}

interface Split {
  readonly feature: number;
  /** Rows up to this bin go left. */
  readonly bin: number;
  readonly gain: number;
}

/** Sums of the rows of a node by bin of one feature. */
interface Histogram {
  readonly counts: Int32Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** A range of `rows` that belongs to a node. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Grows a tree level by level, so that the limit on leaves affects all branches equally.
 *
 * @param rows positions of the training rows; reordered in place
 */
export async function growTree(
  data: BinnedFeatures,
  target: TreeTarget,
  rows: Int32Array,
  settings: TreeSettings,
  pacer: Pacer,
): Promise<Tree> {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const addLeaf = (range: Range): number => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(computeLeafValue(target, rows, range, settings.penalty));
    return tree.feature.length - 1;
  };
  const root = { start: 0, end: rows.length };
  const queue = [{ node: addLeaf(root), range: root, depth: 0 }];
  let leaves = 1;
  for (const { node, range, depth } of queue) {
    if (leaves >= settings.maxLeaves) break;
    if (depth >= settings.maxDepth || range.end - range.start < 2 * settings.minLeafRows) continue;
    const best = await findBestSplit(data, target, rows, range, settings, pacer);
    if (!best) continue;
    const middle = partition(rows, range, data.bins[best.feature] as Uint8Array, best.bin);
    const [left, right] = [
      { start: range.start, end: middle },
      { start: middle, end: range.end },
    ];
    tree.feature[node] = best.feature;
    tree.threshold[node] = data.edges[best.feature]?.[best.bin] ?? 0;
    tree.value[node] = 0;
    tree.left[node] = addLeaf(left);
    tree.right[node] = addLeaf(right);
    leaves += 1;
    queue.push(
      { node: tree.left[node], range: left, depth: depth + 1 },
      { node: tree.right[node], range: right, depth: depth + 1 },
    );
  }
  return tree;
}

/** Adds the tree's value for each row to `output`. */
export function addTree(tree: Tree, features: readonly Feature[], output: Float64Array): void {
  for (let row = 0; row < output.length; row += 1) {
    let node = 0;
    for (let feature = tree.feature[0] as number; feature >= 0; feature = tree.feature[node] as number) {
      const value = (features[feature] as Feature)[row] as number;
      node = (value <= (tree.threshold[node] as number) ? tree.left[node] : tree.right[node]) as number;
    }
    output[row] = (output[row] as number) + (tree.value[node] as number);
  }
}

function computeLeafValue(target: TreeTarget, rows: Int32Array, { start, end }: Range, penalty: number): number {
  let gradient = 0;
  let hessian = penalty;
  for (let position = start; position < end; position += 1) {
    const row = rows[position] as number;
    gradient += target.gradient[row] as number;
    hessian += target.hessian[row] as number;
  }
  return hessian > 0 ? gradient / hessian : 0;
}

async function findBestSplit(
  data: BinnedFeatures,
  target: TreeTarget,
  rows: Int32Array,
  range: Range,
  settings: TreeSettings,
  pacer: Pacer,
): Promise<Split | undefined> {
  let best: Split | undefined;
  for (const [feature, bins] of data.bins.entries()) {
    if (pacer.isDue) await pacer.pause();
    const binCount = (data.edges[feature]?.length ?? 0) + 1;
    if (binCount < 2) continue;
    const split = findThreshold(feature, sumByBin(bins, binCount, target, rows, range), settings);
    if (split && (!best || split.gain > best.gain)) best = split;
  }
  return best;
}

function sumByBin(
  bins: Uint8Array,
  binCount: number,
  target: TreeTarget,
  rows: Int32Array,
  { start, end }: Range,
): Histogram {
  const counts = new Int32Array(binCount);
  const gradients = new Float64Array(binCount);
  const hessians = new Float64Array(binCount);
  for (let position = start; position < end; position += 1) {
    const row = rows[position] as number;
    const bin = bins[row] as number;
    counts[bin] = (counts[bin] as number) + 1;
    gradients[bin] = (gradients[bin] as number) + (target.gradient[row] as number);
    hessians[bin] = (hessians[bin] as number) + (target.hessian[row] as number);
  }
  return { counts, gradients, hessians };
}

function findThreshold(feature: number, histogram: Histogram, settings: TreeSettings): Split | undefined {
  const { counts, gradients, hessians } = histogram;
  const allRows = counts.reduce((sum, count) => sum + count, 0);
  const allGradient = gradients.reduce((sum, gradient) => sum + gradient, 0);
  const allHessian = hessians.reduce((sum, hessian) => sum + hessian, 0);
  const score = (gradient: number, hessian: number): number =>
    (gradient * gradient) / (hessian + settings.penalty + 1e-12);
  let [leftRows, leftGradient, leftHessian] = [0, 0, 0];
  let best: Split | undefined;
  for (let bin = 0; bin < counts.length - 1; bin += 1) {
    leftRows += counts[bin] as number;
    leftGradient += gradients[bin] as number;
    leftHessian += hessians[bin] as number;
    if (leftRows < settings.minLeafRows || allRows - leftRows < settings.minLeafRows) continue;
    const gain =
      score(leftGradient, leftHessian) +
      score(allGradient - leftGradient, allHessian - leftHessian) -
      score(allGradient, allHessian);
    if (gain > 1e-9 && (!best || gain > best.gain)) best = { feature, bin, gain };
  }
  return best;
}

/** Moves the rows that go left to the front of the range. @returns the position of the first other row */
function partition(rows: Int32Array, { start, end }: Range, bins: Uint8Array, bin: number): number {
  let low = start;
  let high = end - 1;
  while (low <= high) {
    const row = rows[low] as number;
    if ((bins[row] as number) <= bin) {
      low += 1;
    } else {
      rows[low] = rows[high] as number;
      rows[high] = row;
      high -= 1;
    }
  }
  return low;
}
