import { drawChart } from '../charts/draw.js';
import { planImportanceChart, type SharedFeature } from '../charts/importance-chart.js';
import { html, type Markup } from '../markup.js';
import { chooseFormat, countThings, formatShare } from '../numbers.js';
import { makeNumber, makeScrollable, makeSection, sayAbsent } from '../parts.js';
import { isRunning } from '../status.js';
import type { Feature, ReportData } from '../types.js';

/** Bars that are drawn; all others stand in the table. */
const mostBars = 20;

/** How much each column counts for the best candidate. */
export function makeImportance({ features, status }: ReportData): Markup {
  const title = 'Feature importance';
  if (features.kind === 'absent') {
    return makeSection('importance', title, sayAbsent(features.reason));
  }
  if (features.value.length === 0) {
    const reason = isRunning(status.status)
      ? 'AWS writes the report on it at the end of the job.'
      : 'The job left no report on it.';
    return makeSection('importance', title, sayAbsent(reason));
  }
  const shared = features.value.flatMap((feature): readonly SharedFeature[] =>
    feature.share === undefined ? [] : [{ ...feature, share: feature.share }],
  );
  const drawn = shared.slice(0, mostBars);
  const rest = features.value.length - drawn.length;
  return makeSection(
    'importance',
    title,
    drawn.length === 0
      ? sayAbsent('No column counts more than another: the importance of all is 0.')
      : html`<figure class="chart">${drawChart(planImportanceChart(drawn))}
<figcaption>Of the best candidate, from the explainability report that the job left (SageMaker Clarify).${rest === 0 ? '' : ` The first ${drawn.length}; ${countThings(rest, 'more column')} below.`}</figcaption></figure>\n`,
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
