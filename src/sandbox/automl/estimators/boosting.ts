import type { SingleEstimator, Tree } from '../serialized-model.js';
import type { BinnedFeatures } from './binned-features.js';
import type { LearningTask } from './learning-task.js';
import { toLogistic, toSoftmax } from './links.js';
import { addTree, growTree } from './tree.js';

export interface BoostingSettings {
  readonly rounds: number;
  readonly learningRate: number;
  readonly maxDepth: number;
  readonly minLeafRows: number;
  /** Share of the rows from which each tree learns. */
  readonly rowShare: number;
}

/** Gradient boosting with second-order leaf values: squared loss, logistic loss (two classes) or softmax (one tree per class and round). */
export async function trainBoosting(
  task: LearningTask,
  data: BinnedFeatures,
  settings: BoostingSettings,
): Promise<SingleEstimator> {
  const link = task.classes === 0 ? 'identity' : task.classes === 2 ? 'logistic' : 'softmax';
  const outputs = link === 'softmax' ? task.classes : 1;
  const base = computeBase(task, link, outputs);
  const scores = base.map((start) => new Float64Array(task.rows).fill(start));
  const gradient = new Float64Array(task.rows);
  const hessian = new Float64Array(task.rows);
  const all = Int32Array.from({ length: task.rows }, (_, row) => row);
  const treeSettings = {
    maxDepth: settings.maxDepth,
    minLeafRows: settings.minLeafRows,
    maxLeaves: 64,
    penalty: 1,
  };
  // With softmax, a round grows one tree per class, so more classes get fewer rounds.
  const roundCount = Math.max(Math.min(settings.rounds, 8), Math.floor(settings.rounds / Math.max(1, outputs / 3)));
  const rounds: Tree[][] = [];
  for (let round = 0; round < roundCount; round += 1) {
    const probabilities = link === 'softmax' ? computeProbabilities(scores) : scores;
    const trees: Tree[] = [];
    for (let output = 0; output < outputs; output += 1) {
      setGradients(task, link, output, probabilities[output] as Float64Array, gradient, hessian);
      const rows = settings.rowShare < 1 ? all.filter(() => task.random.next() < settings.rowShare) : all;
      const tree = await growTree(data, { gradient, hessian }, rows, treeSettings, task.pacer);
      const scaled = { ...tree, value: tree.value.map((value) => value * settings.learningRate) };
      addTree(scaled, task.features, scores[output] as Float64Array);
      trees.push(scaled);
      if (task.pacer.isDue) await task.pacer.pause();
    }
    rounds.push(trees);
  }
  return { kind: 'boosting', link, base, rounds };
}

function computeBase(task: LearningTask, link: string, outputs: number): number[] {
  if (link === 'identity') return [0];
  const shares = new Array<number>(task.classes).fill(0);
  for (const value of task.target) shares[value] = (shares[value] ?? 0) + 1 / task.rows;
  const logs = shares.map((share) => Math.log(Math.max(share, 1e-6)));
  return outputs === 1 ? [(logs[1] ?? 0) - (logs[0] ?? 0)] : logs;
}

function computeProbabilities(scores: readonly Float64Array[]): Float64Array[] {
  const probabilities = scores.map((score) => new Float64Array(score.length));
  const row = new Float64Array(scores.length);
  for (let index = 0; index < (scores[0]?.length ?? 0); index += 1) {
    for (let output = 0; output < row.length; output += 1) row[output] = scores[output]?.[index] as number;
    toSoftmax(row);
    for (let output = 0; output < row.length; output += 1) {
      (probabilities[output] as Float64Array)[index] = row[output] as number;
    }
  }
  return probabilities;
}

function setGradients(
  task: LearningTask,
  link: 'identity' | 'logistic' | 'softmax',
  output: number,
  scores: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0; row < task.rows; row += 1) {
    const weight = task.weight[row] as number;
    const target = task.target[row] as number;
    const score = scores[row] as number;
    if (link === 'identity') {
      gradient[row] = weight * (target - score);
      hessian[row] = weight;
    } else {
      const probability = link === 'logistic' ? toLogistic(score) : score;
      const expected = link === 'logistic' ? target : Number(target === output);
      gradient[row] = weight * (expected - probability);
      hessian[row] = weight * Math.max(probability * (1 - probability), 1e-6);
    }
  }
}
