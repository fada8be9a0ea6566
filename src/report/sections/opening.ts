import { formatCount, formatSeconds } from '../../text/format-values.js';
import { html, type Markup } from '../markup.js';
import { findObjectiveSet } from '../metrics.js';
import { chooseFormat, countThings } from '../numbers.js';
import { makeCode, makeMoment } from '../parts.js';
import { isRunning, makeStatus } from '../status.js';
import type { Candidate, ModelVersion, ReportData } from '../types.js';
import { findOwnVersion } from './versions.js';

/** The top of the page: the job, its status and four numbers. */
export function makeOpening(report: ReportData): Markup {
  const { job, status, times } = report;
  return html`<header>
<p class="kind">SageMaker Autopilot training${nameVersion(findOwnVersion(report))}</p>
<h1>${job}</h1>
<p class="state">${makeStatus(status.status)}${status.phase === status.status ? '' : html` <span class="phase">${status.phase}</span>`}
<span class="made">as of ${makeMoment(times.reported)}</span></p>
<p class="lead">${describeTraining(report)}</p>
${makeFailure(report)}<dl class="figures">${listFigures(report).map(
    ([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>\n`,
  )}</dl>
</header>
`;
}

function nameVersion(version: ModelVersion | undefined): Markup | undefined {
  return version && html` · version ${version.version} of ${version.model}`;
}

/** One sentence that describes what the model predicts from which data. */
function describeTraining({ training }: ReportData): Markup {
  const { target, problemType, columns, source, sampleWeightColumn } = training;
  const kind = problemType.resolved ?? problemType.requested;
  const inputs = columns?.filter(({ name }) => name !== target && name !== sampleWeightColumn).length;
  const from = inputs === undefined ? '' : ` from ${countThings(inputs, 'column')}`;
  const of =
    source?.kind === 'table'
      ? html` of ${makeCode(`${source.schema}.${source.table}`)}`
      : source === undefined
        ? ''
        : ' of a query';
  return html`Learns to predict ${target === undefined ? 'the target' : makeCode(target)}${from}${of}${kind === undefined ? '' : ` (${spellOut(kind)})`}.`;
}

/** `BinaryClassification` → `binary classification`. */
function spellOut(kind: string): string {
  return kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function makeFailure({ job, status }: ReportData): Markup {
  const notes: Markup[] = [];
  if (status.failureReason !== undefined) {
    notes.push(
      html`<div class="note bad" role="note"><h2>Why the job failed</h2><p class="verbatim">${status.failureReason}</p></div>\n`,
    );
  } else if (status.status === 'Failed') {
    notes.push(
      html`<div class="note bad" role="note"><h2>The job failed</h2><p>AWS does not report a reason.</p></div>\n`,
    );
  }
  if (status.partialFailureReasons !== undefined) {
    notes.push(
      html`<div class="note warn" role="note"><h2>Part of the job failed</h2><p class="verbatim">${status.partialFailureReasons}</p></div>\n`,
    );
  }
  if (isRunning(status.status)) {
    notes.push(
      html`<div class="note" role="note"><p>The job was still running when this report was created. Update the report with <code>sme report ${job} --force</code>.</p></div>\n`,
    );
  }
  if (status.status === 'Stopped') {
    notes.push(
      html`<div class="note" role="note"><p>The job was stopped. This report shows its results until then.</p></div>\n`,
    );
  }
  return html`${notes}`;
}

function listFigures(report: ReportData): readonly (readonly [name: string, value: string, note: string])[] {
  const { best, candidates, training, times, status } = report;
  const list = candidates.kind === 'known' ? candidates.value : undefined;
  const first = list?.find(({ rank }) => rank === 1);
  const seconds =
    times.created === undefined
      ? undefined
      : ((times.ended ?? times.reported).getTime() - times.created.getTime()) / 1000;
  return [
    best?.value === undefined
      ? ['Best result', '–', 'no candidate has a result']
      : [`Best ${best.metric ?? 'result'}`, chooseFormat([best.value])(best.value), noteOnBest(first)],
    [
      'Candidates',
      list === undefined ? '–' : formatCount(list.length),
      list === undefined ? 'could not be listed' : noteOnCandidates(list, training.maxCandidates),
    ],
    [
      isRunning(status.status) ? 'Running for' : 'Took',
      seconds === undefined ? '–' : formatSeconds(seconds),
      training.maxJobSeconds === undefined ? 'no time limit' : `of at most ${formatSeconds(training.maxJobSeconds)}`,
    ],
    [
      'Rows',
      training.rows === undefined ? '–' : formatCount(training.rows),
      training.files === undefined ? 'unknown' : `in ${countThings(training.files, 'file')}`,
    ],
  ];
}

function noteOnBest(first: Candidate | undefined): string {
  const set = first === undefined ? undefined : findObjectiveSet(first);
  return set === undefined ? 'of the best candidate' : `on the ${set.toLowerCase()} set`;
}

function noteOnCandidates(list: readonly Candidate[], max: number | undefined): string {
  const without = list.filter(({ rank }) => rank === undefined).length;
  const limit = max === undefined ? '' : `of at most ${formatCount(max)}`;
  const missing = without === 0 ? '' : `${formatCount(without)} without a result`;
  return [limit, missing].filter((text) => text !== '').join(', ') || 'all with a result';
}
