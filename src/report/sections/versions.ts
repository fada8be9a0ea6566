import { html, type Markup } from '../markup.js';
import { chooseFormat, countThings } from '../numbers.js';
import { makeAbsenceNote, makeCode, makeMoment, makeNumber, makeScrollable, makeSection } from '../parts.js';
import { makeStatus } from '../status.js';
import type { ModelVersion, ReportData } from '../types.js';

/** The table lists this many versions; the one of the report is always among them. */
const maxListed = 20;

/** The version of the model that this job is; undefined if it is not one. */
export function findOwnVersion({ job, versions }: ReportData): ModelVersion | undefined {
  return versions.kind === 'known' ? versions.value.find((version) => version.job === job) : undefined;
}

/** All versions of the model, with the endpoints that serve them; nothing for a job that is not a version. */
export function makeVersions(report: ReportData): Markup | undefined {
  const title = 'Versions of the model';
  const { versions } = report;
  if (versions.kind === 'absent') {
    return makeSection('versions', title, makeAbsenceNote(versions.reason));
  }
  const own = findOwnVersion(report);
  if (own === undefined) {
    return undefined;
  }
  const listed = versions.value.filter((version, index) => index < maxListed || version === own);
  const rest = versions.value.length - listed.length;
  return makeSection(
    'versions',
    title,
    html`<p class="note-line">This job is version ${own.version} of ${makeCode(own.model)}. ${describeServing(own, versions.value)}</p>\n`,
    makeScrollable(title, drawTable(listed, own)),
    rest === 0
      ? undefined
      : html`<p class="note-line">${countThings(rest, 'older version')} not shown: <code>sme models</code> lists all.</p>\n`,
  );
}

function describeServing(own: ModelVersion, versions: readonly ModelVersion[]): Markup {
  if (own.endpoints !== undefined) {
    return html`It is served by ${nameEndpoints(own.endpoints)}.`;
  }
  const served = versions.filter(({ endpoints }) => endpoints !== undefined);
  return served.length === 0
    ? html`No version is served.`
    : html`It is not served; ${served.map(({ version, endpoints }, index) => html`${index === 0 ? '' : ', '}version ${version} is served by ${nameEndpoints(endpoints ?? '')}`)}.`;
}

/** @param names separated by commas */
function nameEndpoints(names: string): Markup {
  return html`the endpoint${names.includes(',') ? 's' : ''} ${makeCode(names)}`;
}

function drawTable(versions: readonly ModelVersion[], own: ModelVersion): Markup {
  const format = chooseFormat(versions.flatMap(({ value }) => (value === undefined ? [] : [value])));
  return html`<table class="versions">
<thead><tr><th scope="col" class="number">Version</th><th scope="col">Objective</th><th scope="col" class="number">Value</th><th scope="col">Served by</th><th scope="col">Status</th><th scope="col">Trained</th><th scope="col">Job</th></tr></thead>
<tbody>${versions.map(
    (each) =>
      html`<tr${each === own ? html` class="best"` : ''}><th scope="row" class="number">${each.version}${each === own ? html`<small>this report</small>` : ''}</th><td>${each.metric}</td>${makeNumber(each.value, format)}<td>${each.endpoints}</td><td>${makeStatus(each.status)}</td><td>${each.trained === undefined ? undefined : makeMoment(each.trained)}</td><td>${each.job}</td></tr>\n`,
  )}</tbody></table>`;
}
