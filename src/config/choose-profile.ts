import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';
import { locateExapumpFile, locateSettingsFile, readVariable } from './places.js';
import { type Profile, type ProfileFile, readProfileFile } from './profile-file.js';
import { readProfileSource } from './profile-source.js';
import type { Environment, SettingsSource } from './sources.js';

/** Which profile is wished for: by name, in which file; `config: false` wishes for none. */
export interface ProfileWish {
  readonly profile?: string | undefined;
  readonly config?: string | boolean | undefined;
}

/** The profile in use, if any, and what was wrong on the way to it. */
export interface ChosenProfile {
  readonly name?: string;
  readonly path?: string;
  readonly source?: SettingsSource;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const none: ChosenProfile = { problems: [], warnings: [] };

/**
 * Finds the profile that counts: the one named by `--profile` or `SME_PROFILE` in our own file, else in exapump's. Where none is
 * named, the only one in our own file, or the one with `default = true`.
 */
export async function chooseProfile(wish: ProfileWish, environment: Environment): Promise<ChosenProfile> {
  const name = wish.profile ?? readVariable(environment, 'SME_PROFILE');
  if (wish.config === false) {
    return wish.profile === undefined
      ? none
      : { ...none, problems: ['--profile and --no-config contradict each other: give one of the two'] };
  }
  const named = typeof wish.config === 'string' ? wish.config : readVariable(environment, 'SME_CONFIG');
  const path = named ?? locateSettingsFile(environment);
  const file = path === undefined ? undefined : await readProfileFile(path);
  if (file === undefined && named !== undefined) {
    return { ...none, problems: [`there is no settings file '${quoteValue(named)}'`] };
  }
  if (file !== undefined && file.problems.length > 0) {
    return { problems: file.problems, warnings: file.warnings };
  }
  return name === undefined ? chooseUnnamed(file) : await chooseNamed(name, file, environment);
}

function chooseUnnamed(file: ProfileFile | undefined): ChosenProfile {
  const [first, ...others] = file?.profiles ?? [];
  const chosen = others.length === 0 ? first : file?.profiles.find(({ isDefault }) => isDefault);
  return file === undefined || chosen === undefined ? { ...none, warnings: file?.warnings ?? [] } : use(chosen, file);
}

async function chooseNamed(
  name: string,
  own: ProfileFile | undefined,
  environment: Environment,
): Promise<ChosenProfile> {
  const inOwn = own?.profiles.find((profile) => profile.name === name);
  if (own !== undefined && inOwn !== undefined) {
    return use(inOwn, own);
  }
  const exapumpPath = locateExapumpFile(environment);
  const exapump = exapumpPath === undefined ? undefined : await readProfileFile(exapumpPath);
  const inExapump = exapump?.profiles.find((profile) => profile.name === name);
  if (exapump !== undefined && inExapump !== undefined) {
    const { source } = readProfileSource(inExapump, ` of exapump's profile '${name}'`, false);
    return { name, path: exapump.path, source, problems: [], warnings: exapump.warnings };
  }
  const known = [...(own?.profiles ?? []), ...(exapump?.profiles ?? [])].map((profile) => profile.name);
  const list = known.length === 0 ? '"sme profile add" makes one' : `there is ${known.join(', ')}`;
  const problem = `there is no profile '${quoteValue(name)}'${suggestNearest(name, known)}; ${list}`;
  return { problems: [problem, ...(exapump?.problems ?? [])], warnings: own?.warnings ?? [] };
}

function use(profile: Profile, file: ProfileFile): ChosenProfile {
  const { source, problems } = readProfileSource(profile, ` of profile '${profile.name}'`, true);
  return { name: profile.name, path: file.path, source, problems, warnings: file.warnings };
}
