import type { Outcome } from './types.js';

export const ok = (text: string): Outcome => ({ state: 'ok', text });
export const warn = (text: string, mend: string): Outcome => ({ state: 'warn', text, mend });
export const fail = (text: string, mend: string): Outcome => ({ state: 'fail', text, mend });
export const skip = (text: string, mend?: string): Outcome => ({ state: 'skipped', text, mend });
