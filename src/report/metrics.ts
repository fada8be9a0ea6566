import { html, type Markup } from './markup.js';
import type { Candidate } from './types.js';

/** A metric and the set of rows on which it was computed. */
export interface MetricColumn {
  readonly metric: string;
  readonly set: string;
}

const setOrder: readonly string[] = ['Validation', 'Test', 'Train'];

/** All metrics of all sets: sets that were not used for training first, and in each set the objective first. */
export function listMetricColumns(candidates: readonly Candidate[]): readonly MetricColumn[] {
  const objectives = new Set(candidates.map(({ objective }) => objective));
  const found = new Map<string, MetricColumn>();
  for (const { metric, set } of candidates.flatMap(({ metrics }) => metrics)) {
    found.set(JSON.stringify([metric, set]), { metric, set });
  }
  const position = (set: string) => (setOrder.includes(set) ? setOrder.indexOf(set) : setOrder.length);
  return [...found.values()].sort(
    (left, right) =>
      position(left.set) - position(right.set) ||
      left.set.localeCompare(right.set, 'en') ||
      Number(objectives.has(right.metric)) - Number(objectives.has(left.metric)) ||
      left.metric.localeCompare(right.metric, 'en'),
  );
}

/** The value of a candidate in a column. */
export function findMetric({ metrics }: Candidate, column: MetricColumn): number | undefined {
  return metrics.find(({ metric, set }) => metric === column.metric && set === column.set)?.value;
}

/** The set of the objective, found by its value; Lua's JSON keeps only fourteen digits of a number. */
export function findObjectiveSet({ metrics, objective, value }: Candidate): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const isSame = (other: number) => Math.abs(other - value) <= 1e-12 * Math.max(Math.abs(other), Math.abs(value));
  return metrics.find((each) => each.metric === objective && each.set !== '' && isSame(each.value))?.set;
}

/**
 * One sentence per metric. Source: SageMaker developer guide, "Autopilot metrics and validation".
 */
const meanings: Readonly<Record<string, string>> = {
  Accuracy: 'Share of rows whose class is predicted correctly. 1 is best.',
  BalancedAccuracy: 'Mean recall of all classes; small classes count as much as large ones. 1 is best.',
  F1: 'Balance of precision and recall of the positive class. 1 is best.',
  F1macro: 'Mean of F1 over the classes. 1 is best.',
  Precision: 'Share of rows predicted as positive that are positive. 1 is best.',
  PrecisionMacro: 'Mean of precision over the classes. 1 is best.',
  Recall: 'Share of positive rows that are predicted as positive. 1 is best.',
  RecallMacro: 'Mean of recall over the classes. 1 is best.',
  AUC: 'Probability that a positive row gets a higher score than a negative one. 0.5 is random, 1 is best.',
  ROCAUC: 'Probability that a positive row gets a higher score than a negative one. 0.5 is random, 1 is best.',
  PRAUC: 'Mean precision over all thresholds, weighted by recall. The share of positive rows is random, 1 is best.',
  F1weighted: 'Mean of F1 over the classes, weighted by their rows. 1 is best.',
  PrecisionWeighted: 'Mean of precision over the classes, weighted by their rows. 1 is best.',
  RecallWeighted: 'Mean of recall over the classes, weighted by their rows. 1 is best.',
  LogLoss: 'How far the probabilities are from the truth. 0 is best.',
  MSE: 'Mean of the squared errors, in squared units of the target. 0 is best.',
  RMSE: 'Root of the mean squared error, in units of the target. 0 is best.',
  MAE: 'Mean size of the error, in units of the target. 0 is best.',
  MAPE: 'Mean size of the error, relative to the actual value. 0 is best.',
  MedianAbsoluteError: 'Half of the errors are at most this large, in units of the target. 0 is best.',
  MaxAbsoluteError: 'The largest error, in units of the target. 0 is best.',
  MeanError: 'Mean of predicted minus actual value: above 0, predictions are too high on average.',
  R2: 'Share of the variance that the model explains. 1 is best, 0 is no better than the mean.',
  InferenceLatency: 'Seconds per prediction. Lower is better.',
};

/** Older jobs use the names of the algorithm: `validation:f1`. */
const meaningsByName = new Map(Object.entries(meanings).map(([name, meaning]) => [name.toLowerCase(), meaning]));

/** What a metric means; undefined for an unknown metric. */
export function explainMetric(metric: string): string | undefined {
  return meaningsByName.get(metric.toLowerCase().replace(/^\w+:/, ''));
}

/** The name of a metric with its unit, breakable between words such as in `BalancedAccuracy`. */
export function labelMetric(metric: string): Markup {
  const words = metric.split(/(?<=[a-z])(?=[A-Z])/);
  return html`${words.map((word, index) => html`${index === 0 ? '' : html`<wbr>`}${word}`)}${metric === 'InferenceLatency' ? ' (s)' : ''}`;
}
