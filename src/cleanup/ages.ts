import { makeError } from '../errors/user-error.js';
import { parseSpanMs } from '../text/duration.js';

export const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Minimum age of a resource before it is deleted, in milliseconds. */
export interface MinAges {
  /** Data of jobs that have ended; nothing reads it any more. */
  readonly data: number;
  /** Data without a job and pending uploads, which may belong to a running export. */
  readonly leftovers: number;
  /** Models and configurations, which may belong to an endpoint that is being created. */
  readonly models: number;
}

/**
 * What --older-than means for each kind of resource. Resources that may be in use by a running command are at least an hour old.
 * @param text such as `7d`; undefined without the flag
 * @throws UserError E-SME-224
 */
export function chooseMinAges(text: string | undefined): MinAges {
  const given = text === undefined ? undefined : parseSpanMs(text);
  if (text !== undefined && given === undefined) {
    throw makeError('E-SME-224', { value: text });
  }
  return {
    data: given ?? 0,
    leftovers: Math.max(given ?? dayMs, hourMs),
    models: Math.max(given ?? hourMs, hourMs),
  };
}
