import { parseDsn } from './dsn.js';
import type { RawConfig, RawSetting, SettingName } from './types.js';
import { settingNames } from './types.js';

/** One value of a source and the name under which the user gave it. */
interface GivenSetting {
  readonly value: string;
  readonly origin: string;
}

/** A place that settings come from: flags, the environment; a `.env` or a profile file is one more of the same. */
export interface SettingsSource {
  read(name: SettingName | 'dsn'): GivenSetting | undefined;
}

/** What the sources gave, and what was wrong with a DSN among them. */
export interface CollectedSettings {
  readonly raw: RawConfig;
  readonly problems: readonly string[];
}

/**
 * Asks the sources in order, the most important first; the first that has a value wins. A DSN fills what its own source leaves
 * open: `--host` beats `--dsn`, and `--dsn` beats `EXASOL_HOST`.
 */
export function collectSettings(sources: readonly SettingsSource[]): CollectedSettings {
  const raw: Partial<Record<SettingName, RawSetting>> = {};
  const problems: string[] = [];
  sources.forEach((source, rank) => {
    const dsn = source.read('dsn');
    const parsed = dsn === undefined ? undefined : parseDsn(dsn.value);
    problems.push(...(parsed?.problems ?? []).map((problem) => `${dsn?.origin}: ${problem}`));
    for (const name of settingNames) {
      const own = source.read(name);
      const fromDsn = parsed?.settings[name];
      const given = own ?? (fromDsn === undefined ? undefined : { value: fromDsn, origin: dsn?.origin ?? 'the DSN' });
      if (given !== undefined && raw[name] === undefined) {
        raw[name] = { ...given, rank };
      }
    }
  });
  return { raw, problems };
}

const environmentNames: Readonly<Record<SettingName | 'dsn', string>> = {
  dsn: 'EXASOL_DSN',
  host: 'EXASOL_HOST',
  port: 'EXASOL_PORT',
  user: 'EXASOL_USER',
  password: 'EXASOL_PASSWORD',
  accessToken: 'EXASOL_ACCESS_TOKEN',
  schema: 'EXASOL_SCHEMA',
  fingerprint: 'EXASOL_FINGERPRINT',
  verifyCertificate: 'EXASOL_VERIFY_CERTIFICATE',
  languageAlias: 'EXASOL_LANGUAGE_ALIAS',
  timeout: 'EXASOL_TIMEOUT',
};

/** The environment as a source. An empty variable counts as not given, as shells cannot tell the two apart well. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): SettingsSource {
  return {
    read(name) {
      const origin = environmentNames[name];
      const value = environment[origin];
      return value === undefined || value === '' ? undefined : { value, origin };
    },
  };
}

/** Flags as a source: setting → the values of its spellings, of which the first that was given counts. */
export type FlagValues = Readonly<
  Partial<Record<SettingName | 'dsn', readonly (readonly [flag: string, value: string | undefined])[]>>
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
