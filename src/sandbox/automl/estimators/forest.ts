import type { SingleEstimator, Tree } from '../serialized-model.js';
import type { BinnedFeatures } from './binned-features.js';
import type { LearningTask } from './learning-task.js';
import { growTree, type TreeTarget } from './tree.js';

export interface ForestSettings {
  readonly trees: number;
  readonly maxDepth: number;
  readonly minLeafRows: number;
  /** Each tree sees rows drawn with replacement, as many as there are (at most 20,000), instead of all. */
  readonly bootstrap: boolean;
  readonly randomThresholds: boolean;
  /** Share of the features that a node looks at. Where absent: a third for regression, the square root of their number for classes. */
  readonly featureShare?: number;
}

const mostRowsPerTree = 20_000;

/** The mean of many trees, each grown on its own sample: random forest, extra trees, or (one tree, all rows) a decision tree. */
export async function learnForest(
  task: LearningTask,
  data: BinnedFeatures,
  settings: ForestSettings,
): Promise<SingleEstimator> {
  const target: TreeTarget =
    task.classes > 0
      ? { outputs: task.classes, outputOf: task.target, gradient: task.weight, hessian: task.weight }
      : {
          outputs: 1,
          gradient: task.target.map((value, row) => value * (task.weight[row] ?? 0)),
          hessian: task.weight,
        };
  const width = data.bins.length;
  const usual = task.classes > 0 ? Math.sqrt(width) : width / 3;
  const featuresPerNode = Math.max(1, Math.ceil(settings.featureShare ? width * settings.featureShare : usual));
  const trees: Tree[] = [];
  for (let count = 0; count < settings.trees; count += 1) {
    const rows = settings.bootstrap
      ? Int32Array.from({ length: Math.min(task.rows, mostRowsPerTree) }, () => task.random.integer(task.rows))
      : Int32Array.from({ length: task.rows }, (_, row) => row);
    const shape = {
      maxDepth: settings.maxDepth,
      minLeafRows: settings.minLeafRows,
      maxLeaves: 512,
      penalty: 0,
      featuresPerNode,
      randomThresholds: settings.randomThresholds,
    };
    trees.push(await growTree(data, target, rows, shape, task.random, task.pacer));
  }
  return { kind: 'forest', trees };
}
