import type { TrainedColumn } from '../../tables/job-table.js';
import { formatCount, formatSeconds } from '../../text/format-values.js';
import { html, type Markup } from '../markup.js';
import { countThings, formatShare } from '../numbers.js';
import { makeCode, makeFacts, makePath, makeScrollable, makeSection } from '../parts.js';
import type { Parameter, ReportData, Training } from '../types.js';

/** The list of columns is open up to this length. */
const maxOpenColumns = 12;
/** A longer query is cut. */
const maxQueryLength = 20_000;

/** What was trained, on what data, by whom, with which limits. */
export function makeTraining(report: ReportData): Markup {
  const { training, places, job } = report;
  const { source } = training;
  return makeSection(
    'training',
    'What was trained',
    makeFacts([
      ['Source', source?.kind === 'table' ? makeCode(`${source.schema}.${source.table}`) : nameSource(source?.kind)],
      ['Target', code(training.target)],
      ['Rows', training.rows === undefined ? undefined : countRows(training.rows, training.files)],
      ['Sample', training.sampleRows === undefined ? undefined : `at most ${formatCount(training.sampleRows)} rows`],
      ['Kept apart for an evaluation', describeHoldout(training)],
      ['Problem type', describeParameter(training.problemType)],
      ['Objective', describeParameter(training.objective)],
      ['Mode', training.mode ?? 'chosen by AWS'],
      ['Sample weights', code(training.sampleWeightColumn)],
      [
        'Held out for validation',
        training.validationFraction === undefined ? undefined : formatShare(training.validationFraction),
      ],
      ['Maximum candidates', training.maxCandidates === undefined ? 'no limit' : formatCount(training.maxCandidates)],
      ['Maximum runtime', limit(training.maxJobSeconds)],
      ['Maximum runtime per candidate', limit(training.maxCandidateSeconds)],
      ['Started by', code(training.user)],
      ['Extension', training.version],
      ['Region', places.region],
      ['CONNECTION', makeCode(places.connection)],
      ['Schema of the scripts', makeCode(places.schema)],
      ['Role', path(places.roleArn)],
      ['Training data', path(places.trainUri)],
      ['Training data deleted', places.trainDataRemovedAt && `${places.trainDataRemovedAt} UTC`],
      ['Results', path(places.resultUri)],
      ['Job', makePath(places.jobArn ?? job)],
    ]),
    source?.kind === 'query' ? showQuery(source.sql) : undefined,
    training.columns === undefined
      ? html`<p class="absent">The job table does not have this job, so its columns are unknown.</p>`
      : listColumns(training.columns, report),
  );
}

const code = (text: string | undefined) => (text === undefined ? undefined : makeCode(text));

const path = (text: string | undefined) => (text === undefined ? undefined : makePath(text));

const limit = (seconds: number | undefined) => (seconds === undefined ? 'no limit' : formatSeconds(seconds));

function countRows(rows: number, files: number | undefined): string {
  return `${formatCount(rows)}${files === undefined ? '' : `, exported to ${countThings(files, 'file')}`}`;
}

function describeHoldout({ holdoutFraction, rowsHeldOut }: Training): string | undefined {
  return holdoutFraction === undefined
    ? undefined
    : `${formatShare(holdoutFraction)}${rowsHeldOut === undefined ? '' : `, ${formatCount(rowsHeldOut)} rows`}`;
}

function nameSource(kind: 'query' | undefined): string {
  return kind === undefined ? 'unknown: the job table does not have this job' : 'a query, below';
}

function describeParameter({ requested, resolved }: Parameter): string | undefined {
  if (requested === undefined) {
    return resolved === undefined ? 'chosen by AWS, not known yet' : `${resolved}, chosen by AWS`;
  }
  return resolved === undefined || resolved === requested ? requested : `${resolved} (requested: ${requested})`;
}

function showQuery(sql: string): Markup {
  const cut = sql.length > maxQueryLength ? `${sql.slice(0, maxQueryLength)}\n…` : sql;
  return html`<figure class="sql"><figcaption>Query${cut === sql ? '' : `, first ${formatCount(maxQueryLength)} of ${formatCount(sql.length)} characters`}</figcaption><pre class="long" tabindex="0"><code>${cut}</code></pre></figure>\n`;
}

function listColumns(columns: readonly TrainedColumn[], { training }: ReportData): Markup {
  const role = (name: string) =>
    name === training.target ? 'target' : name === training.sampleWeightColumn ? 'weight' : 'feature';
  const table = html`<table class="columns">
<thead><tr><th scope="col" class="number">#</th><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Role</th></tr></thead>
<tbody>${columns.map(
    ({ name, type }, index) =>
      html`<tr class="${role(name)}"><td class="number">${index + 1}</td><th scope="row"><code>${name}</code></th><td class="type"><code>${type}</code></td><td>${role(name)}</td></tr>\n`,
  )}</tbody></table>`;
  return html`<details${columns.length <= maxOpenColumns ? html` open` : ''}><summary>${countThings(columns.length, 'column')}</summary>
${makeScrollable('Columns', table, 'long')}</details>\n`;
}
