import { makeError } from '../errors/user-error.js';
import { parseDurationMs } from '../text/duration.js';
import { quoteValue } from '../text/quote-value.js';

/** Flags of following a job. */
export interface WatchFlags {
  readonly interval?: string | undefined;
  /** How long to watch; not how long connecting may take, as elsewhere. */
  readonly timeout?: string | undefined;
}

/** How a job is followed, in milliseconds. */
export interface WatchTimes {
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
}

/** Each question costs AWS calls, and a phase of a job takes minutes. */
const defaultInterval = '15s';

/** @throws UserError E-SME-240 */
export function readWatchTimes({ interval = defaultInterval, timeout }: WatchFlags): WatchTimes {
  return {
    intervalMs: readTime('--interval', interval),
    timeoutMs: timeout === undefined ? undefined : readTime('--timeout', timeout),
  };
}

function readTime(flag: string, value: string): number {
  const milliseconds = parseDurationMs(value);
  if (milliseconds === undefined) {
    throw makeError('E-SME-240', { flag, value: quoteValue(value) });
  }
  return milliseconds;
}
