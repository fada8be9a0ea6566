import type { SettingsFlags } from './resolve.js';
import type { SettingGroup } from './setting-row.js';
import { type SettingRowName, settingRowNames, settingRows, valueNames } from './settings-table.js';
import type { FlagValues } from './types.js';

/** A command-line option in the form in which commander declares it. */
export interface OptionDefinition {
  /** For example `--host <name>`. */
  readonly flags: string;
  readonly help: string;
  /** True for an alias: it works, but the help does not list it. */
  readonly isHidden: boolean;
}

/**
 * Lists the options of a group of settings, each followed by its aliases.
 * @param isIncluded decides by the key of a setting
 */
export function listSettingOptions(
  group: SettingGroup,
  isIncluded: (key: string) => boolean = () => true,
): readonly OptionDefinition[] {
  return settingRowNames
    .filter((name) => settingRows[name].group === group && settingRows[name].option !== undefined)
    .filter((name) => isIncluded(settingRows[name].key ?? ''))
    .flatMap((name) => [describeSettingOption(name), ...listAliases(name)]);
}

/**
 * Describes the option of one setting, for a command that offers only part of a group.
 * @param help what the setting means for this command; aliases, default and variables are appended
 */
export function describeSettingOption(name: SettingRowName, help?: string): OptionDefinition {
  const { option, aliases = [], help: defaultHelp, variables = [], default: defaultValue } = settingRows[name];
  if (option === undefined) {
    throw new Error(`The setting '${name}' has no option.`);
  }
  const isNegated = option.startsWith('--no-');
  const aliasNote = aliases.length === 0 ? '' : `, also ${aliases.map(readLongOption).join(', ')}`;
  const defaultNote = defaultValue === undefined || isNegated ? '' : `; default ${defaultValue}`;
  const variableList = variables.map((variable) => (isNegated ? `${variable}=false` : variable)).join(', ');
  return {
    flags: option,
    help: `${help ?? defaultHelp}${aliasNote}${defaultNote}${variableList === '' ? '' : ` (${variableList})`}`,
    isHidden: false,
  };
}

function listAliases(name: SettingRowName): readonly OptionDefinition[] {
  const { aliases = [], unlistedAliases = [] } = settingRows[name];
  return [...aliases, ...unlistedAliases].map((flags) => ({ flags, help: '', isHidden: true }));
}

/**
 * Turns the parsed options of a command into a source of settings. Messages name the option of a secret, but never show its value.
 * @param options as commander returns them, by camel-cased option name
 * @param connectionName name of the CONNECTION, for commands that take it as an argument
 */
export function readSettingOptions(options: object, connectionName?: string): SettingsFlags {
  const given = new Map<string, unknown>(Object.entries(options));
  const values: { -readonly [Name in keyof FlagValues]: FlagValues[Name] } = {};
  for (const name of valueNames) {
    values[name] = listLongOptions(name).map((option) => [option, readText(given, option)]);
  }
  values.connectionName = [['NAME', connectionName], ...(values.connectionName ?? [])];
  const isGiven = (name: SettingRowName) =>
    listLongOptions(name).some((option) => given.get(toPropertyName(option)) === true);
  const profile = readText(given, '--profile');
  const config = given.get('config') === false ? false : readText(given, '--config');
  const sandboxName = readText(given, '--sandbox-name');
  const sandbox = isGiven('sandbox') || sandboxName !== undefined;
  return { ...values, from: { profile, config, sandbox, sandboxName, passwordStdin: isGiven('passwordStdin') } };
}

/** Lists the options that only `sme profile add` has, each followed by its aliases. */
export function listProfileOptions(): readonly (OptionDefinition & { readonly group: SettingGroup })[] {
  return profileRowNames.flatMap((name) => {
    const { group, profileOption: flags = '', aliases = [], help = '' } = settingRows[name];
    const aliasNote = aliases.length === 0 ? '' : `, also ${aliases.map(readLongOption).join(', ')}`;
    return [
      { group, flags, help: `${help}${aliasNote}`, isHidden: false },
      ...aliases.map((alias) => ({ group, flags: alias, help: '', isHidden: true })),
    ];
  });
}

/** Adds the values of the options that only `sme profile add` has. */
export function readProfileOptions(options: object): SettingsFlags {
  const given = new Map<string, unknown>(Object.entries(options));
  const values: { -readonly [Name in keyof FlagValues]: FlagValues[Name] } = {};
  for (const name of profileRowNames) {
    const { profileOption = '', aliases = [] } = settingRows[name];
    values[name] = [profileOption, ...aliases].map(readLongOption).map((option) => [option, readText(given, option)]);
  }
  return { ...readSettingOptions(options), ...values };
}

const profileRowNames = valueNames.filter((name) => settingRows[name].profileOption !== undefined);

/** All long options of a setting, such as `--user` and `--db-user`. */
const listLongOptions = (name: SettingRowName): readonly string[] => {
  const { option, aliases = [], unlistedAliases = [] } = settingRows[name];
  return option === undefined ? [] : [option, ...aliases, ...unlistedAliases].map(readLongOption);
};

/** `-p, --profile <name>` → `--profile`. */
const readLongOption = (option: string) => /--[\w-]+/.exec(option)?.[0] ?? option;

/** `--no-verify-certificate` → `verifyCertificate`, the property in which commander stores the value. */
const toPropertyName = (option: string) =>
  option.replace(/^--(no-)?/, '').replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

function readText(given: ReadonlyMap<string, unknown>, option: string): string | undefined {
  const value = given.get(toPropertyName(option));
  if (option.startsWith('--no-')) {
    return value === false ? 'false' : undefined;
  }
  return typeof value === 'string' ? value : value === true ? 'true' : undefined;
}
