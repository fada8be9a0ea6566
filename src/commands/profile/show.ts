import { findProfile, maskValues, type ProfileFlags } from '../../config/profile-store.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatTable, printResult } from '../../terminal/output.js';

/** `sme profile show`: what a profile says, its secrets masked. */
export async function runProfileShow(name: string, flags: ProfileFlags, io: CommandIo): Promise<void> {
  const profile = await findProfile(name, flags, io);
  const values = maskValues(profile);
  const data = { name, path: profile.path, owner: profile.owner, default: profile.isDefault, values };
  printResult(io, data, () => {
    const rows = Object.entries({ ...(profile.isDefault ? { default: true } : {}), ...values });
    return `${formatTable(rows.map(([key, value]) => [key, String(value)]))}\nProfile ${name} stands in ${profile.path}.\n`;
  });
}
