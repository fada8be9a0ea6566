import type { SettingRule } from './setting-rules.js';
import { type SettingName, type SettingValue, settingRows } from './settings-table.js';
import type { RawConfig } from './types.js';

/** Reads settings and collects their problems, so that one error can report them all. */
export class SettingsReader {
  readonly problems: string[];

  /**
   * @param problems those found while reading the sources
   * @param reportsMissing false if a source could not be read, because it may contain the settings that seem to be missing
   */
  constructor(
    private readonly raw: RawConfig,
    problems: readonly string[],
    private readonly reportsMissing: boolean,
  ) {
    this.problems = [...problems];
  }

  /** The value of a setting; undefined if no source has it, or if it is invalid, which is added to the problems. */
  optional<Name extends SettingName>(name: Name): SettingValue<Name> | undefined {
    const setting = this.raw[name];
    if (setting === undefined) {
      return undefined;
    }
    const parsed = findRule(name)(setting.value);
    if ('problem' in parsed) {
      this.problems.push(`${setting.origin}: ${parsed.problem}`);
      return undefined;
    }
    return parsed.value;
  }

  /** Like `optional`, but returns the default of the table instead of undefined. @throws Error if the table has no default */
  withDefault<Name extends SettingName>(name: Name): SettingValue<Name> {
    const value = this.optional(name);
    if (value !== undefined) {
      return value;
    }
    const parsed = findRule(name)(settingRows[name].default ?? '');
    if ('problem' in parsed) {
      throw new Error(`The default of '${name}' is invalid: ${parsed.problem}.`);
    }
    return parsed.value;
  }

  /** Like `optional`, but a missing setting is a problem. */
  required<Name extends SettingName>(name: Name): SettingValue<Name> | undefined {
    if (this.raw[name] === undefined) {
      this.reportMissing(name);
    }
    return this.optional(name);
  }

  /**
   * Adds the problem that a setting is missing.
   * @param ways how to set it; by default its option, its variable and its alternative
   */
  reportMissing(name: SettingName, ways = describeWays(name)): void {
    if (this.reportsMissing) {
      this.problems.push(`the ${settingRows[name].label} is missing: set ${ways}`);
    }
  }
}

/** The table pairs each name with its rule, which TypeScript cannot infer from an index. */
const findRule = <Name extends SettingName>(name: Name) => settingRows[name].rule as SettingRule<SettingValue<Name>>;

function describeWays(name: SettingName): string {
  const { option = '', variables = [], alternative } = settingRows[name];
  const ways = [option.replace(/ .*$/, ''), variables[0], alternative].filter((way) => way !== undefined && way !== '');
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
}
