import { existsSync } from 'node:fs';
import { warnOfReaders } from '../../config/private-file.js';
import { ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Files of this machine that may hold secrets. */
export const settingsChecks: readonly Check[] = [
  { id: 'settings', title: 'settings files', needs: [], limitMs: 5000, run: checkFiles },
];

async function checkFiles({ settingsFiles }: DoctorContext): Promise<Outcome> {
  const there = settingsFiles.filter((path) => existsSync(path));
  const [first, ...more] = there.flatMap(warnOfReaders);
  if (first !== undefined) {
    const paths = there.filter((path) => warnOfReaders(path).length > 0);
    return warn([first, ...more].join('\n'), `chmod 600 ${paths.map((path) => `'${path}'`).join(' ')}`);
  }
  return ok(there.length === 0 ? 'there are none' : `only their owner can read ${there.join(' and ')}`);
}
