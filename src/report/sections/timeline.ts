import { formatSeconds } from '../../text/format-values.js';
import { drawChart } from '../charts/draw.js';
import { planTimelineChart, type TimedJob } from '../charts/timeline-chart.js';
import { html, type Markup } from '../markup.js';
import { countThings } from '../numbers.js';
import { makeCode, makeMoment, makeSection } from '../parts.js';
import { isRunning } from '../status.js';
import type { ReportData } from '../types.js';

interface Moment {
  readonly what: Markup | string;
  /** Undefined if the time is text of the database. */
  readonly at: Date | undefined;
  readonly text?: Markup;
}

/** The timeline from export to end, and the training time of each candidate. */
export function makeTimeline(report: ReportData): Markup {
  const { created } = report.times;
  const moments = listMoments(report);
  const list = html`<ol class="timeline">${moments.map(
    ({ what, at, text }) =>
      html`<li><span class="when">${at === undefined ? text : makeMoment(at)}</span><span class="what">${what}</span><span class="after">${
        at === undefined || created === undefined || at <= created
          ? ''
          : `+ ${formatSeconds((at.getTime() - created.getTime()) / 1000)}`
      }</span></li>\n`,
  )}</ol>\n`;
  return makeSection('timeline', 'Timeline', list, drawCandidates(report));
}

function listMoments({ times, training, candidates, status }: ReportData): readonly Moment[] {
  const list = candidates.kind === 'known' ? candidates.value : [];
  const starts = list.flatMap((candidate) => (candidate.created === undefined ? [] : [candidate.created]));
  const ends = list.flatMap((candidate) => (candidate.ended === undefined ? [] : [candidate.ended]));
  const best = list.find(({ rank }) => rank === 1);
  const rows = training.rows === undefined ? 'The rows' : countThings(training.rows, 'row');
  const files = training.files === undefined ? '' : ` to ${countThings(training.files, 'file')}`;
  const exported: Moment = {
    what: `${rows} exported${files}`,
    at: undefined,
    text: html`${times.exported?.slice(0, 19)} <small>database time</small>`,
  };
  const candidateMoments = [
    { what: 'First candidate started', at: findExtreme(starts, Math.min) },
    { what: html`Best candidate ended: ${makeCode(best?.name ?? '')}`, at: best?.ended },
    {
      what: `Last of ${countThings(list.length, 'candidate')} ended`,
      at: ends.length === list.length ? findExtreme(ends, Math.max) : undefined,
    },
  ].filter(({ at }) => at !== undefined);
  return [
    ...(times.exported === undefined ? [] : [exported]),
    ...(times.created === undefined ? [] : [{ what: 'Job created in SageMaker', at: times.created }]),
    ...sortMoments(candidateMoments),
    times.ended === undefined
      ? {
          what: isRunning(status.status) ? `Now: ${status.phase}` : `${status.status}: ${status.phase}`,
          at: times.reported,
        }
      : { what: status.phase === status.status ? status.status : `${status.status}: ${status.phase}`, at: times.ended },
  ];
}

function sortMoments(moments: readonly Moment[]): readonly Moment[] {
  return [...moments].sort((left, right) => (left.at?.getTime() ?? 0) - (right.at?.getTime() ?? 0));
}

function findExtreme(moments: readonly Date[], choose: (...times: number[]) => number): Date | undefined {
  return moments.length === 0 ? undefined : new Date(choose(...moments.map((moment) => moment.getTime())));
}

function drawCandidates({ times, candidates }: ReportData): Markup | undefined {
  const timed = (candidates.kind === 'known' ? candidates.value : []).flatMap((candidate) =>
    candidate.created === undefined ? [] : [{ ...candidate, created: candidate.created }],
  );
  if (times.created === undefined || timed.length === 0) {
    return undefined;
  }
  const job: TimedJob = {
    created: times.created,
    until: times.ended ?? times.reported,
    hasEnded: times.ended !== undefined,
    candidates: timed,
  };
  return html`<figure class="chart">${drawChart(planTimelineChart(job))}
<figcaption>Each bar is a candidate; candidates trained at the same time are below each other. <span class="key best">■</span> best, <span class="key accent">■</span> with a result${
    timed.some(({ rank, ended }) => rank === undefined && ended !== undefined)
      ? html`, <span class="key bad">■</span> without a result`
      : ''
  }${timed.some(({ rank, ended }) => rank === undefined && ended === undefined) ? html`, <span class="key">■</span> running` : ''}.</figcaption></figure>\n`;
}
