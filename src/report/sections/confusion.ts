import { formatCount } from '../../text/format-values.js';
import { shortenNames } from '../charts/shorten-names.js';
import { html, type Markup } from '../markup.js';
import { formatShare } from '../numbers.js';
import { makeAbsenceNote, makeCode, makeScrollable, makeSection, makeSql } from '../parts.js';
import { returnsTarget, writeConfusionQuery } from '../statements.js';
import type { ConfusionCell, ReportData } from '../types.js';

/** Letters of a class name in the matrix; longer names are listed below it. */
const maxLetters = 16;
/** More classes than this need narrow columns. */
const maxWideClasses = 6;

const byName = new Intl.Collator('en', { numeric: true });

/** The confusion matrix; undefined for a regression, which does not have one. */
export function makeConfusion(report: ReportData): Markup | undefined {
  const { confusion, training } = report;
  const kind = training.problemType.resolved ?? training.problemType.requested;
  if (kind === 'Regression') {
    return undefined;
  }
  return makeSection(
    'confusion',
    'Confusion matrix',
    ...(confusion.kind === 'known' && confusion.value.length > 0
      ? [drawMatrix(confusion.value, { source: 'From the model quality report of the best candidate' })]
      : [
          makeAbsenceNote(confusion.kind === 'absent' ? confusion.reason : 'The job has no confusion matrix.'),
          makeHint(report),
        ]),
  );
}

/** A confusion matrix. @param source where the counts come from, if the section does not say it */
export function drawMatrix(
  cells: readonly ConfusionCell[],
  { source }: { readonly source: string | undefined },
): Markup {
  const classes = [...new Set(cells.flatMap(({ actual, predicted }) => [actual, predicted]))].sort(byName.compare);
  const counts = new Map(cells.map(({ actual, predicted, rows }) => [JSON.stringify([actual, predicted]), rows]));
  const count = (actual: string, predicted: string) => counts.get(JSON.stringify([actual, predicted])) ?? 0;
  const total = cells.reduce((sum, { rows }) => sum + rows, 0);
  const right = classes.reduce((sum, name) => sum + count(name, name), 0);
  const shortNames = shortenNames(classes, maxLetters);
  const isShortened = shortNames.some((name, index) => name !== classes[index]);
  const table = html`<table class="confusion${classes.length > maxWideClasses ? ' dense' : ''}">
<thead><tr><th rowspan="2" scope="col">Actual</th><th scope="colgroup" class="set" colspan="${classes.length}">Predicted</th><th rowspan="2" scope="col" class="number">Recall</th></tr>
<tr>${classes.map((name, index) => html`<th scope="col" class="number" title="${name}">${shortNames[index]}</th>`)}</tr></thead>
<tbody>${classes.map((actual, row) => {
    const inClass = classes.reduce((sum, predicted) => sum + count(actual, predicted), 0);
    const share = (predicted: string) => (inClass === 0 ? 0 : count(actual, predicted) / inClass);
    return html`<tr><th scope="row" title="${actual}">${shortNames[row]}</th>${classes.map(
      (predicted) =>
        html`<td class="number cell ${actual === predicted ? 'hit' : 'miss'}" style="--share:${share(predicted).toFixed(3)}">${formatCount(count(actual, predicted))}</td>`,
    )}<td class="number">${inClass === 0 ? '–' : formatShare(share(actual))}</td></tr>\n`;
  })}</tbody></table>`;
  return html`<p class="note-line">${source === undefined ? '' : `${source}: `}${formatCount(right)} of ${formatCount(total)} rows are correct. Each row of the matrix is an actual class; the stronger the color, the larger the share of the class in the cell.</p>\n${makeScrollable('Confusion matrix', table)}${isShortened ? listNames(shortNames, classes) : ''}`;
}

function listNames(shortNames: readonly string[], names: readonly string[]): Markup {
  return html`<details><summary>Full names of the classes</summary>
<dl class="reasons">${names.map((name, index) => html`<div><dt>${shortNames[index]}</dt><dd class="verbatim">${name}</dd></div>\n`)}</dl></details>\n`;
}

/** How to compute a confusion matrix from predictions. */
function makeHint(report: ReportData): Markup | undefined {
  const { target } = report.training;
  const sql = writeConfusionQuery(report);
  if (target === undefined || sql === undefined) {
    return undefined;
  }
  return html`<p>You can compute one from predictions, ideally for rows that were not used for training:${
    returnsTarget(report)
      ? ''
      : html` create the endpoint with ${makeCode(`"key_columns": ${JSON.stringify([target])}`)} so that it returns the actual value next to the prediction, then run`
  }</p>\n${makeSql('Compare actual and predicted values', sql)}`;
}
