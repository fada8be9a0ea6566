import { setTimeout as sleep } from 'node:timers/promises';
import { makeError, UserError } from '../errors/user-error.js';
import type { Session } from '../exasol/session.js';
import type { JobReference } from './find-job.js';
import { hasEnded, type JobState, readJobState } from './job-state.js';

/** What `watchJob` reports. */
export type WatchEvent =
  | { readonly kind: 'state'; readonly state: JobState }
  /** The database cannot be reached; the job continues in AWS. */
  | { readonly kind: 'lost'; readonly reason: string; readonly retryInMs: number }
  | { readonly kind: 'back' };

export interface WatchOptions {
  /** Opens a session, runs the work with it and closes it. */
  readonly open: <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;
  /** Finds the job; called once, in the first session. */
  readonly find: (session: Session) => Promise<JobReference>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: WatchEvent) => void;
  /** Pause before the first reconnect; it doubles with each further attempt. */
  readonly firstRetryMs?: number;
}

/** Errors that may be temporary, as during a restart of the database, a network failure or throttling. */
const temporaryErrors: ReadonlySet<string> = new Set([
  'E-SME-5', // the host is unknown
  'E-SME-6', // the connection failed
  'E-SME-7', // the connection timed out
  'E-SME-12', // the response is not that of a database
  'E-SME-15', // the connection was lost
  'E-SME-80', // the database cannot reach AWS
  'E-SME-82', // AWS throttles
]);
const maxRetryMs = 30_000;
/** How long a lost connection is retried. */
export const retryTimeoutMs = 600_000;
/** Detects a connection that was cut silently. The timeout is far longer than calls of AWS and the start of a UDF take. */
const responseTimeoutMs = 180_000;

/**
 * Polls a job until it has ended and returns its last state. It keeps one session open; if that is lost, it reconnects with increasing
 * pauses for up to ten minutes.
 * @throws UserError immediately before the first response; later only for permanent errors and after the retry timeout
 */
export async function watchJob(options: WatchOptions): Promise<JobState> {
  const { signal, onEvent, firstRetryMs = 1000 } = options;
  let reference: JobReference | undefined;
  let hasResponded = false;
  let lostAt: number | undefined;
  let retryInMs = firstRetryMs;
  for (;;) {
    try {
      return await options.open(async (session) => {
        reference ??= await options.find(session);
        for (;;) {
          const state = await rejectOnTimeout(readJobState(session, reference));
          if (lostAt !== undefined) {
            onEvent({ kind: 'back' });
          }
          hasResponded = true;
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
      const canRetry = hasResponded && isTemporaryError(thrown);
      lostAt ??= Date.now();
      if (signal.aborted || !canRetry || Date.now() - lostAt > retryTimeoutMs) {
        throw thrown;
      }
      onEvent({ kind: 'lost', reason: thrown.message, retryInMs });
      await sleep(retryInMs, undefined, { signal });
      retryInMs = Math.min(2 * retryInMs, maxRetryMs);
    }
  }
}

/** Whether the same call may succeed later. */
export function isTemporaryError(thrown: unknown): thrown is UserError {
  return thrown instanceof UserError && temporaryErrors.has(thrown.code);
}

/** @throws UserError E-SME-15, like any other lost connection */
async function rejectOnTimeout<Response>(response: Promise<Response>): Promise<Response> {
  const done = new AbortController();
  const timeout = sleep(responseTimeoutMs, undefined, { signal: done.signal }).then(() => {
    throw makeError('E-SME-15', { reason: `no response within ${responseTimeoutMs / 1000} s` });
  });
  // the loser of the race must not count as an unhandled rejection
  for (const promise of [response, timeout]) {
    promise.catch(() => {});
  }
  try {
    return await Promise.race([response, timeout]);
  } finally {
    done.abort();
  }
}
