import { makeError } from '../errors/user-error.js';
import { parseSpanMs } from '../text/duration.js';

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Minimum age of a resource before it is deleted, in milliseconds. */
export interface MinAges {
  /** Data of jobs that have ended, which is no longer read. */
  readonly data: number;
  /** Data without a job and pending uploads, which may belong to a running export. */
  readonly leftovers: number;
  /** Models and configurations, which may belong to an endpoint that is being created. */
  readonly models: number;
}

/**
 * Applies --older-than to each kind of resource. The minimum is an hour for resources that a running command may be using.
 * @param text such as `7d`; undefined without the flag
 * @throws UserError E-SME-224
 */
export function chooseMinAges(text: string | undefined): MinAges {
  const minAge = text === undefined ? undefined : parseSpanMs(text);
  if (text !== undefined && minAge === undefined) {
    throw makeError('E-SME-224', { value: text });
  }
  return {
    data: minAge ?? 0,
    leftovers: Math.max(minAge ?? dayMs, hourMs),
    models: Math.max(minAge ?? hourMs, hourMs),
  };
}
