import { chooseProfile } from '../../config/choose-profile.js';
import { profileNamePattern } from '../../config/edit-profiles.js';
import { maskSetting } from '../../config/mask-setting.js';
import { locateExapumpFile, locateSettingsFile } from '../../config/places.js';
import { writePrivateFile } from '../../config/private-file.js';
import { type Profile, type ProfileFile, type ProfileValue, readProfileFile } from '../../config/profile-file.js';
import { findSettingOfKey } from '../../config/profile-source.js';
import type { Environment } from '../../config/sources.js';
import { describeThrown, makeError } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { suggestNearest } from '../../text/nearest.js';

/** Flags of the commands around profiles. */
export interface ProfileFlags {
  readonly config?: string | undefined;
}

/** A profile and the file that it stands in. */
export interface FoundProfile extends Profile {
  readonly path: string;
  readonly owner: 'sme' | 'exapump';
}

/** Where our own profiles stand. @throws UserError E-SME-27 where there is no home to put them in */
export function findSettingsPath(flags: ProfileFlags, environment: Environment): string {
  const path = flags.config ?? locateSettingsFile(environment);
  if (path === undefined) {
    throw makeError('E-SME-27', { problems: '  - neither HOME nor SME_CONFIG is set' });
  }
  return path;
}

/** All profiles: our own, then those of exapump whose names are still free. @throws UserError E-SME-27 */
export async function listProfiles(flags: ProfileFlags, io: CommandIo): Promise<readonly FoundProfile[]> {
  const own = (await readOwnFile(findSettingsPath(flags, io.env), io))?.profiles ?? [];
  const exapumpPath = locateExapumpFile(io.env);
  const exapump = exapumpPath === undefined ? undefined : await readProfileFile(exapumpPath);
  for (const problem of exapump?.problems ?? []) {
    io.warn(problem);
  }
  const path = findSettingsPath(flags, io.env);
  return [
    ...own.map((profile) => ({ ...profile, path, owner: 'sme' as const })),
    ...(exapump?.profiles ?? [])
      .filter(({ name }) => own.every((other) => other.name !== name))
      .map((profile) => ({ ...profile, path: exapump?.path ?? '', owner: 'exapump' as const })),
  ];
}

/** The one profile of that name. @throws UserError E-SME-24 with the nearest name, E-SME-27 */
export async function findProfile(name: string, flags: ProfileFlags, io: CommandIo): Promise<FoundProfile> {
  const profiles = await listProfiles(flags, io);
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined) {
    const known = profiles.map((profile) => profile.name);
    throw makeError('E-SME-24', { name, suggestion: suggestNearest(name, known) });
  }
  return found;
}

/** The profile that commands use where none is named. */
export async function findNameInUse(flags: ProfileFlags, io: CommandIo): Promise<string | undefined> {
  return (await chooseProfile({ config: flags.config }, io.env)).name;
}

/** Our own file, which has to be in order. @throws UserError E-SME-27 */
export async function readOwnFile(path: string, io: CommandIo): Promise<ProfileFile | undefined> {
  const file = await readProfileFile(path);
  if (file !== undefined && file.problems.length > 0) {
    throw makeError('E-SME-27', { problems: file.problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  for (const warning of file?.warnings ?? []) {
    io.warn(warning);
  }
  return file;
}

/** @throws UserError E-SME-28 */
export async function writeOwnFile(path: string, text: string): Promise<void> {
  try {
    await writePrivateFile(path, text);
  } catch (thrown) {
    throw makeError('E-SME-28', { path, reason: describeThrown(thrown) }, thrown);
  }
}

/** @throws UserError E-SME-25 */
export function assertProfileName(name: string): void {
  if (!profileNamePattern.test(name)) {
    throw makeError('E-SME-25', { name });
  }
}

/** Values of a profile as they may be shown: secrets, and what may hold one, as `***`. */
export function maskValues({ values }: Profile): Readonly<Record<string, ProfileValue>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, maskValue(key, value)]));
}

/** Keys that we do not know may be anything, such as the BucketFS passwords of exapump. */
function maskValue(key: string, value: ProfileValue): ProfileValue {
  const name = findSettingOfKey(key);
  if (name === undefined) {
    return key === 'tls' || /^bfs_(host|port|bucket|tls|validate_certificate)$/.test(key) ? value : '***';
  }
  return name === 'passwordFile' ? value : maskSetting(name, value);
}
