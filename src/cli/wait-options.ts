import { makeError } from '../errors/user-error.js';
import { parseDurationMs } from '../text/duration.js';
import { quoteValue } from '../text/quote-value.js';

/** Options of commands that wait for AWS. */
export interface WaitFlags {
  readonly interval?: string | undefined;
  /** Maximum time to wait. In other commands, --timeout is the timeout for connecting. */
  readonly timeout?: string | undefined;
}

/** How to wait, in milliseconds. */
export interface WaitTimes {
  readonly intervalMs: number;
  readonly timeoutMs: number | undefined;
}

/** Every status check calls AWS, and a phase of a job takes minutes. */
const defaultInterval = '15s';

/** @throws UserError E-SME-240 for an invalid duration */
export function readWaitTimes({ interval = defaultInterval, timeout }: WaitFlags): WaitTimes {
  return {
    intervalMs: readDurationMs('--interval', interval),
    timeoutMs: timeout === undefined ? undefined : readDurationMs('--timeout', timeout),
  };
}

/** Removes `--timeout` from the options, so that it does not replace the timeout for connecting. */
export function withoutTimeout<Flags extends WaitFlags>(flags: Flags): Flags {
  return { ...flags, timeout: undefined };
}

function readDurationMs(flag: string, value: string): number {
  const milliseconds = parseDurationMs(value);
  if (milliseconds === undefined) {
    throw makeError('E-SME-240', { flag, value: quoteValue(value) });
  }
  return milliseconds;
}
