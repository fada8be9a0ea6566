import { describeThrown, makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { chooseProfile, findNameOfKey } from './choose-profile.js';
import type { Environment } from './environment.js';
import { locateExapumpFile, locateSettingsFile, writePrivateFile } from './files.js';
import { maskSetting } from './mask-setting.js';
import { type Profile, type ProfileFile, type ProfileValue, readProfileFile } from './profile-file.js';

/** Options of the profile commands. */
export interface ProfileFlags {
  readonly config?: string | undefined;
}

/** The environment that locates the profiles, and the receiver of warnings about their files. */
export interface ProfileIo {
  readonly env: Environment;
  warn(text: string): void;
}

/** A profile and the file that contains it. */
export interface StoredProfile extends Profile {
  readonly path: string;
  readonly owner: 'sme' | 'exapump';
}

/** The path of sme's own settings file. @throws UserError E-SME-27 if there is no home folder for it */
export function findSettingsPath(flags: ProfileFlags, environment: Environment): string {
  const path = flags.config ?? locateSettingsFile(environment);
  if (path === undefined) {
    throw makeError('E-SME-27', { problems: '  - neither HOME nor SME_CONFIG is set' });
  }
  return path;
}

/** Lists all profiles: those of sme, then those of exapump whose names sme does not have. @throws UserError E-SME-27 */
export async function listProfiles(flags: ProfileFlags, io: ProfileIo): Promise<readonly StoredProfile[]> {
  const path = findSettingsPath(flags, io.env);
  const own = (await readOwnFile(path, io))?.profiles ?? [];
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

/** Finds a profile by name. @throws UserError E-SME-24 with the nearest name, E-SME-27 */
export async function findProfile(name: string, flags: ProfileFlags, io: ProfileIo): Promise<StoredProfile> {
  const profiles = await listProfiles(flags, io);
  const found = profiles.find((profile) => profile.name === name);
  if (found === undefined) {
    const known = profiles.map((profile) => profile.name);
    throw makeError('E-SME-24', { name, suggestion: suggestNearest(name, known) });
  }
  return found;
}

/** Finds the name of the profile that commands use without `--profile`. */
export async function findDefaultName(flags: ProfileFlags, io: ProfileIo): Promise<string | undefined> {
  return (await chooseProfile({ config: flags.config }, io.env)).name;
}

/** Reads sme's own settings file. @throws UserError E-SME-27 if it has problems */
export async function readOwnFile(path: string, io: ProfileIo): Promise<ProfileFile | undefined> {
  const file = await readProfileFile(path);
  if (file !== undefined && file.problems.length > 0) {
    throw makeError('E-SME-27', { problems: file.problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  for (const warning of file?.warnings ?? []) {
    io.warn(warning);
  }
  return file;
}

/** Writes sme's own settings file. @throws UserError E-SME-28 */
export async function writeOwnFile(path: string, text: string): Promise<void> {
  try {
    await writePrivateFile(path, text);
  } catch (thrown) {
    throw makeError('E-SME-28', { path, reason: describeThrown(thrown) }, thrown);
  }
}

/** Names that need no quotes in TOML or a shell, and are valid file names. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** @throws UserError E-SME-25 if the name is not usable for a new profile */
export function assertProfileName(name: string): void {
  if (!namePattern.test(name)) {
    throw makeError('E-SME-25', { name });
  }
}

/** Masks the values of a profile for printing: secrets, and values that may contain one, become `***`. */
export function maskValues({ values }: Profile): Readonly<Record<string, ProfileValue>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, maskValue(key, value)]));
}

/** Also masks unknown keys, which may be secrets, such as exapump's BucketFS passwords. */
function maskValue(key: string, value: ProfileValue): ProfileValue {
  const name = findNameOfKey(key);
  if (name === undefined) {
    return key === 'tls' || /^bfs_(host|port|bucket|tls|validate_certificate)$/.test(key) ? value : '***';
  }
  return name === 'passwordFile' ? value : maskSetting(name, value);
}
