import { makeError } from '../errors/user-error.js';
import { parseSpanMs } from '../text/duration.js';

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How old each kind has to be, in milliseconds. */
export interface Ages {
  /** Data of jobs that have ended; nothing reads it any more. */
  readonly data: number;
  /** Data without a job, and uploads that did not end: it may be an export that is running. */
  readonly leftovers: number;
  /** Models and configurations: an endpoint may be on its way. */
  readonly models: number;
}

/**
 * What --older-than means for each kind. What may be in the making is never younger than an hour, whatever is asked for.
 * @param text such as `7d`; undefined where nothing was asked for
 * @throws UserError E-SME-224
 */
export function chooseAges(text: string | undefined): Ages {
  const asked = text === undefined ? undefined : parseSpanMs(text);
  if (text !== undefined && asked === undefined) {
    throw makeError('E-SME-224', { value: text });
  }
  return {
    data: asked ?? 0,
    leftovers: Math.max(asked ?? dayMs, hourMs),
    models: Math.max(asked ?? hourMs, hourMs),
  };
}

/** An age for people, in whole units: `12 min`, `5 h`, `3 days`. */
export function formatAge(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < hourMs) {
    return `${Math.floor(ms / minuteMs)} min`;
  }
  return ms < 2 * dayMs ? `${Math.floor(ms / hourMs)} h` : `${Math.floor(ms / dayMs)} days`;
}
