import { findDirection, orderByEnd } from '../candidate-order.js';
import { drawChart } from '../charts/draw.js';
import { planObjectiveChart } from '../charts/objective-chart.js';
import { html, type Markup } from '../markup.js';
import { findObjectiveSet } from '../metrics.js';
import { countThings } from '../numbers.js';
import { makeAbsenceNote, makeSection } from '../parts.js';
import { isRunning } from '../status.js';
import type { ReportData } from '../types.js';

const directionWords = { higher: 'Higher is better.', lower: 'Lower is better.' } as const;

/** The objective metric of each candidate. */
export function makeObjective(report: ReportData): Markup {
  return makeSection('objective', 'Objective of each candidate', drawObjective(report));
}

function drawObjective({ candidates, status }: ReportData): Markup {
  if (candidates.kind === 'absent') {
    return makeAbsenceNote(candidates.reason);
  }
  const ordered = orderByEnd(candidates.value);
  const best = ordered.find(({ rank }) => rank === 1);
  if (best?.value === undefined) {
    return makeAbsenceNote(isRunning(status.status) ? 'No candidate has a result yet.' : 'No candidate has a result.');
  }
  const set = findObjectiveSet(best);
  const objective = best.objective ?? 'Objective';
  const label = set === undefined ? objective : `${objective} (${set.toLowerCase()})`;
  const direction = findDirection(ordered);
  const missing = ordered.filter(({ rank }) => rank === undefined).length;
  return html`<figure class="chart">${drawChart(planObjectiveChart(ordered, label))}
<figcaption>${direction === undefined ? '' : `${directionWords[direction]} `}${ordered.length === 1 ? '' : html`<span class="key accent">●</span> candidate, `}<span class="key best">◆</span> ${ordered.length === 1 ? 'the only candidate' : html`best candidate, <span class="key best">━</span> best so far`}${
    missing === 0 ? '' : html`, <span class="key bad">✕</span> ${countThings(missing, 'candidate')} without a result`
  }.</figcaption></figure>\n`;
}
