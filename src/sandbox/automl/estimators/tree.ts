import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';
import { type Random, shuffle } from '../random.js';
import type { Tree } from '../serialized-model.js';
import type { BinnedFeatures } from './binned-features.js';

/** What a tree fits: leaf value = sum of gradients / (sum of hessians + penalty), per output. */
export interface TreeTarget {
  readonly outputs: number;
  /** Per row: the output that its gradient counts for; all for output 0 where absent. */
  readonly outputOf?: Float64Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

export interface TreeSettings {
  readonly maxDepth: number;
  readonly minLeafRows: number;
  readonly maxLeaves: number;
  readonly penalty: number;
  /** Features looked at in each node. */
  readonly featuresPerNode: number;
  /** One random threshold a feature instead of the best one: extremely randomised trees. */
  readonly randomThresholds: boolean;
}

interface Split {
  readonly feature: number;
  /** Ranges up to this one go left. */
  readonly bin: number;
  readonly gain: number;
}

/**
 * Grows one tree, level by level, so that a limit on leaves cuts all branches alike.
 *
 * @param rows positions of the training rows, repeated ones count twice; reordered in place
 */
export async function growTree(
  data: BinnedFeatures,
  target: TreeTarget,
  rows: Int32Array,
  settings: TreeSettings,
  random: Random,
  pacer: Pacer,
): Promise<Tree> {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] };
  const order = Int32Array.from(data.bins.keys());
  const addLeaf = (start: number, end: number): number => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(findLeafValue(target, rows, start, end, settings.penalty));
    return tree.feature.length - 1;
  };
  const open = [{ node: addLeaf(0, rows.length), start: 0, end: rows.length, depth: 0 }];
  let leaves = 1;
  for (const { node, start, end, depth } of open) {
    if (leaves >= settings.maxLeaves) break;
    if (depth >= settings.maxDepth || end - start < 2 * settings.minLeafRows) continue;
    const tried = settings.featuresPerNode < order.length ? shuffle(order, random) : order;
    let best: Split | undefined;
    for (let place = 0; place < settings.featuresPerNode && place < tried.length; place += 1) {
      if (pacer.isDue) await pacer.pause();
      const split = findSplit(data, tried[place] as number, target, rows, start, end, settings, random);
      if (split && (!best || split.gain > best.gain)) best = split;
    }
    if (!best) continue;
    const middle = partition(rows, start, end, data.bins[best.feature] as Uint8Array, best.bin);
    tree.feature[node] = best.feature;
    tree.threshold[node] = data.edges[best.feature]?.[best.bin] ?? 0;
    tree.value[node] = [];
    const left = addLeaf(start, middle);
    const right = addLeaf(middle, end);
    tree.left[node] = left;
    tree.right[node] = right;
    leaves += 1;
    open.push(
      { node: left, start, end: middle, depth: depth + 1 },
      { node: right, start: middle, end, depth: depth + 1 },
    );
  }
  return tree;
}

/** Adds what the tree says of each row to the outputs, times a factor. */
export function addTree(
  tree: Tree,
  features: readonly Feature[],
  rows: number,
  outputs: readonly Float64Array[],
  factor: number,
): void {
  for (let row = 0; row < rows; row += 1) {
    let node = 0;
    for (let feature = tree.feature[0] as number; feature >= 0; feature = tree.feature[node] as number) {
      const value = (features[feature] as Feature)[row] as number;
      node = (value <= (tree.threshold[node] as number) ? tree.left[node] : tree.right[node]) as number;
    }
    const leaf = tree.value[node] as number[];
    for (let output = 0; output < leaf.length; output += 1) {
      const values = outputs[output] as Float64Array;
      values[row] = (values[row] as number) + factor * (leaf[output] as number);
    }
  }
}

function findLeafValue(target: TreeTarget, rows: Int32Array, start: number, end: number, penalty: number): number[] {
  const sums = new Array<number>(target.outputs).fill(0);
  let hessian = penalty;
  for (let place = start; place < end; place += 1) {
    const row = rows[place] as number;
    const output = target.outputOf ? (target.outputOf[row] as number) : 0;
    sums[output] = (sums[output] as number) + (target.gradient[row] as number);
    hessian += target.hessian[row] as number;
  }
  return sums.map((sum) => (hessian > 0 ? sum / hessian : 0));
}

function findSplit(
  data: BinnedFeatures,
  feature: number,
  target: TreeTarget,
  rows: Int32Array,
  start: number,
  end: number,
  settings: TreeSettings,
  random: Random,
): Split | undefined {
  const bins = data.bins[feature] as Uint8Array;
  const binCount = (data.edges[feature]?.length ?? 0) + 1;
  if (binCount < 2) return undefined;
  const { outputs, outputOf } = target;
  const counts = new Int32Array(binCount);
  const hessians = new Float64Array(binCount);
  const gradients = new Float64Array(binCount * outputs);
  for (let place = start; place < end; place += 1) {
    const row = rows[place] as number;
    const bin = bins[row] as number;
    const cell = bin * outputs + (outputOf ? (outputOf[row] as number) : 0);
    counts[bin] = (counts[bin] as number) + 1;
    hessians[bin] = (hessians[bin] as number) + (target.hessian[row] as number);
    gradients[cell] = (gradients[cell] as number) + (target.gradient[row] as number);
  }
  const only = settings.randomThresholds ? pickThreshold(counts, random) : undefined;
  return scanThresholds(feature, counts, hessians, gradients, outputs, settings, only);
}

/** A bin between the first and the last that rows fall into, -1 where all fall into one. */
function pickThreshold(counts: Int32Array, random: Random): number {
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return first < last ? first + random.integer(last - first) : -1;
}

function scanThresholds(
  feature: number,
  counts: Int32Array,
  hessians: Float64Array,
  gradients: Float64Array,
  outputs: number,
  settings: TreeSettings,
  only: number | undefined,
): Split | undefined {
  const total = new Float64Array(outputs);
  for (let cell = 0; cell < gradients.length; cell += 1) {
    total[cell % outputs] = (total[cell % outputs] as number) + (gradients[cell] as number);
  }
  const allRows = counts.reduce((sum, count) => sum + count, 0);
  const allHessian = hessians.reduce((sum, hessian) => sum + hessian, 0);
  const left = new Float64Array(outputs);
  let [leftRows, leftHessian] = [0, 0];
  let best: Split | undefined;
  const score = (sum: number, hessian: number): number => (sum * sum) / (hessian + settings.penalty + 1e-12);
  for (let bin = 0; bin < counts.length - 1; bin += 1) {
    leftRows += counts[bin] as number;
    leftHessian += hessians[bin] as number;
    for (let output = 0; output < outputs; output += 1) {
      left[output] = (left[output] as number) + (gradients[bin * outputs + output] as number);
    }
    if (only !== undefined && bin !== only) continue;
    if (leftRows < settings.minLeafRows || allRows - leftRows < settings.minLeafRows) continue;
    let gain = 0;
    for (let output = 0; output < outputs; output += 1) {
      const [sum, all] = [left[output] as number, total[output] as number];
      gain += score(sum, leftHessian) + score(all - sum, allHessian - leftHessian) - score(all, allHessian);
    }
    if (gain > 1e-9 && (!best || gain > best.gain)) best = { feature, bin, gain };
  }
  return best;
}

/** Moves the rows that go left to the front; returns where the others begin. */
function partition(rows: Int32Array, start: number, end: number, bins: Uint8Array, bin: number): number {
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
