import type { BinnedFeatures } from './estimators/binned-features.js';
import { learnBoosting } from './estimators/boosting.js';
import { learnConstant } from './estimators/constant.js';
import { learnForest } from './estimators/forest.js';
import type { LearningTask } from './estimators/learning-task.js';
import { learnLinear } from './estimators/linear.js';
import type { Random } from './random.js';
import type { SingleEstimator } from './serialized-model.js';
import type { TrainingMode } from './types.js';

export interface PlannedCandidate {
  readonly name: string;
  readonly algorithm: string;
  /** Absent for the ensemble, which averages the best of the candidates trained before it. */
  readonly learn?: (task: LearningTask, data: BinnedFeatures) => Promise<SingleEstimator>;
}

type Recipe = Omit<PlannedCandidate, 'name'>;

const defaultCandidates = 10;

const boosting = (
  rounds: number,
  learningRate: number,
  maxDepth: number,
  rowShare = 0.8,
  minLeafRows = 10,
): Recipe => ({
  algorithm: 'GradientBoosting',
  learn: (task, data) => learnBoosting(task, data, { rounds, learningRate, maxDepth, minLeafRows, rowShare }),
});

const linear = (penalty: number): Recipe => ({
  algorithm: 'LinearModel',
  learn: (task) => learnLinear(task, { penalty }),
});

const randomForest = (trees: number, maxDepth: number, minLeafRows: number): Recipe => ({
  algorithm: 'RandomForest',
  learn: (task, data) =>
    learnForest(task, data, { trees, maxDepth, minLeafRows, bootstrap: true, randomThresholds: false }),
});

const extraTrees = (trees: number, maxDepth: number): Recipe => ({
  algorithm: 'ExtraTrees',
  learn: (task, data) =>
    learnForest(task, data, {
      trees,
      maxDepth,
      minLeafRows: 3,
      bootstrap: false,
      randomThresholds: true,
      featureShare: 0.5,
    }),
});

const decisionTree = (maxDepth: number): Recipe => ({
  algorithm: 'DecisionTree',
  learn: (task, data) =>
    learnForest(task, data, {
      trees: 1,
      maxDepth,
      minLeafRows: 10,
      bootstrap: false,
      randomThresholds: false,
      featureShare: 1,
    }),
});

const baseline: Recipe = { algorithm: 'ConstantBaseline', learn: async (task) => learnConstant(task) };

/** Best bets first, so that a job of one candidate gets a good one. */
const ensembling: readonly Recipe[] = [
  boosting(80, 0.08, 4),
  linear(0.001),
  randomForest(40, 12, 3),
  baseline,
  extraTrees(30, 12),
  decisionTree(6),
  boosting(120, 0.05, 6),
  linear(0.1),
  randomForest(40, 8, 10),
];

/**
 * What will be trained, in order. ENSEMBLING: models of different kinds and, from three on, their average as the last one.
 * HYPERPARAMETER_TUNING: one recipe after the other with settings drawn by chance.
 */
export function planCandidates(
  mode: TrainingMode,
  maxCandidates: number | undefined,
  random: Random,
): PlannedCandidate[] {
  const recipes = mode === 'ENSEMBLING' ? planEnsemble(maxCandidates) : planTuning(maxCandidates, random);
  return recipes.map((recipe, index) => ({ ...recipe, name: `${recipe.algorithm}-t${index + 1}` }));
}

function planEnsemble(maxCandidates = defaultCandidates): Recipe[] {
  const count = Math.min(maxCandidates, ensembling.length + 1);
  if (count < 3) return ensembling.slice(0, count);
  return [...ensembling.slice(0, count - 1), { algorithm: 'AverageEnsemble' }];
}

function planTuning(maxCandidates = defaultCandidates, random: Random): Recipe[] {
  return Array.from({ length: maxCandidates }, (_, trial) => {
    if (trial === 0) return boosting(80, 0.1, 4);
    if (trial % 4 === 3) return linear(10 ** (random.next() * 4 - 4));
    const rate = 0.03 * 10 ** random.next();
    return boosting(
      40 + random.integer(80),
      rate,
      2 + random.integer(5),
      0.6 + random.next() * 0.4,
      5 + random.integer(25),
    );
  });
}
