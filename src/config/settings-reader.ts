import type { SettingRule } from './setting-rules.js';
import { type SettingName, type SettingValue, settingRows } from './settings-table.js';
import type { RawConfig } from './types.js';

/** Reads settings one by one and collects every problem, so that the user sees all of them at once. */
export class SettingsReader {
  readonly problems: string[];

  /**
   * @param problems found while the sources were read
   * @param reportsMissing false if a source could not be read: the settings that it would have given are not missing
   */
  constructor(
    private readonly raw: RawConfig,
    problems: readonly string[],
    private readonly reportsMissing: boolean,
  ) {
    this.problems = [...problems];
  }

  /** The value of a setting; undefined if no source gives it or its rule refuses it. */
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

  /** The same, or the default of the table. @throws Error if the setting has none */
  withDefault<Name extends SettingName>(name: Name): SettingValue<Name> {
    const value = this.optional(name);
    if (value !== undefined) {
      return value;
    }
    const parsed = findRule(name)(settingRows[name].default ?? '');
    if ('problem' in parsed) {
      throw new Error(`The default of '${name}' is not usable: ${parsed.problem}.`);
    }
    return parsed.value;
  }

  /** The same as `optional`, and a problem if no source gives it. */
  required<Name extends SettingName>(name: Name): SettingValue<Name> | undefined {
    if (this.raw[name] === undefined) {
      this.reportMissing(name);
    }
    return this.optional(name);
  }

  /**
   * Adds the problem that a setting is missing.
   * @param ways to give it; by default its option, its variable and its alternative
   */
  reportMissing(name: SettingName, ways = describeWays(name)): void {
    if (this.reportsMissing) {
      this.problems.push(`the ${settingRows[name].label} is missing: set ${ways}`);
    }
  }
}

/** The table pairs each name with its rule; TypeScript cannot follow that pairing through an index. */
const findRule = <Name extends SettingName>(name: Name) => settingRows[name].rule as SettingRule<SettingValue<Name>>;

function describeWays(name: SettingName): string {
  const { option = '', variables = [], alternative } = settingRows[name];
  const ways = [option.replace(/ .*$/, ''), variables[0], alternative].filter((way) => way !== undefined && way !== '');
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
}
