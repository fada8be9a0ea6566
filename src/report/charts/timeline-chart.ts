import { scaleLinear } from 'd3-scale';
import { formatSeconds } from '../../text/format-values.js';
import { packLanes } from '../lanes.js';
import { html, type Markup } from '../markup.js';
import type { Candidate } from '../types.js';
import { drawBottomAxis } from './axes.js';
import { type ChartBody, type ChartWidth, type Drawing, drawBar, drawText, group, plotWidth } from './draw.js';

/** A job and its candidates on one time axis. */
export interface TimedJob {
  readonly created: Date;
  /** The end of the job, or the time of the report. */
  readonly until: Date;
  readonly hasEnded: boolean;
  readonly candidates: readonly TimedCandidate[];
}

type TimedCandidate = Candidate & { readonly created: Date };

/** A candidate's bar, in seconds since the job was created. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const maxHeight = 240;
/** Space for the bar of the job, above the candidates. */
const jobHeight = 26;
const units = [
  { from: 2 * 3600, seconds: 3600, name: 'Hours' },
  { from: 180, seconds: 60, name: 'Minutes' },
  { from: 0, seconds: 1, name: 'Seconds' },
] as const;

/** When the job and its candidates ran. Candidates that ran at the same time are drawn above each other. */
export function planTimelineChart(job: TimedJob): Drawing {
  return {
    id: 'timeline-chart',
    title: 'Job and candidates over time',
    description: `The job took ${describeDuration(job)}; bars show when each of ${job.candidates.length} candidates was trained.`,
    draw: (width) => drawTimeline(job, width),
  };
}

function drawTimeline(job: TimedJob, width: ChartWidth): ChartBody {
  const { candidates, created, until } = job;
  const ends = candidates.map(({ ended }) => secondsBetween(created, ended ?? until));
  const total = Math.max(1, secondsBetween(created, until), ...ends);
  const spans = candidates.map((candidate, index) => findSpan(job, candidate, ends[index] ?? 0, total));
  const lanes = packLanes(spans);
  const laneCount = Math.max(1, ...lanes.map((lane) => lane + 1));
  const laneHeight = Math.max(3, Math.min(16, Math.floor(maxHeight / laneCount)));
  const padding = { left: 84, right: 18, top: 6, bottom: 42 };
  const plot = { width: plotWidth(width, padding), height: jobHeight + laneCount * laneHeight + 4 };
  const unit = units.find(({ from }) => total >= from) ?? units[2];
  const x = scaleLinear()
    .domain([0, total / unit.seconds])
    .range([0, plot.width]);
  const toX = (seconds: number) => x(seconds / unit.seconds);
  const axis = drawBottomAxis(x, plot.height, {
    grid: plot.height,
    tickCount: width === 'wide' ? 10 : 5,
    title: `${unit.name} since the job was created`,
  });
  const bars = candidates.map((candidate, index): Markup => {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    return drawBar({
      x: toX(start),
      y: jobHeight + (lanes[index] ?? 0) * laneHeight,
      width: toX(end) - toX(start),
      height: Math.max(2, laneHeight - 2),
      fill: chooseColor(candidate),
      label: `${candidate.name}: ${candidate.status}, ${describeSpan(job, candidate)}`,
    });
  });
  const names = [
    drawText(-padding.left, 9, 'Job'),
    drawText(-padding.left, jobHeight + (laneCount * laneHeight) / 2, 'Candidates'),
  ];
  return {
    plot,
    padding,
    content: html`${axis}${group('job', [drawJob(job, toX(Math.max(0, secondsBetween(created, until))))])}${group('bars', bars)}${group('names', names)}`,
  };
}

function drawJob(job: TimedJob, width: number): Markup {
  return drawBar({
    x: 0,
    y: 3,
    width,
    height: 12,
    fill: 'var(--muted)',
    label: `The job: ${describeDuration(job)}`,
  });
}

/** A candidate that took less than a second still gets a visible bar. */
function findSpan({ created }: TimedJob, candidate: TimedCandidate, end: number, total: number): Span {
  const start = Math.max(0, secondsBetween(created, candidate.created));
  return { start, end: Math.max(end, start + total / 120) };
}

function secondsBetween(start: Date, end: Date): number {
  return (end.getTime() - start.getTime()) / 1000;
}

function chooseColor({ rank, ended }: Candidate): string {
  if (rank !== undefined) {
    return rank === 1 ? 'var(--best)' : 'var(--accent)';
  }
  return ended === undefined ? 'var(--muted)' : 'var(--bad)';
}

function describeDuration({ created, until, hasEnded }: TimedJob): string {
  return `${formatSeconds(secondsBetween(created, until))}${hasEnded ? '' : ' so far'}`;
}

function describeSpan({ created: origin }: TimedJob, { created, ended, seconds }: TimedCandidate): string {
  const start = `from ${formatSeconds(secondsBetween(origin, created))}`;
  return ended === undefined
    ? `${start}, not ended`
    : `${start} to ${formatSeconds(secondsBetween(origin, ended))}${seconds === undefined ? '' : ` (${formatSeconds(seconds)})`}`;
}
