import { formatSeconds } from '../../text/format-values.js';
import { findDirection } from '../candidate-order.js';
import { chooseVisibleRange } from '../charts/find-outliers.js';
import { html, type Markup } from '../markup.js';
import { findMetric, labelMetric, listMetricColumns, type MetricColumn } from '../metrics.js';
import { chooseFormat, countThings } from '../numbers.js';
import { makeAbsenceNote, makeNumber, makeScrollable, makeSection } from '../parts.js';
import { isRunning, makeStatus } from '../status.js';
import type { Candidate, ReportData } from '../types.js';

/** Longer tables scroll, so that the next section stays close. */
const maxPlainRows = 30;
/** More metrics than this do not fit on a screen. */
const maxScreenMetrics = 4;
/** More metrics than this need landscape pages when printed. */
const maxPortraitMetrics = 6;
/** Names up to this length are not broken. */
const maxUnbrokenLength = 34;

/** All candidates, best first, with all metrics by set. */
export function makeLeaderboard({ candidates, status }: ReportData): Markup {
  const title = 'Leaderboard';
  if (candidates.kind === 'absent') {
    return makeSection('leaderboard', title, makeAbsenceNote(candidates.reason));
  }
  const list = candidates.value;
  if (list.length === 0) {
    const reason = isRunning(status.status) ? 'The job has no candidate yet.' : 'The job ended without a candidate.';
    return makeSection('leaderboard', title, makeAbsenceNote(reason));
  }
  const columns = listMetricColumns(list).filter((column) => !repeatsObjective(column, list));
  const failed = list.filter(({ failureReason }) => failureReason !== undefined);
  const className = [list.length > maxPlainRows ? 'long' : '', columns.length > maxPortraitMetrics ? 'across' : '']
    .join(' ')
    .trim();
  return makeSection(
    'leaderboard',
    title,
    html`<p class="note-line">${countThings(list.length, 'candidate')}, best first.${columns.length > maxScreenMetrics ? html`<span class="screen"> The table scrolls sideways.</span>` : ''}</p>\n`,
    makeScrollable(title, drawTable(list, columns), className),
    failed.length === 0 ? undefined : listFailures(failed),
  );
}

/** Autopilot reports the objective among the metrics, too; the column Objective already shows it. */
function repeatsObjective(column: MetricColumn, list: readonly Candidate[]): boolean {
  const scored = list.filter(({ value }) => value !== undefined);
  return (
    scored.length > 0 &&
    scored.every(
      (candidate) => candidate.objective === column.metric && candidate.value === findMetric(candidate, column),
    )
  );
}

function drawTable(list: readonly Candidate[], columns: readonly MetricColumn[]): Markup {
  const sets = [...new Set(columns.map(({ set }) => set))];
  const objective = list.find((candidate) => candidate.objective !== undefined)?.objective ?? 'Objective';
  const present = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined);
  const letters = Math.min(maxUnbrokenLength, Math.max(...list.map(({ name }) => name.length)));
  const scores = present(list.map(({ value }) => value));
  const [low, high] = chooseVisibleRange(scores, findDirection(list));
  // an outlier must not take decimals from all other values
  const formatObjective = chooseFormat(scores.filter((value) => value >= low && value <= high));
  const formats = columns.map((column) =>
    chooseFormat(present(list.map((candidate) => findMetric(candidate, column)))),
  );
  return html`<table class="leaderboard">
<thead><tr><th rowspan="2" scope="col" class="number">#</th><th rowspan="2" scope="col" class="name" style="--letters:${letters}">Candidate</th><th rowspan="2" scope="col" class="number">Objective<small>${objective}</small></th><th rowspan="2" scope="col">Status</th><th rowspan="2" scope="col" class="number">Trained</th>${sets.map(
    (set) =>
      html`<th scope="colgroup" class="set" colspan="${columns.filter((column) => column.set === set).length}">${set === '' ? 'Unnamed set' : `${set} set`}</th>`,
  )}</tr>
<tr>${columns.map(({ metric }) => html`<th scope="col" class="number">${labelMetric(metric)}</th>`)}</tr></thead>
<tbody>${list.map(
    (candidate) =>
      html`<tr${candidate.rank === 1 ? html` class="best"` : ''}><td class="number">${candidate.rank ?? '–'}</td><th scope="row" class="name">${candidate.name}</th>${makeNumber(candidate.value, formatObjective)}<td>${makeStatus(candidate.status)}</td><td class="number">${candidate.seconds === undefined ? '–' : formatSeconds(candidate.seconds)}</td>${columns.map(
        (column, index) => makeNumber(findMetric(candidate, column), formats[index] ?? String),
      )}</tr>\n`,
  )}</tbody></table>`;
}

function listFailures(failed: readonly Candidate[]): Markup {
  return html`<details><summary>Why ${countThings(failed.length, 'candidate')} failed</summary>
<dl class="reasons">${failed.map(({ name, failureReason }) => html`<div><dt>${name}</dt><dd class="verbatim">${failureReason}</dd></div>\n`)}</dl></details>\n`;
}
