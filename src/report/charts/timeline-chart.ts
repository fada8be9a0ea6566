import type { Spec } from 'vega';
import { formatSeconds } from '../../text/format-values.js';
import { packLanes } from '../lanes.js';
import type { Candidate } from '../types.js';
import { type ChartWidth, chartWidths, type Drawing } from './draw.js';

/** A job and its candidates on one axis. */
export interface TimedJob {
  readonly created: Date;
  /** Its end, or now. */
  readonly until: Date;
  readonly hasEnded: boolean;
  readonly candidates: readonly (Candidate & { readonly created: Date })[];
}

const mostHeight = 240;
const units = [
  { from: 2 * 3600, seconds: 3600, name: 'Hours' },
  { from: 180, seconds: 60, name: 'Minutes' },
  { from: 0, seconds: 1, name: 'Seconds' },
] as const;

/** When the job and its candidates ran; candidates at the same time lie above each other. */
export function planTimelineChart({ created, until, hasEnded, candidates }: TimedJob): Drawing {
  const sinceCreation = (moment: Date) => (moment.getTime() - created.getTime()) / 1000;
  const ends = candidates.map((candidate) => sinceCreation(candidate.ended ?? until));
  const total = Math.max(1, sinceCreation(until), ...ends);
  const unit = units.find(({ from }) => total >= from) ?? units[2];
  // a candidate of less than a second is seen, too
  const shortest = total / 120;
  const spans = candidates.map((candidate, index) => {
    const start = Math.max(0, sinceCreation(candidate.created));
    return { start, end: Math.max(ends[index] ?? start, start + shortest) };
  });
  const lanes = packLanes(spans);
  const laneCount = Math.max(1, ...lanes.map((lane) => lane + 1));
  const laneHeight = Math.max(3, Math.min(16, Math.floor(mostHeight / laneCount)));
  const bars = candidates.map((candidate, index) => ({
    start: (spans[index]?.start ?? 0) / unit.seconds,
    end: (spans[index]?.end ?? 0) / unit.seconds,
    lane: lanes[index] ?? 0,
    color: chooseColor(candidate),
    label: `${candidate.name}: ${candidate.status}, ${describeSpan(candidate, sinceCreation)}`,
  }));
  const plan = (width: ChartWidth): Spec => {
    const padding = { left: 84, right: 18, top: 6, bottom: 42 };
    const top = 26;
    return {
      width: chartWidths[width] - padding.left - padding.right,
      height: top + laneCount * laneHeight + 4,
      padding,
      autosize: 'none',
      data: [
        { name: 'job-rows', values: [{ end: Math.max(0, sinceCreation(until)) / unit.seconds }] },
        { name: 'bars-rows', values: bars },
        {
          name: 'names-rows',
          values: [
            { y: 9, text: 'Job' },
            { y: top + (laneCount * laneHeight) / 2, text: 'Candidates' },
          ],
        },
      ],
      scales: [{ name: 'x', type: 'linear', domain: [0, total / unit.seconds], range: 'width' }],
      axes: [
        {
          orient: 'bottom',
          scale: 'x',
          grid: true,
          domain: false,
          tickCount: width === 'wide' ? 10 : 5,
          title: `${unit.name} since the job was created`,
        },
      ],
      marks: [
        {
          type: 'rect',
          name: 'job',
          from: { data: 'job-rows' },
          encode: {
            enter: {
              x: { scale: 'x', value: 0 },
              x2: { scale: 'x', field: 'end' },
              y: { value: 3 },
              height: { value: 12 },
              cornerRadius: { value: 2 },
              fill: { value: 'currentColor' },
              fillOpacity: { value: 0.35 },
              description: {
                value: `The job: ${formatSeconds(sinceCreation(until))}${hasEnded ? '' : ' so far'}`,
              },
            },
          },
        },
        {
          type: 'rect',
          name: 'bars',
          from: { data: 'bars-rows' },
          encode: {
            enter: {
              x: { scale: 'x', field: 'start' },
              x2: { scale: 'x', field: 'end' },
              y: { field: 'lane', mult: laneHeight, offset: top },
              height: { value: Math.max(2, laneHeight - 2) },
              fill: { field: 'color' },
              stroke: { value: 'var(--card)' },
              strokeWidth: { value: 0.5 },
              description: { field: 'label' },
            },
          },
        },
        {
          type: 'text',
          name: 'names',
          from: { data: 'names-rows' },
          interactive: false,
          encode: {
            enter: {
              x: { value: -padding.left },
              y: { field: 'y' },
              baseline: { value: 'middle' },
              fontSize: { value: 12 },
              fill: { value: 'currentColor' },
              text: { field: 'text' },
            },
          },
        },
      ],
    };
  };
  return {
    id: 'timeline-chart',
    title: 'Job and candidates over time',
    description: `The job took ${formatSeconds(sinceCreation(until))}${hasEnded ? '' : ' so far'}; bars show when each of ${candidates.length} candidates was trained.`,
    plan,
  };
}

function chooseColor({ rank, ended }: Candidate): string {
  if (rank !== undefined) {
    return rank === 1 ? 'var(--best)' : 'var(--accent)';
  }
  return ended === undefined ? 'var(--muted)' : 'var(--bad)';
}

function describeSpan(
  { created, ended, seconds }: TimedJob['candidates'][number],
  since: (moment: Date) => number,
): string {
  const start = `from ${formatSeconds(since(created))}`;
  return ended === undefined
    ? `${start}, not ended`
    : `${start} to ${formatSeconds(since(ended))}${seconds === undefined ? '' : ` (${formatSeconds(seconds)})`}`;
}
