import type { SettingRule } from './setting-rules.js';

/** Settings of one group belong together: sources of settings, the login to Exasol, AWS, security options of AWS jobs. */
export type SettingGroup = 'source' | 'login' | 'aws' | 'security';

/**
 * One row of `settingRows`. Options, environment variables, `.env`, profiles, `sme config show`, masking, help and documentation are
 * derived from it, so adding a setting means adding one row.
 */
export interface SettingRow {
  readonly group: SettingGroup;
  /** Long option with its placeholder. Without one, the setting can only come from the environment or a profile. */
  readonly option?: string;
  /**
   * Option of `sme profile add` for a setting without an option: other commands take it as an option of their own, or only from the
   * environment and profiles.
   */
  readonly profileOption?: string;
  /** Options that also work; the help of the main option names them. */
  readonly aliases?: readonly string[];
  /** The same, for options that the help of the main option does not name either. */
  readonly unlistedAliases?: readonly string[];
  /** Help of the option. Aliases, default and variables are appended. */
  readonly help?: string;
  /** Environment variables; the first one that is set applies. */
  readonly variables?: readonly string[];
  /** Key in a profile. */
  readonly key?: string;
  /** Keys that exapump uses for the same setting. */
  readonly exapumpKeys?: readonly string[];
  /** Default value, as a user would write it. */
  readonly default?: string;
  /** True if the value must never be shown. */
  readonly isSecret?: true;
  /** True if users may paste a whole DSN or `user:password@host` here, whose login must be masked. */
  readonly isAddress?: true;
  /** Name of the setting in errors, as in "the host is missing". */
  readonly label?: string;
  /** Another way to set it, which the error about a missing setting also names. */
  readonly alternative?: string;
  /** Checks and converts the text. A row without a rule is not a setting itself, but says where to read settings. */
  readonly rule?: SettingRule<unknown>;
}
