import { describeThrown, makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { chooseProfile } from './choose-profile.js';
import { profileNamePattern } from './edit-profiles.js';
import { maskSetting } from './mask-setting.js';
import { locateExapumpFile, locateSettingsFile } from './places.js';
import { writePrivateFile } from './private-file.js';
import { type Profile, type ProfileFile, type ProfileValue, readProfileFile } from './profile-file.js';
import { findSettingOfKey } from './profile-source.js';
import type { Environment } from './sources.js';

/** Options of the commands that manage profiles. */
export interface ProfileFlags {
  readonly config?: string | undefined;
}

/** Where profiles are looked for, and where problems with them are reported. */
export interface ProfileIo {
  readonly env: Environment;
  warn(text: string): void;
}

/** A profile and the file that contains it. */
export interface FoundProfile extends Profile {
  readonly path: string;
  readonly owner: 'sme' | 'exapump';
}

/** Returns the path of the settings file of sme. @throws UserError E-SME-27 without a home folder */
export function findSettingsPath(flags: ProfileFlags, environment: Environment): string {
  const path = flags.config ?? locateSettingsFile(environment);
  if (path === undefined) {
    throw makeError('E-SME-27', { problems: '  - neither HOME nor SME_CONFIG is set' });
  }
  return path;
}

/** Lists the profiles of sme, then those of exapump with other names. @throws UserError E-SME-27 */
export async function listProfiles(flags: ProfileFlags, io: ProfileIo): Promise<readonly FoundProfile[]> {
  const path = findSettingsPath(flags, io.env);
  const own = (await readSettingsFile(path, io))?.profiles ?? [];
  const exapumpPath = locateExapumpFile(io.env);
  const exapump = exapumpPath === undefined ? undefined : await readProfileFile(exapumpPath);
  for (const problem of exapump?.problems ?? []) {
    io.warn(problem);
  }
  return [
    ...own.map((profile) => ({ ...profile, path, owner: 'sme' as const })),
    ...(exapump?.profiles ?? [])
      .filter(({ name }) => own.every((other) => other.name !== name))
      .map((profile) => ({ ...profile, path: exapump?.path ?? '', owner: 'exapump' as const })),
  ];
}

/** Finds a profile by its name. @throws UserError E-SME-24 with the most similar name, E-SME-27 */
export async function findProfile(name: string, flags: ProfileFlags, io: ProfileIo): Promise<FoundProfile> {
  const profiles = await listProfiles(flags, io);
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined) {
    const known = profiles.map((profile) => profile.name);
    throw makeError('E-SME-24', { name, suggestion: suggestNearest(name, known) });
  }
  return found;
}

/** Returns the name of the profile that commands use without --profile. */
export async function findDefaultProfileName(flags: ProfileFlags, io: ProfileIo): Promise<string | undefined> {
  return (await chooseProfile({ config: flags.config }, io.env)).name;
}

/** Reads the settings file of sme. @throws UserError E-SME-27 if it is invalid */
export async function readSettingsFile(path: string, io: ProfileIo): Promise<ProfileFile | undefined> {
  const file = await readProfileFile(path);
  if (file !== undefined && file.problems.length > 0) {
    throw makeError('E-SME-27', { problems: file.problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  for (const warning of file?.warnings ?? []) {
    io.warn(warning);
  }
  return file;
}

/** Writes the settings file of sme, readable by its owner only. @throws UserError E-SME-28 */
export async function writeSettingsFile(path: string, text: string): Promise<void> {
  try {
    await writePrivateFile(path, text);
  } catch (thrown) {
    throw makeError('E-SME-28', { path, reason: describeThrown(thrown) }, thrown);
  }
}

/** @throws UserError E-SME-25 if a profile cannot have this name */
export function assertProfileName(name: string): void {
  if (!profileNamePattern.test(name)) {
    throw makeError('E-SME-25', { name });
  }
}

/** Returns the values of a profile with secrets, and values that may be secret, replaced by `***`. */
export function maskValues({ values }: Profile): Readonly<Record<string, ProfileValue>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, maskValue(key, value)]));
}

/** Unknown keys are masked as well, because they may be secrets such as the BucketFS passwords of exapump. */
function maskValue(key: string, value: ProfileValue): ProfileValue {
  const name = findSettingOfKey(key);
  if (name === undefined) {
    return key === 'tls' || /^bfs_(host|port|bucket|tls|validate_certificate)$/.test(key) ? value : '***';
  }
  return name === 'passwordFile' ? value : maskSetting(name, value);
}
