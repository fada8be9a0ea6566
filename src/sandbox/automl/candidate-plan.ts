import type { BinnedFeatures } from './estimators/binned-features.js';
import { type BoostingSettings, trainBoosting } from './estimators/boosting.js';
import type { LearningTask } from './estimators/learning-task.js';
import { trainLinear } from './estimators/linear.js';
import type { Random } from './random.js';
import type { SingleEstimator } from './serialized-model.js';
import type { TrainingMode } from './types.js';

export interface PlannedCandidate {
  readonly name: string;
  readonly algorithm: string;
  /** Absent for the ensemble, which averages the best of the candidates trained before it. */
  readonly train?: (task: LearningTask, data: BinnedFeatures) => Promise<SingleEstimator>;
}

type Recipe = Omit<PlannedCandidate, 'name'>;

const defaultCandidates = 10;

const linear = (penalty: number): Recipe => ({
  algorithm: 'LinearModel',
  train: (task) => trainLinear(task, { penalty }),
});

const boosting = (settings: Partial<BoostingSettings>, algorithm = 'GradientBoosting'): Recipe => ({
  algorithm,
  train: (task, data) =>
    trainBoosting(task, data, {
      rounds: 80,
      learningRate: 0.1,
      maxDepth: 4,
      minLeafRows: 10,
      rowShare: 0.8,
      ...settings,
    }),
});

/**
 * The best settings first, so that a job with one candidate gets a good model. The names are those of the model families that an ensembling
 * job of Autopilot trains. Here, gradient boosting with different settings trains all of the tree families and the baseline.
 */
const ensembling: readonly Recipe[] = [
  boosting({ learningRate: 0.08 }),
  linear(0.001),
  boosting({ rounds: 25, learningRate: 0.25, maxDepth: 6, minLeafRows: 3, rowShare: 0.6 }, 'RandomForest'),
  boosting({ rounds: 0 }, 'ConstantBaseline'),
  boosting({ rounds: 20, learningRate: 0.3, maxDepth: 6, minLeafRows: 3, rowShare: 0.5 }, 'ExtraTrees'),
  boosting({ rounds: 1, learningRate: 1, maxDepth: 6, rowShare: 1 }, 'DecisionTree'),
  boosting({ rounds: 120, learningRate: 0.05, maxDepth: 6 }),
  linear(0.1),
  boosting({ rounds: 25, learningRate: 0.25, maxDepth: 5, rowShare: 0.6 }, 'RandomForest'),
];

/**
 * The candidates to train, in order. ENSEMBLING: different models and, from three candidates on, their average as the last one.
 * HYPERPARAMETER_TUNING: models with random settings.
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
    if (trial === 0) return boosting({});
    if (trial % 4 === 3) return linear(10 ** (random.next() * 4 - 4));
    return boosting({
      learningRate: 0.03 * 10 ** random.next(),
      rounds: 40 + random.integer(80),
      maxDepth: 2 + random.integer(5),
      rowShare: 0.6 + random.next() * 0.4,
      minLeafRows: 5 + random.integer(25),
    });
  });
}
