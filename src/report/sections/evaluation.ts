import type { Evaluation } from '../../jobs/evaluate-predictions.js';
import { describeRows, nameMetric } from '../../text/evaluation-metrics.js';
import { formatCount } from '../../text/format-values.js';
import { drawChart } from '../charts/draw.js';
import { planResidualChart } from '../charts/residual-chart.js';
import { planThresholdChart } from '../charts/threshold-chart.js';
import { html, type Markup } from '../markup.js';
import { explainMetric } from '../metrics.js';
import { chooseFormat, countThings } from '../numbers.js';
import { makeAbsenceNote, makeCode, makeNumber, makeScrollable, makeSection } from '../parts.js';
import type { ReportData, ReportedEvaluation } from '../types.js';
import { drawMatrix } from './confusion.js';

const title = 'Evaluation on rows that were not used for training';
/** A larger matrix is a list of its largest mistakes. */
const maxMatrixLabels = 30;
const maxMistakes = 20;

/** The evaluation, or one sentence on how to get it; nothing if the job has no model. */
export function makeEvaluation(report: ReportData): Markup | undefined {
  const { evaluation, status, best } = report;
  if (evaluation === undefined) {
    return status.status === 'Completed' && best !== undefined
      ? makeSection('evaluation', title, suggestEvaluation(report))
      : undefined;
  }
  const { result, table } = evaluation;
  return makeSection(
    'evaluation',
    table === undefined ? title : 'Evaluation of predictions',
    describeEvaluated(evaluation),
    drawMetrics(result),
    result.thresholds.length === 0 ? undefined : showThresholds(result),
    result.labels.length === 0 ? undefined : showLabels(result),
    result.residual_quantiles.length === 0 ? undefined : showResiduals(result),
  );
}

function suggestEvaluation({ job, training, endpoints }: ReportData): Markup {
  const isServed = endpoints.kind === 'known' && endpoints.value.length > 0;
  if (training.holdoutFraction === undefined) {
    const command = `sme report ${job} --predictions SCHEMA.TABLE --actual ${training.target ?? 'COLUMN'}`;
    return makeAbsenceNote(
      html`Predict rows whose actual values you know, and ${makeCode(command)} adds their evaluation to this report.`,
    );
  }
  const rows = training.rowsHeldOut === undefined ? 'the rows' : `the ${countThings(training.rowsHeldOut, 'row')}`;
  const command = makeCode(`sme report ${job} --holdout`);
  return makeAbsenceNote(
    html`${isServed ? '' : 'Create an endpoint; then '}${command} adds the evaluation of ${rows} that the training kept apart.`,
  );
}

function describeEvaluated({ table, result }: ReportedEvaluation): Markup {
  const rows = describeRows(result.metrics, formatCount);
  return table === undefined
    ? html`<p class="note-line">The rows that the training kept apart, predicted by an endpoint of this job: ${rows}.</p>\n`
    : html`<p class="note-line">The predictions in ${makeCode(table)}: ${rows}. sme does not check that this job made them.</p>\n`;
}

function drawMetrics({ metrics, positive_label: positive }: Evaluation): Markup {
  const shown = Object.entries(metrics).filter(([key]) => !key.startsWith('rows'));
  const table = html`<table class="metrics">
<thead><tr><th scope="col">Metric</th><th scope="col" class="number">Value</th></tr></thead>
<tbody>${shown.map(([key, value]) => {
    const label = positive !== null && key.endsWith('_auc') ? ` of '${positive}'` : '';
    return html`<tr><th scope="row">${capitalize(nameMetric(key))}${label}<small>${explainMetric(key.replaceAll('_', ''))}</small></th>${makeNumber(value ?? undefined, chooseFormat([value ?? 0]))}</tr>\n`;
  })}</tbody></table>`;
  return makeScrollable('Metrics of the evaluation', table);
}

