import { type ChosenProfile, chooseProfile, type ProfileSelection } from './choose-profile.js';
import { readDotenv } from './dotenv.js';
import { parseDsn } from './dsn.js';
import { type Environment, findUnrecognizedVariables, readEnvironment, readVariable } from './environment.js';
import { readPasswordFile } from './passwords.js';
import { readSandboxSource } from './sandbox-registry.js';
import { type SettingName, settingNames } from './settings-table.js';
import type { FlagValues, RawConfig, RawSetting, SettingsSource } from './types.js';

/** Values of flags, and the flags that select further sources. */
export type SettingsFlags = FlagValues & {
  readonly from?: ProfileSelection & {
    readonly sandbox?: boolean | undefined;
    /** Chooses one of several running sandboxes. */
    readonly sandboxName?: string | undefined;
    readonly passwordStdin?: boolean | undefined;
  };
};

/** Settings of all sources, unchecked, with the findings about the sources. */
export interface ResolvedSettings extends CollectedSettings {
  readonly profile: Pick<ChosenProfile, 'name' | 'path'>;
  /** One sentence for each variable that looks like a misspelling. */
  readonly unrecognizedVariables: readonly string[];
}

interface CollectedSettings {
  readonly raw: RawConfig;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** False if a source could not be read, so that settings may seem to be missing. */
  readonly isComplete: boolean;
  readonly overrides: readonly Override[];
}

/** A value that overrides another one from a source with a lower priority. */
export interface Override {
  readonly applied: RawSetting;
  readonly ignoredOrigin: string;
}

/**
 * Reads all sources. Every command uses the same order: flags, the running sandbox with `--sandbox`, the environment, the `.env` of the
 * working directory, the profile, and `EXAPUMP_DSN` if none of these has a host. The defaults of the table come last.
 */
export async function resolveSettings(
  flags: SettingsFlags,
  environment: Environment,
  folder: string,
): Promise<ResolvedSettings> {
  const dotenv = await readDotenv(folder);
  const merged = { ...dotenv.variables, ...omitEmpty(environment) };
  const sandbox =
    flags.from?.sandbox === true ? await readSandboxSource(merged, { name: flags.from.sandboxName }) : undefined;
  const profile = await chooseProfile(flags.from ?? {}, merged);
  const fromFlags = [readFlags(flags), ...(sandbox !== undefined && 'source' in sandbox ? [sandbox.source] : [])];
  const sources: SettingsSource[] = [
    ...fromFlags,
    readEnvironment(environment),
    readEnvironment(dotenv.variables, ' in .env'),
    ...(profile.source === undefined ? [] : [profile.source]),
  ];
  const collected = collectSettings(sources);
  const { raw, problems, warnings, isComplete, overrides } =
    collected.raw.host === undefined ? collectSettings([...sources, readExapumpDsn(merged)]) : collected;
  const unreadable = [...(sandbox !== undefined && 'problem' in sandbox ? [sandbox.problem] : []), ...profile.problems];
  return {
    raw,
    problems: [...unreadable, ...problems],
    warnings: [...dotenv.warnings, ...profile.warnings, ...warnings],
    profile,
    isComplete: isComplete && unreadable.length === 0,
    // A flag overrides on purpose; a variable may be left over from earlier work.
    overrides: overrides.filter(({ applied }) => applied.rank >= fromFlags.length),
    unrecognizedVariables: [
      ...findUnrecognizedVariables(environment),
      ...findUnrecognizedVariables(dotenv.variables, ' in .env'),
    ],
  };
}

/**
 * Merges sources, highest priority first; the first one that has a value wins. A DSN sets only what its own source does not set
 * otherwise: `--host` overrides `--dsn`, and `--dsn` overrides `EXASOL_HOST`.
 */
function collectSettings(sources: readonly SettingsSource[]): CollectedSettings {
  const raw: Partial<Record<SettingName, RawSetting>> = {};
  const problems: string[] = [];
  const warnings: string[] = [];
  const overrides: Override[] = [];
  let isComplete = true;
  sources.forEach((source, rank) => {
    const dsn = source.read('dsn');
    const parsed = dsn === undefined ? undefined : parseDsn(dsn.value);
    problems.push(...(parsed?.problems ?? []).map((problem) => `${dsn?.origin}: ${problem}`));
    isComplete &&= (parsed?.problems ?? []).length === 0;
    for (const name of settingNames) {
      const fromDsn = parsed?.settings[name];
      const given =
        source.read(name) ?? (fromDsn === undefined ? undefined : { value: fromDsn, origin: dsn?.origin ?? 'the DSN' });
      const applied = raw[name];
      if (given !== undefined && applied === undefined) {
        raw[name] = { ...given, rank };
      } else if (given !== undefined && applied !== undefined && given.value !== applied.value) {
        overrides.push({ applied, ignoredOrigin: given.origin });
      }
    }
    const file = source.read('passwordFile');
    if (file === undefined || (raw.password !== undefined && raw.password.rank < rank)) {
      return;
    }
    if (raw.password !== undefined) {
      problems.push(`${raw.password.origin} and ${file.origin} are both given: use only one of them`);
      return;
    }
    const content = readPasswordFile(file.value);
    if ('problem' in content) {
      problems.push(`${file.origin}: ${content.problem}`);
      isComplete = false;
      return;
    }
    warnings.push(...content.warnings);
    raw.password = { value: content.password, origin: file.origin, rank };
  });
  return { raw, problems, warnings, isComplete, overrides };
}

/** Makes flags a source of settings. */
function readFlags(flags: FlagValues): SettingsSource {
  return {
    read(name) {
      for (const [origin, value] of flags[name] ?? []) {
        if (value !== undefined) {
          return { value, origin };
        }
      }
      return undefined;
    },
  };
}

/** Applies as a whole or not at all, so that its host never receives a password that another source holds for another host. */
function readExapumpDsn(environment: Environment): SettingsSource {
  const value = readVariable(environment, 'EXAPUMP_DSN');
  return {
    read: (name) => (name === 'dsn' && value !== undefined ? { value, origin: 'EXAPUMP_DSN' } : undefined),
  };
}

function omitEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
}
