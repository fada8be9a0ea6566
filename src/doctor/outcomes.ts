import type { Outcome } from './types.js';

export const ok = (text: string): Outcome => ({ state: 'ok', text });
export const warn = (text: string, mitigation: string): Outcome => ({ state: 'warn', text, mitigation });
export const fail = (text: string, mitigation: string): Outcome => ({ state: 'fail', text, mitigation });
export const skip = (text: string, mitigation?: string): Outcome => ({ state: 'skipped', text, mitigation });

/** Thrown by a check that lacks what it would check: it is skipped, not failed. */
export class NotChecked extends Error {
  readonly outcome: Outcome;

  constructor(text: string, mitigation: string) {
    super(text);
    this.outcome = skip(text, mitigation);
  }
}
