import { parseDsn } from './dsn.js';
import { readPasswordFile } from './password-file.js';
import { type SettingName, settingNames, settingRows, type ValueName } from './settings-table.js';
import type { RawConfig, RawSetting } from './types.js';

/** One value of a source and the name under which the user gave it. */
export interface GivenSetting {
  readonly value: string;
  readonly origin: string;
}

/** A place that settings come from: flags, the environment, a `.env`, a profile. */
export interface SettingsSource {
  read(name: ValueName): GivenSetting | undefined;
}

/** What the sources gave, what was wrong with it already, and what its reader should know. */
export interface CollectedSettings {
  readonly raw: RawConfig;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** False where a DSN or a password file could not be read: what it would have given is not missing. */
  readonly isComplete: boolean;
  /** Values that count and hide another one of a less important source. */
  readonly overrides: readonly Override[];
}

/** A value that counts, and the origin of the other one that does not. */
export interface Override {
  readonly by: RawSetting;
  readonly hidden: string;
}

/**
 * Asks the sources in order, the most important first; the first that has a value wins. A DSN fills what its own source leaves
 * open: `--host` beats `--dsn`, and `--dsn` beats `EXASOL_HOST`.
 */
export function collectSettings(sources: readonly SettingsSource[]): CollectedSettings {
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
      const own = source.read(name);
      const fromDsn = parsed?.settings[name];
      const given = own ?? (fromDsn === undefined ? undefined : { value: fromDsn, origin: dsn?.origin ?? 'the DSN' });
      const counts = raw[name];
      if (given !== undefined && counts === undefined) {
        raw[name] = { ...given, rank };
      } else if (given !== undefined && counts !== undefined && given.value !== counts.value) {
        overrides.push({ by: counts, hidden: given.origin });
      }
    }
    const file = source.read('passwordFile');
    if (file === undefined || (raw.password !== undefined && raw.password.rank < rank)) {
      return;
    }
    if (raw.password !== undefined) {
      problems.push(`${raw.password.origin} and ${file.origin} are both given: use one of the two`);
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

/** Variables and their values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment, or a `.env`, as a source. An empty variable counts as not given, as shells cannot tell the two apart well.
 * @param place said after the variable's name, such as ` in .env`
 */
export function readEnvironment(environment: Environment, place = ''): SettingsSource {
  return {
    read(name) {
      for (const variable of settingRows[name].variables ?? []) {
        const value = environment[variable];
        if (value !== undefined && value !== '') {
          return { value, origin: `${variable}${place}` };
        }
      }
      return undefined;
    },
  };
}

/** Flags as a source: setting → the values of its spellings, of which the first that was given counts. */
export type FlagValues = Readonly<
  Partial<Record<ValueName, readonly (readonly [flag: string, value: string | undefined])[]>>
>;

/** Flags as a source; each setting may have several spellings (`--user`, `--db-user`). */
export function readFlags(flags: FlagValues): SettingsSource {
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
