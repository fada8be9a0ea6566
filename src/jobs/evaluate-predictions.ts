import type { DocumentData } from '../documents/documents.js';
import { readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import { callScript } from './call-script.js';

/** Metrics of predictions, with the keys of --json. */
export type Evaluation = DocumentData<'evaluate'>;
/** Metrics of one label. */
type LabelMetrics = Evaluation['labels'][number];
/** What a classifier does that counts rows from this probability on as positive. */
type ThresholdMetrics = Evaluation['thresholds'][number];

const labelMetrics: ReadonlySet<string> = new Set(['precision', 'recall', 'f1', 'support']);
const thresholdPrefix = 'threshold_';

/** Evaluates predictions in the database. @throws UserError if the parameters are invalid */
export async function evaluatePredictions(
  session: Session,
  schema: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Evaluation> {
  const rows = await callScript(session, schema, names.evaluatePredictions, [JSON.stringify(parameters)]);
  const metrics: Record<string, number | null> = {};
  const labels = new Map<string, Record<string, number>>();
  const thresholds = new Map<number, Record<string, number>>();
  const confusion: Evaluation['confusion'][number][] = [];
  const quantiles: Evaluation['residual_quantiles'][number][] = [];
  let positiveLabel: string | null = null;
  for (const row of rows) {
    const metric = readText(row['METRIC']) ?? '';
    const label = readText(row['LABEL']);
    const threshold = readNumber(row['THRESHOLD']);
    const value = readNumber(row['VALUE']);
    if (metric === 'confusion') {
      confusion.push({ actual: label ?? '', predicted: readText(row['PREDICTED_LABEL']) ?? '', rows: value ?? 0 });
    } else if (metric === 'residual_quantile') {
      quantiles.push({ quantile: threshold ?? 0, residual: value ?? 0 });
    } else if (metric.startsWith(thresholdPrefix)) {
      put(thresholds, threshold ?? 0, metric.slice(thresholdPrefix.length), value);
    } else if (label !== undefined && labelMetrics.has(metric)) {
      put(labels, label, metric, value);
    } else {
      metrics[metric] = value ?? null;
      positiveLabel = label ?? positiveLabel;
    }
  }
  return {
    metrics,
    positive_label: positiveLabel,
    labels: [...labels].map(([label, values]) => ({ label, ...values }) as LabelMetrics),
    confusion,
    thresholds: [...thresholds].map(([threshold, values]) => ({ threshold, ...values }) as ThresholdMetrics),
    residual_quantiles: quantiles,
  };
}

/** A warning if another column than the predictions was probably given: then every metric is 0, without any error. */
export function warnOfForeignLabels({ confusion }: Evaluation): string | undefined {
  const counted = confusion.filter(({ rows }) => rows > 0);
  const actual = new Set(counted.map((cell) => cell.actual));
  return counted.length > 0 && !counted.some(({ predicted }) => actual.has(predicted))
    ? 'No predicted value is one of the actual values. Check the two columns, and the case of their values.'
    : undefined;
}

function put<Key>(groups: Map<Key, Record<string, number>>, key: Key, metric: string, value: number | undefined): void {
  const group = groups.get(key) ?? {};
  group[metric] = value ?? 0;
  groups.set(key, group);
}
