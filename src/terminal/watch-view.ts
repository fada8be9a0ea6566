import { hasEnded, type JobState } from '../jobs/job-state.js';
import { formatMetric, formatSeconds } from '../text/format-values.js';
import type { ColorStatus } from './colors.js';
import type { TextStream } from './io.js';
import { drawProgress, drawSparkline } from './sparkline.js';
import { readTerminalWidth } from './streams.js';
import { measureWidth, toSingleLine, truncateText, wrapLine } from './text-width.js';

/** What the view shows in addition to the state of the job. */
export interface ViewContext {
  /** Best metrics so far, the newest last. */
  readonly history: readonly number[];
  /** When the state was read. */
  readonly updatedAt: Date;
  readonly intervalMs: number;
  /** Why the database cannot be reached, if it cannot. */
  readonly problem: string | undefined;
  /** Maximum width of a line. */
  readonly columns: number;
  readonly colorStatus: ColorStatus;
}

const labelWidth = 14;
const [minBarWidth, maxBarWidth] = [6, 24];
const maxHistory = 40;

/** Returns the lines of the live view. On a narrow terminal it leaves out the less important parts. */
export function drawJob(state: JobState, context: ViewContext, now: Date): readonly string[] {
  const secondsSinceUpdate = (now.getTime() - context.updatedAt.getTime()) / 1000;
  const elapsed = state.elapsedSeconds === undefined ? undefined : state.elapsedSeconds + secondsSinceUpdate;
  const available = context.columns - labelWidth;
  return [
    ...drawHeader(state, context),
    `  elapsed     ${describeElapsed(elapsed, state.limitSeconds, available)}`,
    `  candidates  ${describeCandidates(state)}`,
    `  best        ${describeBest(state, context.history, available)}`,
    ...(hasEnded(state.status) ? [] : drawFooter(context)),
  ];
}

/** Name and status on one line, or on two if they do not fit. */
function drawHeader({ job, status, phase }: JobState, { columns, colorStatus }: ViewContext): readonly string[] {
  const name = toSingleLine(job);
  const progress = status === phase ? toSingleLine(status) : `${toSingleLine(status)} · ${toSingleLine(phase)}`;
  const colored = progress.replace(/^\S+/, colorStatus);
  return measureWidth(`${name}   ${progress}`) <= columns ? [`${name}   ${colored}`] : [name, `  ${colored}`];
}

function drawFooter({ updatedAt, intervalMs, columns, problem }: ViewContext): readonly string[] {
  if (problem !== undefined) {
    return wrapLine(`  ${toSingleLine(problem)}`, columns);
  }
  const updated = `updated at ${updatedAt.toISOString().slice(11, 19)} UTC, every ${formatSeconds(intervalMs / 1000)}`;
  const hint = 'Ctrl-C leaves the job running';
  const line = `  ${updated} · ${hint}`;
  return measureWidth(line) <= columns ? [line] : [`  ${updated}`, `  ${hint}`];
}

function describeElapsed(elapsed: number | undefined, limit: number | undefined, available: number): string {
  if (elapsed === undefined) {
    return '-';
  }
  if (limit === undefined) {
    return formatSeconds(elapsed);
  }
  const text = `${formatSeconds(elapsed)} of at most ${formatSeconds(limit)}`;
  const barWidth = Math.min(maxBarWidth, available - measureWidth(text) - 2);
  return barWidth < minBarWidth ? text : `${text}  ${drawProgress(elapsed / limit, barWidth)}`;
}

function describeCandidates({ candidates, maxCandidates }: JobState): string {
  const limit = maxCandidates === undefined ? '' : ` of at most ${maxCandidates}`;
  return candidates === undefined ? `not known${limit}` : `${candidates}${limit}`;
}

/** The metric, as much of its history as fits, and the name of the candidate if it fits as well. */
function describeBest({ best }: JobState, history: readonly number[], available: number): string {
  if (best === undefined) {
    return 'none yet';
  }
  const metric = `${toSingleLine(best.metric)} ${formatMetric(best.value)}`;
  const historyWidth = Math.max(0, Math.min(maxHistory, available - measureWidth(metric) - 2));
  const text = historyWidth === 0 ? metric : `${metric}  ${drawSparkline(history.slice(-historyWidth))}`;
  const textWithName = `${text}  ${toSingleLine(best.name)}`;
  return measureWidth(textWithName) <= available ? textWithName : text;
}

/** Lines at the end of a terminal that are redrawn in place. */
export class LiveLines {
  readonly #stream: TextStream;
  /** Widths of the lines drawn last. */
  #drawnWidths: readonly number[] = [];

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  /** Maximum width of a line. The last column stays empty, because some terminals wrap after writing it. */
  get columns(): number {
    return (readTerminalWidth(this.#stream) ?? 80) - 1;
  }

  /** Replaces the lines drawn last. Lines are truncated to the width of the terminal, because a wrapped line could not be replaced. */
  draw(lines: readonly string[]): void {
    // a line takes several rows if the terminal has become narrower
    const rows = this.#drawnWidths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / (this.columns + 1))), 0);
    const truncated = lines.map((line) => truncateText(line, this.columns));
    const text = truncated.map((line) => `${line}\u001b[K\n`).join('');
    this.#stream.write(`${rows === 0 ? '' : `\u001b[${rows}A`}${text}\u001b[J`);
    this.#drawnWidths = truncated.map(measureWidth);
  }
}
