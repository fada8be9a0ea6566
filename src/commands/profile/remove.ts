import { readFile } from 'node:fs/promises';
import type { SmeCommand } from '../../cli/command.js';
import type { ProfileFlags } from '../../config/profile-store.js';
import { makeError } from '../../errors/user-error.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';

/** `sme profile remove NAME` */
export function addProfileRemove(profile: SmeCommand): void {
  profile
    .command('remove')
    .argument('<name>', 'profile name')
    .description('Remove a profile from the settings file (asks first)')
    .confirmOptions()
    .settingOption('config')
    .examples('sme profile remove old', 'sme profile remove old --yes')
    .runs(runProfileRemove);
}

async function runProfileRemove(name: string, flags: ProfileFlags & ConfirmFlags, io: CommandIo): Promise<void> {
  const [{ removeProfile }, { findProfile, writeOwnFile }] = await Promise.all([
    import('../../config/profile-file.js'),
    import('../../config/profile-store.js'),
  ]);
  const { path, owner } = await findProfile(name, flags, io);
  if (owner === 'exapump') {
    throw makeError('E-SME-29', { name, path });
  }
  await confirm(io, flags, `Profile ${name} will be removed from ${path}, including its password.`);
  const { text, keepsComments } = await removeProfile(await readFile(path, 'utf8'), name);
  await writeOwnFile(path, text);
  if (!keepsComments) {
    io.warn(`Removing the profile also removed the comments in '${path}'.`);
  }
  printResult<'profile.remove'>(
    io,
    { name, path, comments_kept: keepsComments },
    () => `Removed profile ${name} from ${path}.\n`,
  );
}
