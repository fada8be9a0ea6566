import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Are the settings of this machine valid, and their files private? */
export const settingsChecks: readonly Check[] = [
  { id: 'settings', title: 'settings', needs: [], timeoutMs: 5000, run: checkSettings },
];

async function checkSettings({ settings }: DoctorContext): Promise<Outcome> {
  const { files, problems, notes } = settings;
  const lines = [...problems, ...notes.map(({ text }) => text)].join('\n');
  const mitigations = [...new Set(notes.map(({ mitigation }) => mitigation))].join('\n');
  if (problems.length > 0) {
    return fail(
      lines,
      ['Fix these settings. To see where each comes from, run: sme config show --origin', mitigations]
        .join('\n')
        .trim(),
    );
  }
  if (notes.length > 0) {
    return warn(lines, mitigations);
  }
  return ok(files.length === 0 ? 'no settings file' : `only the owner can read ${files.join(' and ')}`);
}
