import type { Evaluation } from '../jobs/evaluate-predictions.js';
import { describeRows, nameMetric } from '../text/evaluation-metrics.js';
import { formatMetric } from '../text/format-values.js';
import { drawCurve } from './curve.js';
import { formatTable, measureTable, type TableRows } from './table.js';
import { toSingleLine } from './text-width.js';

/** A wider matrix is a list of its largest cells. */
const maxMatrixLabels = 12;
const maxListed = 20;
const curveColumns = 60;
const curveLines = 14;

/** Formats an evaluation for a terminal of a width, or for a pipe. */
export function formatEvaluation(evaluation: Evaluation, width: number | undefined): string {
  return [
    `${describeRows(evaluation.metrics)}.\n`,
    formatMetrics(evaluation, width),
    ...(evaluation.labels.length === 0 ? [] : [formatLabels(evaluation, width), formatConfusion(evaluation, width)]),
    ...(evaluation.thresholds.length === 0 ? [] : [formatRocCurve(evaluation, width), formatThresholds(evaluation)]),
    ...(evaluation.residual_quantiles.length === 0 ? [] : [formatResiduals(evaluation)]),
  ].join('\n');
}

function formatMetrics({ metrics, positive_label: positive }: Evaluation, width: number | undefined): string {
  const shown = Object.entries(metrics).filter(([key]) => !key.startsWith('rows'));
  const rows = shown.map(([key, value]) => {
    const label = positive !== null && key.endsWith('_auc') ? ` of '${toSingleLine(positive)}'` : '';
    return [`${nameMetric(key)}${label}`, value === null ? 'not defined' : formatMetric(value)];
  });
  return formatTable([['METRIC', 'VALUE'], ...rows], { width, numericColumns: new Set([1]) });
}

function formatLabels({ labels }: Evaluation, width: number | undefined): string {
  const rows = labels
    .slice(0, maxListed)
    .map(({ label, precision, recall, f1, support }) => [
      label,
      formatMetric(precision),
      formatMetric(recall),
      formatMetric(f1),
      String(support),
    ]);
  const table = formatTable([['LABEL', 'PRECISION', 'RECALL', 'F1', 'ROWS'], ...rows], {
    width,
    numericColumns: new Set([1, 2, 3, 4]),
  });
  return `${table}${formatRest(labels.length - rows.length, 'label')}`;
}

function formatConfusion({ labels, confusion }: Evaluation, width: number | undefined): string {
  const counts = new Map(confusion.map(({ actual, predicted, rows }) => [JSON.stringify([actual, predicted]), rows]));
  const matrix: TableRows = [
    ['ACTUAL \\ PREDICTED', ...labels.map(({ label }) => label)],
    ...labels.map(({ label: actual }) => [
      actual,
      ...labels.map(({ label: predicted }) => String(counts.get(JSON.stringify([actual, predicted])) ?? 0)),
    ]),
  ];
  if (labels.length <= maxMatrixLabels && measureTable(matrix) <= (width ?? Number.POSITIVE_INFINITY)) {
    return formatTable(matrix, { width, numericColumns: new Set(labels.map((_label, index) => index + 1)) });
  }
  const mistakes = confusion
    .filter(({ actual, predicted }) => actual !== predicted)
    .toSorted((left, right) => right.rows - left.rows);
  const rows = mistakes.slice(0, maxListed).map((cell) => [cell.actual, cell.predicted, String(cell.rows)]);
  const table = formatTable([['ACTUAL', 'PREDICTED INSTEAD', 'ROWS'], ...rows], {
    width,
    numericColumns: new Set([2]),
  });
  return `${table}${formatRest(mistakes.length - rows.length, 'kind of mistake', 'kinds of mistakes')}`;
}

function formatRest(count: number, one: string, many = `${one}s`): string {
  return count <= 0 ? '' : `${count} more ${count === 1 ? one : many}: use --json to see all.\n`;
}

function formatRocCurve({ thresholds }: Evaluation, width: number | undefined): string {
  const points = [
    { x: 0, y: 0 },
    ...thresholds.map((each) => ({ x: each.false_positive_rate, y: each.recall })),
    { x: 1, y: 1 },
  ].toSorted((left, right) => left.x - right.x || left.y - right.y);
  return drawCurve(points, {
    columns: Math.max(20, Math.min(curveColumns, (width ?? curveColumns + 8) - 8)),
    lines: curveLines,
    xLabel: 'false positive rate',
    yLabel: 'recall (ROC curve; the diagonal is chance)',
  });
}

/** Every second threshold. */
function formatThresholds({ thresholds }: Evaluation): string {
  const rows = thresholds
    .filter((_each, index) => index % 2 === 0)
    .map((each) => [
      each.threshold.toFixed(1),
      formatMetric(each.precision),
      formatMetric(each.recall),
      formatMetric(each.f1),
      String(each.true_positives),
      String(each.false_positives),
      String(each.false_negatives),
      String(each.true_negatives),
    ]);
  return formatTable([['THRESHOLD', 'PRECISION', 'RECALL', 'F1', 'TP', 'FP', 'FN', 'TN'], ...rows], {
    numericColumns: new Set([0, 1, 2, 3, 4, 5, 6, 7]),
  });
}

/** How the residuals, predicted minus actual values, are distributed. Bars start at 0. */
function formatResiduals({ residual_quantiles: quantiles }: Evaluation): string {
  const largest = Math.max(...quantiles.map(({ residual }) => Math.abs(residual)));
  const half = 20;
  const rows = quantiles.map(({ quantile, residual }) => {
    const length = largest === 0 ? 0 : Math.round((Math.abs(residual) / largest) * half);
    const bar = '█'.repeat(length);
    const chart = residual < 0 ? `${bar.padStart(half)}│` : `${' '.repeat(half)}│${bar}`;
    return [`${Math.round(quantile * 100)} %`, formatMetric(residual), chart];
  });
  return formatTable([['RESIDUALS', 'UP TO', 'PREDICTED - ACTUAL'], ...rows], { numericColumns: new Set([0, 1]) });
}
