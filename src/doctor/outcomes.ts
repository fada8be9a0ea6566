import type { Outcome } from './types.js';

export const ok = (text: string): Outcome => ({ state: 'ok', text });
export const warn = (text: string, mend: string): Outcome => ({ state: 'warn', text, mend });
export const fail = (text: string, mend: string): Outcome => ({ state: 'fail', text, mend });
export const skip = (text: string, mend?: string): Outcome => ({ state: 'skipped', text, mend });

/** An error text of the extension's own, `E-SME-n: what is wrong. What to do.`, stays one sentence after the other. */
export function failWith(problems: readonly string[], mend: string): Outcome {
  return fail(problems.join(' '), mend);
}
