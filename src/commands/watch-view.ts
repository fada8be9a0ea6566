import type { JobState } from '../jobs/job-state.js';
import { formatMetric, formatMoment, formatSeconds } from '../text/format-values.js';
import type { TextStream } from './io.js';
import { drawProgress, drawSparkline } from './sparkline.js';
import { readColumns } from './terminal.js';
import { cutText } from './text-width.js';

/** What the view shows beside the state itself. */
export interface ViewContext {
  /** The best metric as it was found, the latest last. */
  readonly history: readonly number[];
  readonly askedAt: Date;
  readonly intervalMs: number;
  /** Why the database is out of reach, where it is. */
  readonly trouble: string | undefined;
}

const barColumns = 24;
const longestHistory = 40;

/** The lines of the live view. */
export function drawJob(state: JobState, context: ViewContext, now: Date): readonly string[] {
  const waitedSeconds = (now.getTime() - context.askedAt.getTime()) / 1000;
  const elapsed = state.elapsedSeconds === undefined ? undefined : state.elapsedSeconds + waitedSeconds;
  return [
    `${state.job}   ${state.status} · ${state.phase}`,
    `  elapsed     ${describeElapsed(elapsed, state.limitSeconds)}`,
    `  candidates  ${describeCandidates(state)}`,
    `  best        ${describeBest(state, context.history)}`,
    context.trouble === undefined
      ? `  asked at ${formatMoment(context.askedAt)}, again every ${formatSeconds(context.intervalMs / 1000)} · Ctrl-C leaves the job running`
      : `  ${context.trouble}`,
  ];
}

function describeElapsed(elapsed: number | undefined, limit: number | undefined): string {
  if (elapsed === undefined) {
    return '-';
  }
  return limit === undefined
    ? formatSeconds(elapsed)
    : `${formatSeconds(elapsed)} of at most ${formatSeconds(limit)}  ${drawProgress(elapsed / limit, barColumns)}`;
}

function describeCandidates({ candidates, maxCandidates }: JobState): string {
  const limit = maxCandidates === undefined ? '' : ` of at most ${maxCandidates}`;
  return candidates === undefined ? `not known${limit}` : `${candidates}${limit}`;
}

function describeBest({ best }: JobState, history: readonly number[]): string {
  return best === undefined
    ? 'none yet'
    : `${best.metric} ${formatMetric(best.value)}  ${drawSparkline(history.slice(-longestHistory))}  ${best.name}`;
}

/** Lines at the end of a terminal that are written over and over. */
export class LiveLines {
  readonly #stream: TextStream;
  #drawn = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** Draws these lines where the last ones stood; each is cut to the terminal's width, for a wrapped line could not be taken back. */
  draw(lines: readonly string[]): void {
    const columns = readColumns(this.#stream) ?? 80;
    const up = this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A`;
    const text = lines.map((line) => `${cutText(line, columns - 1)}\u001b[K\n`).join('');
    this.#stream.write(`${up}${text}\u001b[J`);
    this.#drawn = lines.length;
  }
}
