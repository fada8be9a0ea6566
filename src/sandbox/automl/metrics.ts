/** Metrics with SageMaker's names. Definitions as in scikit-learn's metrics module. */

export type Metrics = Readonly<Record<string, number>>;

export function measureRegression(
  truth: Float64Array,
  predicted: Float64Array,
): { MSE: number; RMSE: number; MAE: number; R2: number } {
  const count = truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / count;
  let [squared, absolute, spread] = [0, 0, 0];
  for (const [row, value] of truth.entries()) {
    const error = value - (predicted[row] ?? 0);
    squared += error * error;
    absolute += Math.abs(error);
    spread += (value - mean) ** 2;
  }
  const mse = squared / count;
  return { MSE: mse, RMSE: Math.sqrt(mse), MAE: absolute / count, R2: spread > 0 ? 1 - squared / spread : 0 };
}

/** @param probabilities one array per class; class 1 is the positive class */
export function measureBinary(truth: Float64Array, probabilities: readonly Float64Array[]): Metrics {
  const predicted = pickClasses(probabilities);
  const { accuracy, balanced, perClass } = compare(truth, predicted, 2);
  const positive = perClass[1] ?? { precision: 0, recall: 0, f1: 0 };
  return {
    Accuracy: accuracy,
    BalancedAccuracy: balanced,
    F1: positive.f1,
    Precision: positive.precision,
    Recall: positive.recall,
    AUC: measureAuc(truth, probabilities[1] ?? new Float64Array(truth.length)),
    LogLoss: measureLogLoss(truth, probabilities),
  };
}

export function measureMulticlass(truth: Float64Array, probabilities: readonly Float64Array[]): Metrics {
  const predicted = pickClasses(probabilities);
  const { accuracy, balanced, perClass } = compare(truth, predicted, probabilities.length);
  // As in scikit-learn, classes that neither occur nor are predicted do not count.
  const seen = perClass.filter((scores) => scores.occurs || scores.isPredicted);
  const average = (pick: (scores: ClassScores) => number): number =>
    seen.reduce((sum, scores) => sum + pick(scores), 0) / Math.max(1, seen.length);
  return {
    Accuracy: accuracy,
    BalancedAccuracy: balanced,
    F1macro: average((scores) => scores.f1),
    PrecisionMacro: average((scores) => scores.precision),
    RecallMacro: average((scores) => scores.recall),
    LogLoss: measureLogLoss(truth, probabilities),
  };
}

/** Per row, the class with the highest probability; on a tie, the first. */
export function pickClasses(probabilities: readonly Float64Array[]): Int32Array {
  const picked = new Int32Array(probabilities[0]?.length ?? 0);
  for (let row = 0; row < picked.length; row += 1) {
    let best = 0;
    for (let label = 1; label < probabilities.length; label += 1) {
      if ((probabilities[label]?.[row] ?? 0) > (probabilities[best]?.[row] ?? 0)) best = label;
    }
    picked[row] = best;
  }
  return picked;
}

/** Mean negative logarithm of the predicted probability of the true class. */
export function measureLogLoss(truth: Float64Array, probabilities: readonly Float64Array[]): number {
  let sum = 0;
  for (const [row, label] of truth.entries()) sum -= Math.log(Math.max(probabilities[label]?.[row] ?? 0, 1e-15));
  return sum / truth.length;
}

interface ClassScores {
  readonly occurs: boolean;
  readonly isPredicted: boolean;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

function compare(
  truth: Float64Array,
  predicted: Int32Array,
  classes: number,
): { accuracy: number; balanced: number; perClass: ClassScores[] } {
  const hits = new Float64Array(classes);
  const actual = new Float64Array(classes);
  const predictions = new Float64Array(classes);
  for (const [row, label] of truth.entries()) {
    const guess = predicted[row] ?? 0;
    actual[label] = (actual[label] ?? 0) + 1;
    predictions[guess] = (predictions[guess] ?? 0) + 1;
    if (guess === label) hits[label] = (hits[label] ?? 0) + 1;
  }
  const perClass = Array.from({ length: classes }, (_, label) => {
    const [hit, occurrences, predictedCount] = [hits[label] ?? 0, actual[label] ?? 0, predictions[label] ?? 0];
    return {
      occurs: occurrences > 0,
      isPredicted: predictedCount > 0,
      precision: predictedCount > 0 ? hit / predictedCount : 0,
      recall: occurrences > 0 ? hit / occurrences : 0,
      f1: occurrences + predictedCount > 0 ? (2 * hit) / (occurrences + predictedCount) : 0,
    };
  });
  const occurring = perClass.filter((scores) => scores.occurs);
  return {
    accuracy: hits.reduce((sum, hit) => sum + hit, 0) / truth.length,
    balanced: occurring.reduce((sum, scores) => sum + scores.recall, 0) / Math.max(1, occurring.length),
    perClass,
  };
}

/** Area under the ROC curve: the probability that a positive row scores above a negative one; ties count half. */
function measureAuc(truth: Float64Array, scores: Float64Array): number {
  const order = Int32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let [rankSum, positives] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start;
    let positivesHere = 0;
    const score = scores[order[start] ?? 0];
    for (; end < order.length && scores[order[end] ?? 0] === score; end += 1) {
      if (truth[order[end] ?? 0] === 1) positivesHere += 1;
    }
    rankSum += positivesHere * ((start + 1 + end) / 2);
    positives += positivesHere;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
