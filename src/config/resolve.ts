import { type ChosenProfile, chooseProfile, type ProfileWish } from './choose-profile.js';
import { readDotenv } from './dotenv-file.js';
import { readVariable } from './places.js';
import { readSandboxSource } from './sandbox-state.js';
import {
  type CollectedSettings,
  collectSettings,
  type Environment,
  type FlagValues,
  readEnvironment,
  readFlags,
  type SettingsSource,
} from './sources.js';
import { findStrangeVariables } from './strange-variables.js';

/** Values of flags, and the flags that say where else to look. */
export type SettingsFlags = FlagValues & {
  readonly from?: ProfileWish & {
    readonly sandbox?: boolean | undefined;
    readonly passwordStdin?: boolean | undefined;
  };
};

/** Settings by name with where each came from, unchecked. */
export interface ResolvedSettings extends CollectedSettings {
  readonly profile: Pick<ChosenProfile, 'name' | 'path'>;
  /** Variables that nobody reads and that look as if somebody should, each in a sentence. */
  readonly strangers: readonly string[];
}

/**
 * One order for every command: flags, a running sandbox where `--sandbox` asks for it, the environment, the `.env` of the working
 * directory, the profile, and `EXAPUMP_DSN` where all these name no host. The default of each setting comes after them.
 */
export async function resolveSettings(
  flags: SettingsFlags,
  environment: Environment,
  folder: string,
): Promise<ResolvedSettings> {
  const dotenv = await readDotenv(folder);
  const merged = { ...dotenv.variables, ...omitEmpty(environment) };
  const sandbox = flags.from?.sandbox === true ? await readSandboxSource(environment) : undefined;
  const profile = await chooseProfile(flags.from ?? {}, merged);
  const wished = [readFlags(flags), ...(sandbox !== undefined && 'source' in sandbox ? [sandbox.source] : [])];
  const sources: SettingsSource[] = [
    ...wished,
    readEnvironment(environment),
    readEnvironment(dotenv.variables, ' in .env'),
    ...(profile.source === undefined ? [] : [profile.source]),
  ];
  const collected = collectSettings(sources);
  const { raw, problems, warnings, isComplete, overrides } =
    collected.raw.host === undefined ? collectSettings([...sources, readExapumpDsn(merged)]) : collected;
  const unread = [...(sandbox !== undefined && 'problem' in sandbox ? [sandbox.problem] : []), ...profile.problems];
  return {
    raw,
    problems: [...unread, ...problems],
    warnings: [...dotenv.warnings, ...profile.warnings, ...warnings],
    profile,
    isComplete: isComplete && unread.length === 0,
    // whoever gives a flag means it; a variable may have been forgotten
    overrides: overrides.filter(({ by }) => by.rank >= wished.length),
    strangers: [...findStrangeVariables(environment), ...findStrangeVariables(dotenv.variables, ' in .env')],
  };
}

/** Only as a whole and only for want of another: its host with the password of another source would tell that password to a stranger. */
function readExapumpDsn(environment: Environment): SettingsSource {
  const value = readVariable(environment, 'EXAPUMP_DSN');
  return {
    read: (name) => (name === 'dsn' && value !== undefined ? { value, origin: 'EXAPUMP_DSN' } : undefined),
  };
}

function omitEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}
