import type { SmeCommand } from '../../cli/command.js';
import type { ProfileFlags } from '../../config/profile-store.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatTable } from '../../terminal/table.js';

/** `sme profile list` */
export function addProfileList(profile: SmeCommand): void {
  profile
    .command('list')
    .description('List the profiles of sme and exapump; * marks the default')
    .settingOption('config')
    .examples('sme profile list', 'sme profile list --json')
    .runs(runProfileList);
}

async function runProfileList(flags: ProfileFlags, io: CommandIo): Promise<void> {
  const { findDefaultName, listProfiles } = await import('../../config/profile-store.js');
  const profiles = await listProfiles(flags, io);
  const defaultName = await findDefaultName(flags, io);
  const data = profiles.map(({ name, path, owner, values }) => ({
    name,
    default: owner === 'sme' && name === defaultName,
    owner,
    host: values['host'] ?? null,
    path,
  }));
  printResult<'profile.list'>(io, data, () =>
    data.length === 0
      ? 'No profiles yet. Add one with: sme profile add NAME\n'
      : formatTable(
          data.map((row) => [
            row.default ? '*' : ' ',
            row.name,
            String(row.host ?? '-'),
            row.owner === 'sme' ? row.path : `${row.path} (exapump, read only)`,
          ]),
        ),
  );
}
