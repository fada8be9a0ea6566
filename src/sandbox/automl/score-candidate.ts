import type { Feature } from './encode-columns.js';
import type { EncodedColumn } from './encode-table.js';
import { evaluateEstimator } from './estimators/evaluate-estimator.js';
import {
  type Metrics,
  measureBinary,
  measureLogLoss,
  measureMulticlass,
  measureRegression,
  pickClasses,
} from './metrics.js';
import type { Pacer } from './pacer.js';
import { type Random, shuffle } from './random.js';
import type { SerializedModel } from './serialized-model.js';
import { type CandidateMetric, type ConfusionCell, type Objective, TrainingError } from './types.js';

export interface LabeledRows {
  readonly features: readonly Feature[];
  /** Class indexes, or numbers in the unit of the target. */
  readonly truth: Float64Array;
}

export interface HeldOut {
  readonly train: LabeledRows;
  readonly validation: LabeledRows;
  readonly columns: readonly EncodedColumn[];
}

export interface CandidateScores {
  readonly metrics: CandidateMetric[];
  readonly objectiveValue: number;
  readonly featureImportance: Record<string, number>;
  readonly confusion: readonly ConfusionCell[] | undefined;
}

/** Maximum number of training rows for the training metric. */
const maxTrainRows = 5000;
/** Maximum number of predictions for feature importance, over all columns. */
const maxImportancePredictions = 30_000;
const chunkRows = 500;
/** Metrics that are values of the API's StandardMetricName, but not of MetricName. */
const standardOnly: ReadonlySet<string> = new Set(['LogLoss', 'InferenceLatency']);

/** Computes the metrics on validation rows, the objective on training rows (to reveal overfitting), and the feature importance. */
export async function scoreCandidate(
  model: SerializedModel,
  heldOut: HeldOut,
  objective: Objective,
  random: Random,
  pacer: Pacer,
): Promise<CandidateScores> {
  const { validation } = heldOut;
  const startedAt = performance.now();
  const outputs = await evaluatePaced(model, validation, pacer);
  const latencySeconds = (performance.now() - startedAt) / 1000 / validation.truth.length;
  const measured = measure(model, validation.truth, outputs);
  const objectiveValue = measured[objective.name];
  if (objectiveValue === undefined) throw new TrainingError(`The metric '${objective.name}' could not be computed.`);

  const train = takeRows(heldOut.train, maxTrainRows);
  const onTrain = measure(model, train.truth, await evaluatePaced(model, train, pacer));
  const metrics = Object.entries({ ...measured, InferenceLatency: latencySeconds }).map(
    ([name, value]): CandidateMetric => describeMetric(name, value, 'Validation'),
  );
  metrics.push(describeMetric(objective.name, onTrain[objective.name] ?? 0, 'Train'));
  return {
    metrics,
    objectiveValue,
    featureImportance: await computeImportance(model, heldOut, random, pacer),
    confusion: model.problemType === 'Regression' ? undefined : countConfusion(model.labels, validation.truth, outputs),
  };
}

function describeMetric(name: string, value: number, set: 'Train' | 'Validation'): CandidateMetric {
  return { ...(standardOnly.has(name) ? {} : { name }), standardName: name, value, set };
}

function measure(model: SerializedModel, truth: Float64Array, outputs: readonly Float64Array[]): Metrics {
  switch (model.problemType) {
    case 'Regression':
      return measureRegression(truth, outputs[0] ?? truth);
    case 'BinaryClassification':
      return measureBinary(truth, outputs);
    case 'MulticlassClassification':
      return measureMulticlass(truth, outputs);
  }
}

function countConfusion(
  labels: readonly string[],
  truth: Float64Array,
  probabilities: readonly Float64Array[],
): readonly ConfusionCell[] {
  const predicted = pickClasses(probabilities);
  const counts = labels.map(() => new Float64Array(labels.length));
  for (const [row, actual] of truth.entries()) {
    const [inClass, guess] = [counts[actual], predicted[row] ?? 0];
    if (inClass) inClass[guess] = (inClass[guess] ?? 0) + 1;
  }
  return labels.flatMap((actual, at) =>
    labels.map((guess, column) => ({ actual, predicted: guess, rows: counts[at]?.[column] ?? 0 })),
  );
}

/** Probabilities per class, or numbers in the unit of the target. Yields to the event loop between chunks of rows. */
async function evaluatePaced(model: SerializedModel, data: LabeledRows, pacer: Pacer): Promise<Float64Array[]> {
  const rows = data.truth.length;
  const outputs = Array.from({ length: Math.max(1, model.labels.length) }, () => new Float64Array(rows));
  for (let start = 0; start < rows; start += chunkRows) {
    if (pacer.isDue) await pacer.pause();
    const end = Math.min(rows, start + chunkRows);
    const chunk = data.features.map((feature) => feature.subarray(start, end));
    const results = evaluateEstimator(model.estimator, chunk, end - start, outputs.length);
    for (const [output, values] of results.entries()) outputs[output]?.set(values, start);
  }
  if (model.problemType !== 'Regression') return outputs;
  return outputs.map((values) => values.map((value) => value * model.targetScale + model.targetCenter));
}

/** Every n-th row, at most `maxRows`. */
function takeRows(data: LabeledRows, maxRows: number): LabeledRows {
  const stride = Math.ceil(data.truth.length / maxRows);
  if (stride <= 1) return data;
  const pick = (values: Float64Array): Float64Array => values.filter((_, row) => row % stride === 0);
  return { features: data.features.map(pick), truth: pick(data.truth) };
}

async function computeImportance(
  model: SerializedModel,
  heldOut: HeldOut,
  random: Random,
  pacer: Pacer,
): Promise<Record<string, number>> {
  const data = takeRows(
    heldOut.validation,
    Math.max(100, Math.floor(maxImportancePredictions / heldOut.columns.length)),
  );
  const lossOf = async (features: readonly Feature[]): Promise<number> => {
    const outputs = await evaluatePaced(model, { features, truth: data.truth }, pacer);
    if (model.problemType !== 'Regression') return measureLogLoss(data.truth, outputs);
    return measureRegression(data.truth, outputs[0] ?? data.truth).MSE / model.targetScale ** 2;
  };
  const baseLoss = await lossOf(data.features);
  const importance: Record<string, number> = {};
  for (const column of heldOut.columns) {
    const order = shuffle(Int32Array.from(data.truth.keys()), random);
    const end = column.firstFeature + column.featureCount;
    const features = data.features.map((feature, index) =>
      index < column.firstFeature || index >= end ? feature : Float64Array.from(order, (row) => feature[row] ?? 0),
    );
    importance[column.name] = column.featureCount > 0 ? Math.max(0, (await lossOf(features)) - baseLoss) : 0;
  }
  return importance;
}
