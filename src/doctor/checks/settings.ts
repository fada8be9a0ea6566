import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Settings of this machine, and the files that may hold secrets. */
export const settingsChecks: readonly Check[] = [
  { id: 'settings', title: 'settings', needs: [], limitMs: 5000, run: checkSettings },
];

async function checkSettings({ settings }: DoctorContext): Promise<Outcome> {
  const { files, problems, notes } = settings;
  const lines = [...problems, ...notes.map(({ text }) => text)].join('\n');
  const mends = [...new Set(notes.map(({ mend }) => mend))].join('\n');
  if (problems.length > 0) {
    return fail(lines, ['Mend them: sme config show --origin says where each stands.', mends].join('\n').trim());
  }
  if (notes.length > 0) {
    return warn(lines, mends);
  }
  return ok(files.length === 0 ? 'there is no settings file' : `only their owner can read ${files.join(' and ')}`);
}
