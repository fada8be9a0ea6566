import { drawChart } from '../charts/draw.js';
import { planImportanceChart, type SharedFeature } from '../charts/importance-chart.js';
import { html, type Markup } from '../markup.js';
import { chooseFormat, countThings, formatShare } from '../numbers.js';
import { makeAbsenceNote, makeNumber, makeScrollable, makeSection } from '../parts.js';
import { isRunning } from '../status.js';
import type { Feature, ReportData } from '../types.js';

/** The chart shows this many bars; the table shows all. */
const maxBars = 20;

/** How important each column is for the best candidate. */
export function makeImportance({ features, status }: ReportData): Markup {
  const title = 'Feature importance';
  if (features.kind === 'absent') {
    return makeSection('importance', title, makeAbsenceNote(features.reason));
  }
  if (features.value.length === 0) {
    const reason = isRunning(status.status)
      ? 'AWS writes this report at the end of the job.'
      : 'The job has no explainability report.';
    return makeSection('importance', title, makeAbsenceNote(reason));
  }
  const shared = features.value.flatMap((feature): readonly SharedFeature[] =>
    feature.share === undefined ? [] : [{ ...feature, share: feature.share }],
  );
  const drawn = shared.slice(0, maxBars);
  const rest = features.value.length - drawn.length;
  return makeSection(
    'importance',
    title,
    drawn.length === 0
      ? makeAbsenceNote('The importance of all columns is 0.')
      : html`<figure class="chart">${drawChart(planImportanceChart(drawn))}
<figcaption>From the explainability report of the best candidate (SageMaker Clarify).${rest === 0 ? '' : ` The top ${drawn.length}; the table lists ${countThings(rest, 'more column')}.`}</figcaption></figure>\n`,
    listFeatures(features.value),
  );
}

function listFeatures(features: readonly Feature[]): Markup {
  const format = chooseFormat(features.map(({ importance }) => importance));
  const table = html`<table class="features">
<thead><tr><th scope="col" class="number">#</th><th scope="col">Column</th><th scope="col" class="number">Importance</th><th scope="col" class="number">Share</th></tr></thead>
<tbody>${features.map(
    ({ name, importance, share }, index) =>
      html`<tr><td class="number">${index + 1}</td><th scope="row"><code>${name}</code></th>${makeNumber(importance, format)}<td class="number">${share === undefined ? '–' : formatShare(share)}</td></tr>\n`,
  )}</tbody></table>`;
  return html`<details><summary>As a table</summary>
${makeScrollable('Feature importance', table, 'long')}</details>\n`;
}
