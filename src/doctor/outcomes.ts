import type { Outcome } from './types.js';

export const ok = (text: string): Outcome => ({ state: 'ok', text });
export const warn = (text: string, mitigation: string): Outcome => ({ state: 'warn', text, mitigation });
export const fail = (text: string, mitigation: string): Outcome => ({ state: 'fail', text, mitigation });
export const skip = (text: string, mitigation?: string): Outcome => ({ state: 'skipped', text, mitigation });

/** Thrown by a check that cannot run. It is reported as skipped, not as failed. */
export class CheckSkipped extends Error {
  readonly outcome: Outcome;

  constructor(text: string, mitigation: string) {
    super(text);
    this.outcome = skip(text, mitigation);
  }
}
