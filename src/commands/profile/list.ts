import { findDefaultName, listProfiles, type ProfileFlags } from '../../config/profile-store.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatTable, printResult } from '../../terminal/output.js';

/** `sme profile list`: which profiles there are, and which one counts where none is named. */
export async function runProfileList(flags: ProfileFlags, io: CommandIo): Promise<void> {
  const profiles = await listProfiles(flags, io);
  const inUse = await findDefaultName(flags, io);
  const data = profiles.map(({ name, path, owner, values }) => ({
    name,
    default: owner === 'sme' && name === inUse,
    owner,
    host: values['host'] ?? null,
    path,
  }));
  printResult(io, data, () =>
    data.length === 0
      ? 'There is no profile. "sme profile add NAME" makes one.\n'
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
