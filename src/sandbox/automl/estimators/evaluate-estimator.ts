import type { Feature } from '../encode-columns.js';
import type { Estimator } from '../serialized-model.js';
import { toLogistic, toSoftmax } from './links.js';
import { addTree } from './tree.js';

/**
 * Predictions for each row: one array of probabilities per class, or a single array of standardized numbers.
 *
 * @param outputs number of classes; 1 for regression
 */
export function evaluateEstimator(
  estimator: Estimator,
  features: readonly Feature[],
  rows: number,
  outputs: number,
): Float64Array[] {
  const results = Array.from({ length: outputs }, () => new Float64Array(rows));
  switch (estimator.kind) {
    case 'linear':
      for (const [output, result] of results.entries()) addLinear(estimator, output, features, result);
      if (estimator.link === 'softmax') applySoftmax(results, rows);
      return results;
    case 'boosting':
      return evaluateBoosting(estimator, features, rows, results);
    case 'average':
      for (const member of estimator.members) {
        for (const [output, values] of evaluateEstimator(member, features, rows, outputs).entries()) {
          const result = results[output] as Float64Array;
          for (let row = 0; row < rows; row += 1) {
            result[row] = (result[row] as number) + (values[row] as number) / estimator.members.length;
          }
        }
      }
      return results;
  }
}

function addLinear(
  estimator: { means: number[]; scales: number[]; weights: number[][] },
  output: number,
  features: readonly Feature[],
  result: Float64Array,
): void {
  const weights = estimator.weights[output] ?? [];
  result.fill(weights[features.length] ?? 0);
  for (const [index, feature] of features.entries()) {
    const slope = (weights[index] ?? 0) / (estimator.scales[index] ?? 1);
    const mean = estimator.means[index] ?? 0;
    for (let row = 0; row < result.length; row += 1) {
      result[row] = (result[row] as number) + slope * ((feature[row] as number) - mean);
    }
  }
}

function evaluateBoosting(
  estimator: Extract<Estimator, { kind: 'boosting' }>,
  features: readonly Feature[],
  rows: number,
  results: Float64Array[],
): Float64Array[] {
  const scores = estimator.base.map((start) => new Float64Array(rows).fill(start));
  for (const round of estimator.rounds) {
    for (const [output, tree] of round.entries()) addTree(tree, features, scores[output] as Float64Array);
  }
  if (estimator.link === 'identity') return scores;
  if (estimator.link === 'softmax') {
    applySoftmax(scores, rows);
    return scores;
  }
  const [negative, positive] = results as [Float64Array, Float64Array];
  for (let row = 0; row < rows; row += 1) {
    const probability = toLogistic(scores[0]?.[row] ?? 0);
    positive[row] = probability;
    negative[row] = 1 - probability;
  }
  return results;
}

function applySoftmax(scores: readonly Float64Array[], rows: number): void {
  const rowScores = new Float64Array(scores.length);
  for (let row = 0; row < rows; row += 1) {
    for (let output = 0; output < rowScores.length; output += 1) rowScores[output] = scores[output]?.[row] as number;
    toSoftmax(rowScores);
    for (let output = 0; output < rowScores.length; output += 1)
      (scores[output] as Float64Array)[row] = rowScores[output] as number;
  }
}
