import { html, type Markup } from './markup.js';
import type { Candidate } from './types.js';

/** A metric and the rows that it was computed on. */
export interface MetricColumn {
  readonly metric: string;
  readonly set: string;
}

const setOrder: readonly string[] = ['Validation', 'Test', 'Train'];

/** Every metric and set that a candidate has, by set, the rows that no model has learnt from first; in each the objective first. */
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

/** A candidate's value in such a column. */
export function findMetric({ metrics }: Candidate, column: MetricColumn): number | undefined {
  return metrics.find(({ metric, set }) => metric === column.metric && set === column.set)?.value;
}

/** The set that the objective's value is of, where a metric of the candidate tells. JSON in Lua keeps fourteen digits of a number. */
export function findObjectiveSet({ metrics, objective, value }: Candidate): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const isSame = (other: number) => Math.abs(other - value) <= 1e-12 * Math.max(Math.abs(other), Math.abs(value));
  return metrics.find((each) => each.metric === objective && each.set !== '' && isSame(each.value))?.set;
}

/**
 * What AWS's metrics say, for readers who do not know them by heart. Definitions: SageMaker developer guide, Autopilot metrics and
 * validation.
 */
const meanings: Readonly<Record<string, string>> = {
  Accuracy: 'Share of rows whose class is right. 1 is best.',
  BalancedAccuracy:
    'Mean over the classes of the share that is found; small classes count as much as large ones. 1 is best.',
  F1: 'Balance of precision and recall of the positive class. 1 is best.',
  F1macro: 'Mean of F1 over the classes. 1 is best.',
  Precision: 'Of rows said to be positive, the share that is. 1 is best.',
  PrecisionMacro: 'Mean of precision over the classes. 1 is best.',
  Recall: 'Of positive rows, the share that is found. 1 is best.',
  RecallMacro: 'Mean of recall over the classes. 1 is best.',
  AUC: 'Chance that a positive row gets a higher probability than a negative one. 0.5 is guessing, 1 is best.',
  LogLoss: 'How far the probabilities are from the truth. 0 is best.',
  MSE: 'Mean of the squared errors, in squared units of the target. 0 is best.',
  RMSE: 'Root of the mean squared error, in units of the target. 0 is best.',
  MAE: 'Mean size of the error, in units of the target. 0 is best.',
  R2: 'Share of the variance that the model explains. 1 is best, 0 is no better than the mean.',
  InferenceLatency: 'Seconds that a prediction takes. Less is better.',
};

/** Older jobs spell them as their algorithm does: `validation:f1`. */
const meaningsByName = new Map(Object.entries(meanings).map(([name, meaning]) => [name.toLowerCase(), meaning]));

/** One sentence on a metric, or undefined for one that is not known here. */
export function explainMetric(metric: string): string | undefined {
  return meaningsByName.get(metric.toLowerCase().replace(/^\w+:/, ''));
}

/** Name with unit, where it has one of its own; it may be broken between its words: `BalancedAccuracy` is long for a column. */
export function labelMetric(metric: string): Markup {
  const words = metric.split(/(?<=[a-z])(?=[A-Z])/);
  return html`${words.map((word, index) => html`${index === 0 ? '' : html`<wbr>`}${word}`)}${metric === 'InferenceLatency' ? ' (s)' : ''}`;
}
