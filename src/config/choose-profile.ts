import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';
import { type Environment, readVariable } from './environment.js';
import { locateExapumpFile, locateSettingsFile } from './files.js';
import { type Profile, type ProfileFile, readProfileFile } from './profile-file.js';
import { settingRows, type ValueName, valueNames } from './settings-table.js';
import type { GivenSetting, SettingsSource } from './types.js';

/** The name and file of the profile to use; `config: false` for no profile. */
export interface ProfileSelection {
  readonly profile?: string | undefined;
  readonly config?: string | boolean | undefined;
}

/** The profile to use, if any, with problems and warnings about its file. */
export interface ChosenProfile {
  readonly name?: string;
  readonly path?: string;
  readonly source?: SettingsSource;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const noProfile: ChosenProfile = { problems: [], warnings: [] };

/**
 * Chooses the profile that `--profile` or `SME_PROFILE` names, from sme's own file or else from exapump's. Without a name, chooses the
 * only profile in sme's file, or the one marked `default = true`.
 */
export async function chooseProfile(selection: ProfileSelection, environment: Environment): Promise<ChosenProfile> {
  const name = selection.profile ?? readVariable(environment, 'SME_PROFILE');
  if (selection.config === false) {
    return selection.profile === undefined
      ? noProfile
      : { ...noProfile, problems: ['--profile and --no-config contradict each other: use only one of them'] };
  }
  const named = typeof selection.config === 'string' ? selection.config : readVariable(environment, 'SME_CONFIG');
  const path = named ?? locateSettingsFile(environment);
  const file = path === undefined ? undefined : await readProfileFile(path);
  if (file === undefined && named !== undefined) {
    return { ...noProfile, problems: [`the settings file '${quoteValue(named)}' does not exist`] };
  }
  if (file !== undefined && file.problems.length > 0) {
    return { problems: file.problems, warnings: file.warnings };
  }
  return name === undefined ? chooseDefault(file) : await chooseNamed(name, file, environment);
}

function chooseDefault(file: ProfileFile | undefined): ChosenProfile {
  const [first, ...others] = file?.profiles ?? [];
  const chosen = others.length === 0 ? first : file?.profiles.find(({ isDefault }) => isDefault);
  return file === undefined || chosen === undefined
    ? { ...noProfile, warnings: file?.warnings ?? [] }
    : useProfile(chosen, file);
}

async function chooseNamed(
  name: string,
  own: ProfileFile | undefined,
  environment: Environment,
): Promise<ChosenProfile> {
  const inOwn = own?.profiles.find((profile) => profile.name === name);
  if (own !== undefined && inOwn !== undefined) {
    return useProfile(inOwn, own);
  }
  const exapumpPath = locateExapumpFile(environment);
  const exapump = exapumpPath === undefined ? undefined : await readProfileFile(exapumpPath);
  const inExapump = exapump?.profiles.find((profile) => profile.name === name);
  if (exapump !== undefined && inExapump !== undefined) {
    const { source } = readProfileSource(inExapump, ` of exapump's profile '${name}'`, false);
    return { name, path: exapump.path, source, problems: [], warnings: exapump.warnings };
  }
  const known = [...(own?.profiles ?? []), ...(exapump?.profiles ?? [])].map((profile) => profile.name);
  const hint = known.length === 0 ? 'add one with "sme profile add"' : `known profiles: ${known.join(', ')}`;
  const problem = `there is no profile '${quoteValue(name)}'${suggestNearest(name, known)}; ${hint}`;
  return { problems: [problem, ...(exapump?.problems ?? [])], warnings: own?.warnings ?? [] };
}

function useProfile(profile: Profile, file: ProfileFile): ChosenProfile {
  const { source, problems } = readProfileSource(profile, ` of profile '${profile.name}'`, true);
  return { name: profile.name, path: file.path, source, problems, warnings: file.warnings };
}

/** sme's own file may use exapump's keys, too. */
const nameOfKey: ReadonlyMap<string, ValueName> = new Map(
  valueNames.flatMap((name) => {
    const { key = '', exapumpKeys = [] } = settingRows[name];
    return [key, ...exapumpKeys].map((spelling): [string, ValueName] => [spelling, name]);
  }),
);

const profileKeys: readonly string[] = [...nameOfKey.keys(), 'tls', 'default'];

/** The setting for a key of a profile; undefined for a key that sme does not read. */
export function findNameOfKey(key: string): ValueName | undefined {
  return nameOfKey.get(key);
}

/**
 * Makes a profile a source of settings, and reports problems with its keys.
 * @param place appended to the key's name in messages, such as ` of profile 'dev'`
 * @param isStrict false for another tool's file, which may have keys that sme does not know
 */
function readProfileSource(
  profile: Profile,
  place: string,
  isStrict: boolean,
): { readonly source: SettingsSource; readonly problems: readonly string[] } {
  const given = new Map<ValueName, GivenSetting>();
  const problems: string[] = [];
  for (const [key, value] of Object.entries(profile.values)) {
    const name = nameOfKey.get(key);
    if (name !== undefined) {
      if (value !== '' && !given.has(name)) {
        given.set(name, { value: String(value), origin: `${key}${place}` });
      }
    } else if (key === 'tls') {
      if (value === false) {
        problems.push(`tls${place} must not be false: Exasol accepts encrypted connections only`);
      }
    } else if (isStrict) {
      problems.push(`'${key}'${place} is not a setting${suggestNearest(key, profileKeys)}`);
    }
  }
  return { source: { read: (name) => given.get(name) }, problems };
}
