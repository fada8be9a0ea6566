import { hasEnded, type JobState } from '../jobs/job-state.js';
import { formatMetric, formatSeconds } from '../text/format-values.js';
import type { PaintStatus } from './colors.js';
import type { TextStream } from './io.js';
import { drawProgress, drawSparkline } from './sparkline.js';
import { readColumns } from './streams.js';
import { cutText, flattenText, measureText, wrapLine } from './text-width.js';

/** What the view shows beside the state itself. */
export interface ViewContext {
  /** The best metric as it was found, the latest last. */
  readonly history: readonly number[];
  readonly askedAt: Date;
  readonly intervalMs: number;
  /** Why the database is out of reach, where it is. */
  readonly trouble: string | undefined;
  /** How wide a line may be. */
  readonly columns: number;
  readonly paint: PaintStatus;
}

const labelColumns = 14;
const [fewestBars, mostBars] = [6, 24];
const longestHistory = 40;

/** The lines of the live view, put together so that what tells most fits. */
export function drawJob(state: JobState, context: ViewContext, now: Date): readonly string[] {
  const waitedSeconds = (now.getTime() - context.askedAt.getTime()) / 1000;
  const elapsed = state.elapsedSeconds === undefined ? undefined : state.elapsedSeconds + waitedSeconds;
  const available = context.columns - labelColumns;
  return [
    ...drawHead(state, context),
    `  elapsed     ${describeElapsed(elapsed, state.limitSeconds, available)}`,
    `  candidates  ${describeCandidates(state)}`,
    `  best        ${describeBest(state, context.history, available)}`,
    ...(hasEnded(state.status) ? [] : drawFoot(context)),
  ];
}
/** The name alone on a line where both do not fit on one. */
function drawHead({ job, status, phase }: JobState, { columns, paint }: ViewContext): readonly string[] {
  const name = flattenText(job);
  const where = status === phase ? flattenText(status) : `${flattenText(status)} · ${flattenText(phase)}`;
  const painted = where.replace(/^\S+/, paint);
  return measureText(`${name}   ${where}`) <= columns ? [`${name}   ${painted}`] : [name, `  ${painted}`];
}

function drawFoot({ askedAt, intervalMs, columns, trouble }: ViewContext): readonly string[] {
  if (trouble !== undefined) {
    return wrapLine(`  ${flattenText(trouble)}`, columns);
  }
  const asked = `asked at ${askedAt.toISOString().slice(11, 19)} UTC, again every ${formatSeconds(intervalMs / 1000)}`;
  const hint = 'Ctrl-C leaves the job running';
  const line = `  ${asked} · ${hint}`;
  return measureText(line) <= columns ? [line] : [`  ${asked}`, `  ${hint}`];
}

function describeElapsed(elapsed: number | undefined, limit: number | undefined, available: number): string {
  if (elapsed === undefined) {
    return '-';
  }
  if (limit === undefined) {
    return formatSeconds(elapsed);
  }
  const text = `${formatSeconds(elapsed)} of at most ${formatSeconds(limit)}`;
  const bars = Math.min(mostBars, available - measureText(text) - 2);
  return bars < fewestBars ? text : `${text}  ${drawProgress(elapsed / limit, bars)}`;
}

function describeCandidates({ candidates, maxCandidates }: JobState): string {
  const limit = maxCandidates === undefined ? '' : ` of at most ${maxCandidates}`;
  return candidates === undefined ? `not known${limit}` : `${candidates}${limit}`;
}

/** The history first, as far as there is room; the candidate's name where it fits behind it. */
function describeBest({ best }: JobState, history: readonly number[], available: number): string {
  if (best === undefined) {
    return 'none yet';
  }
  const metric = `${flattenText(best.metric)} ${formatMetric(best.value)}`;
  const room = Math.max(0, Math.min(longestHistory, available - measureText(metric) - 2));
  const text = room === 0 ? metric : `${metric}  ${drawSparkline(history.slice(-room))}`;
  const named = `${text}  ${flattenText(best.name)}`;
  return measureText(named) <= available ? named : text;
}

/** Lines at the end of a terminal that are written over and over. */
export class LiveLines {
  readonly #stream: TextStream;
  /** Columns of each line that stands there. */
  #drawn: readonly number[] = [];

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** How wide a line may be: the last column stays free, for some terminals wrap when it is written. */
  get columns(): number {
    return (readColumns(this.#stream) ?? 80) - 1;
  }

  /** Draws these lines where the last ones stood; each is cut to the terminal's width, for a wrapped line could not be taken back. */
  draw(lines: readonly string[]): void {
    // on a terminal that was made narrower since, a line takes several rows
    const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / (this.columns + 1))), 0);
    const cut = lines.map((line) => cutText(line, this.columns));
    const text = cut.map((line) => `${line}\u001b[K\n`).join('');
    this.#stream.write(`${rows === 0 ? '' : `\u001b[${rows}A`}${text}\u001b[J`);
    this.#drawn = cut.map(measureText);
  }
}
