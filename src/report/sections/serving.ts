import type { EndpointRow } from '../../tables/endpoint-table.js';
import { formatCount, formatHardware } from '../../text/format-values.js';
import { html, type Markup } from '../markup.js';
import { makeAbsenceNote, makeMoment, makeNumber, makeScrollable, makeSection, makeSql } from '../parts.js';
import { writeNextStatements } from '../statements.js';
import { isRunning, makeStatus } from '../status.js';
import type { Batch, ReportData } from '../types.js';

/** The endpoints that serve the job. */
export function makeEndpoints({ endpoints }: ReportData): Markup {
  const title = 'Endpoints';
  if (endpoints.kind === 'absent') {
    return makeSection('endpoints', title, makeAbsenceNote(endpoints.reason));
  }
  return makeSection(
    'endpoints',
    title,
    endpoints.value.length === 0
      ? makeAbsenceNote('No endpoint serves this job.')
      : html`<p class="note-line">From the endpoint table. An endpoint is billed until it is deleted.</p>\n${makeScrollable(title, drawTable(endpoints.value))}`,
  );
}

function drawTable(endpoints: readonly EndpointRow[]): Markup {
  return html`<table>
<thead><tr><th scope="col">Endpoint</th><th scope="col">Last seen</th><th scope="col">Hardware</th><th scope="col">Prediction function</th><th scope="col">Candidate</th><th scope="col">Created</th><th scope="col">Expires</th></tr></thead>
<tbody>${endpoints.map(
    ({ name, status, prediction, candidate, createdAt, user, expiresAt, ...hardware }) =>
      html`<tr><th scope="row">${name}</th><td>${makeStatus(status ?? 'unknown')}</td><td>${formatHardware(hardware)}</td><td><code>${prediction.schema}.${prediction.name}</code></td><td>${candidate}</td><td>${writeTime(createdAt)}${user === undefined ? '' : html`<small>by ${user}</small>`}</td><td>${expiresAt === undefined ? 'never' : makeMoment(expiresAt)}</td></tr>\n`,
  )}</tbody></table>`;
}

/** The batch predictions of the job; nothing if there are none. */
export function makeBatches({ batches }: ReportData): Markup | undefined {
  const title = 'Batch predictions';
  if (batches.kind === 'absent') {
    return makeSection('batches', title, makeAbsenceNote(batches.reason));
  }
  return batches.value.length === 0
    ? undefined
    : makeSection('batches', title, makeScrollable(title, drawBatches(batches.value)));
}

function drawBatches(batches: readonly Batch[]): Markup {
  return html`<table>
<thead><tr><th scope="col">Batch</th><th scope="col">Status</th><th scope="col">Target table</th><th scope="col" class="number">Exported</th><th scope="col" class="number">Predicted</th><th scope="col" class="number">Failed</th><th scope="col">Hardware</th><th scope="col">Created</th></tr></thead>
<tbody>${batches.map(
    ({ name, status, target, rowsExported, rowsPredicted, rowsFailed, hardware, created, note }) =>
      html`<tr><th scope="row">${name}</th><td>${makeStatus(status)}${note === undefined ? '' : html`<small>${note}</small>`}</td><td><code>${target}</code></td>${[rowsExported, rowsPredicted, rowsFailed].map((rows) => makeNumber(rows, formatCount))}<td>${hardware}</td><td>${created === undefined ? '' : makeMoment(created)}</td></tr>\n`,
  )}</tbody></table>`;
}

/** A time of the database; lines break only between date and time. */
function writeTime(text: string | undefined): Markup | undefined {
  return text === undefined
    ? undefined
    : html`<span class="key">${text.slice(0, 10)}</span> <span class="key">${text.slice(11, 19)}</span>`;
}

/** Statements to serve the model. */
export function makeNextSteps(report: ReportData): Markup | undefined {
  const { status, best, endpoints } = report;
  const statements = best === undefined ? undefined : writeNextStatements(report);
  if (statements === undefined) {
    return undefined;
  }
  const { createEndpoint, predict, deleteEndpoint, predictBatch } = statements;
  const isServed = endpoints.kind === 'known' && endpoints.value.length > 0;
  return makeSection(
    'next',
    'Next steps in SQL',
    isRunning(status.status) ? html`<p class="note-line">Once the job has ended:</p>\n` : undefined,
    isServed ? undefined : makeSql('Serve the best candidate (billed from now on)', createEndpoint),
    makeSql('Predict: replace the training data with your own rows', predict),
    makeSql('Delete the endpoint (ends billing)', deleteEndpoint),
    makeSql('Or predict without an endpoint: a batch, billed while its job runs', predictBatch),
  );
}
