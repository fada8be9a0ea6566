import { hasEnded, type JobState } from '../jobs/job-state.js';
import type { WatchEvent } from '../jobs/watch-job.js';
import { formatMetric, formatMoment, formatSeconds } from '../text/format-values.js';
import type { ColorStatus } from './colors.js';
import type { CommandIo } from './io.js';
import { printResult } from './output.js';
import { canRedraw } from './streams.js';
import { toSingleLine } from './text-width.js';
import { drawJob, LiveLines } from './watch-view.js';

/** Shows the progress of a job: a live view on a terminal, otherwise one line, or with --json one document, for every change. */
export interface WatchReporter {
  report(event: WatchEvent): void;
  /** Stops the live view. Call it before other output goes to the terminal. */
  stop(): void;
}

export function makeWatchReporter(io: CommandIo, intervalMs: number): WatchReporter {
  if (io.isQuiet) {
    return makeFinalReporter(io);
  }
  return !io.json && canRedraw(io.stdout, io.env) ? makeLiveReporter(io, intervalMs) : makeLineReporter(io);
}

function makeLiveReporter(io: CommandIo, intervalMs: number): WatchReporter {
  const lines = new LiveLines(io.stdout);
  const history: number[] = [];
  let state: JobState | undefined;
  let updatedAt = new Date();
  let problem: string | undefined;
  const draw = () => {
    if (state !== undefined) {
      const { columns } = lines;
      const context = { history, updatedAt, intervalMs, problem, columns, colorStatus: io.colorStatus };
      lines.draw(drawJob(state, context, new Date()));
    }
  };
  // keeps the elapsed time current between two updates
  const timer = setInterval(draw, 1000);
  return {
    report(event) {
      if (event.kind === 'state') {
        state = event.state;
        updatedAt = new Date();
        if (state.best !== undefined && history.at(-1) !== state.best.value) {
          history.push(state.best.value);
        }
      }
      problem = event.kind === 'lost' ? describeLoss(event) : undefined;
      draw();
    },
    stop() {
      clearInterval(timer);
    },
  };
}

/** Prints only how the job ended, and a lost connection. */
function makeFinalReporter(io: CommandIo): WatchReporter {
  const lines = makeLineReporter(io);
  return {
    report(event) {
      if (event.kind === 'lost' || (event.kind === 'state' && hasEnded(event.state.status))) {
        lines.report(event);
      }
    },
    stop() {},
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
        io.logger.info('Reconnected to the database.');
        return;
      }
      const line = formatState(event.state, io.colorStatus);
      if (line !== last) {
        last = line;
        const now = formatMoment(new Date());
        printResult<'watch'>(io, { time: now, ...toJsonState(event.state) }, () => `${now}  ${line}\n`);
      }
    },
    stop() {},
  };
}

function describeLoss({ reason, retryInMs }: Extract<WatchEvent, { kind: 'lost' }>): string {
  return `${reason} Retrying in ${formatSeconds(retryInMs / 1000)}; the job keeps running.`;
}

/** One line without times, so that it is equal as long as nothing has changed. */
function formatState({ job, status, phase, candidates, best }: JobState, colorStatus: ColorStatus): string {
  return [
    toSingleLine(job),
    `${colorStatus(toSingleLine(status))} ${toSingleLine(phase)}`,
    ...(candidates === undefined ? [] : [`${candidates} ${candidates === 1 ? 'candidate' : 'candidates'}`]),
    ...(best === undefined ? [] : [`${toSingleLine(best.metric)} ${formatMetric(best.value)}`]),
  ].join('  ');
}

function toJsonState(state: JobState) {
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
