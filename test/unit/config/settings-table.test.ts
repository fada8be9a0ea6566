import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../src/config/environment.js';
import { maskSetting } from '../../../src/config/mask-setting.js';
import { listSettingOptions, readSettingOptions } from '../../../src/config/setting-options.js';
import { settingNames, settingRowNames, settingRows, valueNames } from '../../../src/config/settings-table.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();
const options = (['source', 'login', 'aws'] as const).flatMap(listSettingOptions);
const rows = Object.values(settingRows);

/** Parses a command line that accepts all options of the table. */
function parse(...args: readonly string[]) {
  const command = new Command().exitOverride();
  for (const { flags, help } of options) {
    command.addOption(new Option(flags, help));
  }
  return readSettingOptions(command.parse(args, { from: 'user' }).opts());
}

const longOption = (flags: string) => /--[\w-]+/.exec(flags)?.[0] ?? flags;
const findDuplicates = (texts: readonly string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);

const spellings = valueNames.flatMap((name) => {
  const { option, aliases = [] } = settingRows[name];
  return option === undefined ? [] : [option, ...aliases].map((flags) => ({ name, flags }));
});
const variables = valueNames.flatMap((name) =>
  (settingRows[name].variables ?? []).map((variable) => ({ name, variable })),
);
const keys = settingNames.flatMap((name) => {
  const { key = '', exapumpKeys = [] } = settingRows[name];
  return [key, ...exapumpKeys].map((spelling) => ({ name, key: spelling }));
});

describe('a row of the settings table', () => {
  test.each(spellings)('gives $name the option $flags', ({ name, flags }) => {
    const [option, isFlag] = [longOption(flags), !flags.includes('<')];
    const values = parse(option, ...(isFlag ? [] : ['x']))[name] ?? [];
    expect(values).toContainEqual([option, isFlag ? 'false' : 'x']);
  });

  test.each(variables)('gives $name the variable $variable', ({ name, variable }) => {
    expect(readEnvironment({ [variable]: 'x' }).read(name)).toEqual({ value: 'x', origin: variable });
  });

  test.each(keys)('gives $name the profile key $key', async ({ name, key }) => {
    await home.writeConfig(`[dev]\n${key} = "x"\n`);
    expect((await home.gather())[name]).toEqual(['x', `${key} of profile 'dev'`]);
  });

  test('puts its aliases, default and variables into the help', () => {
    for (const { option, aliases = [], default: value = '', variables = [] } of rows) {
      const { help = '' } = options.find(({ flags }) => flags === option) ?? {};
      const isNegated = option?.startsWith('--no-') === true;
      const expected = option === undefined ? [] : [...aliases.map(longOption), ...variables, isNegated ? '' : value];
      expect(expected.filter((text) => !help.includes(text))).toEqual([]);
    }
  });

  test('has a default that its rule accepts', () => {
    for (const { default: value, rule } of rows) {
      if (value !== undefined) {
        expect(rule?.(value)).toHaveProperty('value');
      }
    }
  });

  test.each(valueNames.filter((name) => settingRows[name].isSecret))('masks %s, which is a secret', (name) => {
    expect(maskSetting(name, 'x')).toBe('***');
  });
});

describe('the settings table', () => {
  test('uses each option, variable and profile key only once', () => {
    expect(findDuplicates(options.map(({ flags }) => longOption(flags)))).toEqual([]);
    expect(findDuplicates(rows.flatMap(({ variables = [] }) => variables))).toEqual([]);
    expect(findDuplicates(rows.flatMap(({ key = [], exapumpKeys = [] }) => [key, exapumpKeys].flat()))).toEqual([]);
  });

  test('has a label for each setting and a help for each option', () => {
    expect(settingNames.filter((name) => settingRows[name].label === undefined)).toEqual([]);
    const withoutHelp = settingRowNames.filter((name) => settingRows[name].option && !settingRows[name].help);
    expect(withoutHelp).toEqual([]);
  });
});
