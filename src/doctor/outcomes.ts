import type { Outcome } from './types.js';

export const ok = (text: string): Outcome => ({ state: 'ok', text });
export const warn = (text: string, mend: string): Outcome => ({ state: 'warn', text, mend });
export const fail = (text: string, mend: string): Outcome => ({ state: 'fail', text, mend });
export const skip = (text: string, mend?: string): Outcome => ({ state: 'skipped', text, mend });

/** Thrown by a check that finds nothing to look at: it is skipped, not failed. */
export class NotChecked extends Error {
  readonly outcome: Outcome;

  constructor(text: string, mend: string) {
    super(text);
    this.outcome = skip(text, mend);
  }
}
