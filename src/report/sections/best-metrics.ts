import { html, type Markup } from '../markup.js';
import { explainMetric, findMetric, labelMetric, listMetricColumns } from '../metrics.js';
import { chooseFormat } from '../numbers.js';
import { makeAbsenceNote, makeCode, makeNumber, makeScrollable, makeSection } from '../parts.js';
import { isRunning } from '../status.js';
import type { Candidate, ReportData } from '../types.js';

/** The metrics of the best candidate, by set. */
export function makeBestMetrics({ candidates, status, best }: ReportData): Markup {
  const first = candidates.kind === 'known' ? candidates.value.find(({ rank }) => rank === 1) : undefined;
  return makeSection(
    'best',
    isRunning(status.status) ? 'The best candidate so far' : 'The best candidate',
    first === undefined
      ? makeAbsenceNote(
          best === undefined ? 'No candidate has a result.' : `${best.name}; its metrics could not be listed.`,
        )
      : html`<p class="note-line">${makeCode(first.name)}</p>\n`,
    first === undefined ? undefined : drawMetrics(first),
  );
}

function drawMetrics(candidate: Candidate): Markup {
  const columns = listMetricColumns([candidate]);
  if (columns.length === 0) {
    return makeAbsenceNote('AWS lists no metrics for it.');
  }
  const sets = [...new Set(columns.map(({ set }) => set))];
  const metrics = [...new Set(columns.map(({ metric }) => metric))];
  const table = html`<table class="metrics">
<thead><tr><th scope="col">Metric</th>${sets.map((set) => html`<th scope="col" class="number">${set === '' ? 'Unnamed set' : set}</th>`)}</tr></thead>
<tbody>${metrics.map((metric) => {
    const values = sets.map((set) => findMetric(candidate, { metric, set }));
    const format = chooseFormat(values.filter((value) => value !== undefined));
    const isObjective = metric === candidate.objective;
    return html`<tr${isObjective ? html` class="best"` : ''}><th scope="row">${labelMetric(metric)}${isObjective ? html` <em>objective</em>` : ''}<small>${explainMetric(metric)}</small></th>${values.map((value) => makeNumber(value, format))}</tr>\n`;
  })}</tbody></table>`;
  return makeScrollable('Metrics of the best candidate', table);
}
