import { setTimeout as sleep } from 'node:timers/promises';
import { makeError, UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import type { JobReference } from './find-job.js';
import { hasEnded, type JobState, readJobState } from './job-state.js';

/** What happens while a job is watched. */
export type WatchEvent =
  | { readonly kind: 'state'; readonly state: JobState }
  /** The database is out of reach; the job does not notice. */
  | { readonly kind: 'lost'; readonly reason: string; readonly retryInMs: number }
  | { readonly kind: 'back' };

export interface WatchOptions {
  /** Opens a session, hands it to the work and closes it. */
  readonly open: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;
  /** Finds the job, in the first session. */
  readonly find: (session: Session) => Promise<JobReference>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WatchEvent) => void;
  /** Pause before the first try to come back, doubled each time; a test makes it small. */
  readonly firstRetryMs?: number;
}

/**
 * Unreachable, too slow, no Exasol, lost in the middle: what a restart of the database or a bad network looks like. The last two are
 * the same between the database and AWS, and AWS asked too often.
 */
const passing: ReadonlySet<string> = new Set([
  'E-SME-5',
  'E-SME-6',
  'E-SME-7',
  'E-SME-12',
  'E-SME-15',
  'E-SME-80',
  'E-SME-82',
]);
const longestRetryMs = 30_000;
/** So long no connection is taken for a bad one. */
export const patienceMs = 600_000;
/** So long a question may take: a connection that died without a word never answers. Far above what AWS and a cold UDF need. */
const answerMs = 180_000;

/**
 * Asks where a job is until it has ended, and answers the last state. One session lasts for as many questions as it can; where it is
 * lost, another one is opened, with growing pauses, for ten minutes.
 * @throws UserError of what fails before the first answer at once, of later failures when patience is at its end
 */
export async function watchJob(options: WatchOptions): Promise<JobState> {
  const { signal, onEvent, firstRetryMs = 1000 } = options;
  let reference: JobReference | undefined;
  let isAnswered = false;
  let lostAt: number | undefined;
  let retryInMs = firstRetryMs;
  for (;;) {
    try {
      return await options.open(async (session) => {
        reference ??= await options.find(session);
        for (;;) {
          const state = await answerInTime(readJobState(session, reference));
          if (lostAt !== undefined) {
            onEvent({ kind: 'back' });
          }
          isAnswered = true;
          lostAt = undefined;
          retryInMs = firstRetryMs;
          onEvent({ kind: 'state', state });
          if (hasEnded(state.status)) {
            return state;
          }
          await sleep(options.intervalMs, undefined, { signal });
        }
      });
    } catch (thrown) {
      const isPassing = isAnswered && isPassingFailure(thrown);
      lostAt ??= Date.now();
      if (signal.aborted || !isPassing || Date.now() - lostAt > patienceMs) {
        throw thrown;
      }
      onEvent({ kind: 'lost', reason: thrown.message, retryInMs });
      await sleep(retryInMs, undefined, { signal });
      retryInMs = Math.min(2 * retryInMs, longestRetryMs);
    }
  }
}

/** Whether a failure may be over when the question is asked again. */
export function isPassingFailure(thrown: unknown): thrown is UserError {
  return thrown instanceof UserError && passing.has(thrown.code);
}

/** @throws UserError E-SME-15, as for a connection that is known to be lost */
async function answerInTime<Answer>(question: Promise<Answer>): Promise<Answer> {
  const done = new AbortController();
  const impatience = sleep(answerMs, undefined, { signal: done.signal }).then(() => {
    throw makeError('E-SME-15', { reason: `no answer within ${answerMs / 1000} s` });
  });
  // whichever of the two loses must not count as unhandled
  for (const promise of [question, impatience]) {
    promise.catch(() => {});
  }
  try {
    return await Promise.race([question, impatience]);
  } finally {
    done.abort();
  }
}
