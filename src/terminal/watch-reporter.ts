import type { JobState } from '../jobs/job-state.js';
import type { WatchEvent } from '../jobs/watch-job.js';
import { formatMetric, formatMoment, formatSeconds } from '../text/format-values.js';
import type { PaintStatus } from './colors.js';
import type { CommandIo } from './io.js';
import { printResult } from './output.js';
import { canRedraw } from './streams.js';
import { flattenText } from './text-width.js';
import { drawJob, LiveLines } from './watch-view.js';

/** Tells what happens to a job: as a live view on a terminal, as a line a change elsewhere, as a document a change with --json. */
export interface WatchReporter {
  report(event: WatchEvent): void;
  /** To be called when all is over, or the terminal would be drawn on. */
  stop(): void;
}

export function makeWatchReporter(io: CommandIo, intervalMs: number): WatchReporter {
  return !io.json && canRedraw(io.stdout, io.env) ? makeLiveReporter(io, intervalMs) : makeLineReporter(io);
}

function makeLiveReporter(io: CommandIo, intervalMs: number): WatchReporter {
  const lines = new LiveLines(io.stdout);
  const history: number[] = [];
  let state: JobState | undefined;
  let askedAt = new Date();
  let trouble: string | undefined;
  const draw = () => {
    if (state !== undefined) {
      lines.draw(
        drawJob(state, { history, askedAt, intervalMs, trouble, columns: lines.columns, paint: io.paint }, new Date()),
      );
    }
  };
  // the clock goes on between two answers
  const ticking = setInterval(draw, 1000);
  return {
    report(event) {
      if (event.kind === 'state') {
        state = event.state;
        askedAt = new Date();
        if (state.best !== undefined && history.at(-1) !== state.best.value) {
          history.push(state.best.value);
        }
      }
      trouble = event.kind === 'lost' ? describeLoss(event) : undefined;
      draw();
    },
    stop() {
      clearInterval(ticking);
    },
  };
}

function makeLineReporter(io: CommandIo): WatchReporter {
  let last = '';
  return {
    report(event) {
      if (event.kind === 'lost') {
        io.logger.warn(describeLoss(event));
        return;
      }
      if (event.kind === 'back') {
        io.logger.info('The database is back.');
        return;
      }
      const line = describeState(event.state, io.paint);
      if (line !== last) {
        last = line;
        const now = formatMoment(new Date());
        printResult(io, { time: now, ...describeAsData(event.state) }, () => `${now}  ${line}\n`);
      }
    },
    stop() {},
  };
}

function describeLoss({ reason, retryInMs }: Extract<WatchEvent, { kind: 'lost' }>): string {
  return `${reason} Trying again in ${formatSeconds(retryInMs / 1000)}; the job goes on.`;
}

/** One line, the same as long as nothing has changed. */
function describeState({ job, status, phase, candidates, best }: JobState, paint: PaintStatus): string {
  return [
    flattenText(job),
    `${paint(flattenText(status))} ${flattenText(phase)}`,
    ...(candidates === undefined ? [] : [`${candidates} ${candidates === 1 ? 'candidate' : 'candidates'}`]),
    ...(best === undefined ? [] : [`${flattenText(best.metric)} ${formatMetric(best.value)}`]),
  ].join('  ');
}

function describeAsData(state: JobState) {
  return {
    job_name: state.job,
    job_status: state.status,
    job_secondary_status: state.phase,
    elapsed_seconds: state.elapsedSeconds ?? null,
    limit_seconds: state.limitSeconds ?? null,
    candidates: state.candidates ?? null,
    max_candidates: state.maxCandidates ?? null,
    best_metric_name: state.best?.metric ?? null,
    best_metric_value: state.best?.value ?? null,
    best_candidate_name: state.best?.name ?? null,
    failure_reason: state.failureReason ?? null,
  };
}
