import type { SettingsFlags } from './resolve.js';
import { type SettingGroup, type SettingRowName, settingRowNames, settingRows, valueNames } from './settings-table.js';
import type { FlagValues } from './types.js';

/** An option of the command line, as commander declares one. */
export interface OptionDefinition {
  /** Such as `--host <name>`. */
  readonly flags: string;
  readonly help: string;
  /** True for an alias, which works but is not in the help. */
  readonly isHidden: boolean;
}

/** The options of a group of settings, each followed by its aliases. */
export function listSettingOptions(group: SettingGroup): readonly OptionDefinition[] {
  return settingRowNames
    .filter((name) => settingRows[name].group === group && settingRows[name].option !== undefined)
    .flatMap((name) => [describeSettingOption(name), ...listAliases(name)]);
}

/**
 * The option of one setting, for a command that offers only some of a group.
 * @param help what the setting means to this command, without variables and default: those are added
 */
export function describeSettingOption(name: SettingRowName, help?: string): OptionDefinition {
  const { option, aliases = [], help: usual, variables = [], default: standard } = settingRows[name];
  if (option === undefined) {
    throw new Error(`The setting '${name}' has no option.`);
  }
  const isNegated = option.startsWith('--no-');
  const also = aliases.length === 0 ? '' : `, also ${aliases.map(readLongOption).join(', ')}`;
  const fallback = standard === undefined || isNegated ? '' : `; default ${standard}`;
  const list = variables.map((variable) => (isNegated ? `${variable}=false` : variable)).join(', ');
  return {
    flags: option,
    help: `${help ?? usual}${also}${fallback}${list === '' ? '' : ` (${list})`}`,
    isHidden: false,
  };
}

function listAliases(name: SettingRowName): readonly OptionDefinition[] {
  return (settingRows[name].aliases ?? []).map((flags) => ({ flags, help: '', isHidden: true }));
}

/**
 * Turns the parsed options of a command into a source of settings. A secret's value appears in no message; the name of its option does.
 * @param options as commander returns them: by the camel-cased name of the option
 * @param connectionName of the CONNECTION, for commands that take it as an argument
 */
export function readSettingOptions(options: object, connectionName?: string): SettingsFlags {
  const given = new Map<string, unknown>(Object.entries(options));
  const values: { -readonly [Name in keyof FlagValues]: FlagValues[Name] } = {};
  for (const name of valueNames) {
    values[name] = listSpellings(name).map((option) => [option, readText(given, option)]);
  }
  values.connectionName = [['NAME', connectionName], ...(values.connectionName ?? [])];
  const isGiven = (name: SettingRowName) =>
    listSpellings(name).some((option) => given.get(toAttribute(option)) === true);
  const profile = readText(given, '--profile');
  const config = given.get('config') === false ? false : readText(given, '--config');
  return { ...values, from: { profile, config, sandbox: isGiven('sandbox'), passwordStdin: isGiven('passwordStdin') } };
}

const listSpellings = (name: SettingRowName): readonly string[] => {
  const { option, aliases = [] } = settingRows[name];
  return option === undefined ? [] : [option, ...aliases].map(readLongOption);
};

/** `-p, --profile <name>` → `--profile`. */
const readLongOption = (option: string) => /--[\w-]+/.exec(option)?.[0] ?? option;

/** `--no-verify-certificate` → `verifyCertificate`, the name under which commander stores the value. */
const toAttribute = (option: string) =>
  option.replace(/^--(no-)?/, '').replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

function readText(given: ReadonlyMap<string, unknown>, option: string): string | undefined {
  const value = given.get(toAttribute(option));
  if (option.startsWith('--no-')) {
    return value === false ? 'false' : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}
