import type { SmeCommand } from '../../cli/command.js';
import type { ProfileFlags } from '../../config/profile-store.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatTable } from '../../terminal/table.js';

/** `sme profile show NAME` */
export function addProfileShow(profile: SmeCommand): void {
  profile
    .command('show')
    .argument('<name>', 'profile name')
    .description('Show the values of a profile, with secrets masked')
    .settingOption('config')
    .examples('sme profile show prod', 'sme profile show prod --json')
    .runs(runProfileShow);
}

async function runProfileShow(name: string, flags: ProfileFlags, io: CommandIo): Promise<void> {
  const { findProfile, maskValues } = await import('../../config/profile-store.js');
  const found = await findProfile(name, flags, io);
  const values = maskValues(found);
  const data = { name, path: found.path, owner: found.owner, default: found.isDefault, values };
  printResult<'profile.show'>(io, data, () => {
    const rows = Object.entries({ ...(found.isDefault ? { default: true } : {}), ...values });
    return `${formatTable(rows.map(([key, value]) => [key, String(value)]))}\nProfile ${name} of ${found.path}.\n`;
  });
}