const capitalize = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function showThresholds(evaluation: Evaluation): Markup {
  const { thresholds } = evaluation;
  const share = chooseFormat([0.5]);
  const table = html`<table class="thresholds">
<thead><tr><th scope="col" class="number">Threshold</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">F1</th><th scope="col" class="number">True positives</th><th scope="col" class="number">False positives</th><th scope="col" class="number">False negatives</th><th scope="col" class="number">True negatives</th></tr></thead>
<tbody>${thresholds.map(
    (each) =>
      html`<tr><th scope="row" class="number">${each.threshold.toFixed(2)}</th>${[each.precision, each.recall, each.f1].map((value) => makeNumber(value, share))}${[each.true_positives, each.false_positives, each.false_negatives, each.true_negatives].map((value) => makeNumber(value, formatCount))}</tr>\n`,
  )}</tbody></table>`;
  return html`<h3>Threshold of the probability</h3>
<figure class="chart">${drawChart(planThresholdChart(evaluation))}
<figcaption>What changes if a row counts as <code>${evaluation.positive_label ?? ''}</code> from this probability on: <span class="key accent">━</span> precision, <span class="key best">━</span> recall, <span class="key">┅</span> F1.</figcaption></figure>
<details><summary>As a table</summary>
${makeScrollable('Thresholds', table, 'long')}</details>\n`;
}

function showLabels({ labels, confusion }: Evaluation): Markup {
  const share = chooseFormat([0.5]);
  const table = html`<table>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">F1</th><th scope="col" class="number">Rows</th></tr></thead>
<tbody>${labels.map(
    ({ label, precision, recall, f1, support }) =>
      html`<tr><th scope="row" class="verbatim">${label}</th>${[precision, recall, f1].map((value) => makeNumber(value, share))}${makeNumber(support, formatCount)}</tr>\n`,
  )}</tbody></table>`;
  return html`<h3>Actual and predicted classes</h3>
${labels.length <= maxMatrixLabels ? drawMatrix(confusion, { source: undefined }) : listMistakes(confusion)}<details><summary>Metrics of each class</summary>
${makeScrollable('Metrics of each class', table, 'long')}</details>\n`;
}

function listMistakes(confusion: Evaluation['confusion']): Markup {
  const mistakes = confusion
    .filter(({ actual, predicted }) => actual !== predicted)
    .toSorted((left, right) => right.rows - left.rows);
  const shown = mistakes.slice(0, maxMistakes);
  const table = html`<table>
<thead><tr><th scope="col">Actual</th><th scope="col">Predicted instead</th><th scope="col" class="number">Rows</th></tr></thead>
<tbody>${shown.map(
    ({ actual, predicted, rows }) =>
      html`<tr><th scope="row" class="verbatim">${actual}</th><td class="verbatim">${predicted}</td>${makeNumber(rows, formatCount)}</tr>\n`,
  )}</tbody></table>`;
  return html`<p class="note-line">The ${shown.length} most frequent of ${formatCount(mistakes.length)} kinds of mistakes.</p>
${makeScrollable('Mistakes', table)}`;
}

function showResiduals(evaluation: Evaluation): Markup {
  const { residual_quantiles: quantiles } = evaluation;
  const format = chooseFormat(quantiles.map(({ residual }) => residual));
  const table = html`<table>
<thead><tr><th scope="col" class="number">Share of the rows</th><th scope="col" class="number">Residual up to</th></tr></thead>
<tbody>${quantiles.map(
    ({ quantile, residual }) =>
      html`<tr><th scope="row" class="number">${Math.round(quantile * 100)} %</th>${makeNumber(residual, format)}</tr>\n`,
  )}</tbody></table>`;
  return html`<h3>Residuals</h3>
<figure class="chart">${drawChart(planResidualChart(quantiles))}
<figcaption>Predicted minus actual value: how many percent of the rows have at most this residual. Bars to the left are predictions that are too low.</figcaption></figure>
<details><summary>As a table</summary>
${makeScrollable('Residuals', table)}</details>\n`;
}
