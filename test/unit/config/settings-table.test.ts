import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../src/config/environment.js';
import { maskSetting } from '../../../src/config/mask-setting.js';
import { listSettingOptions, readSettingOptions } from '../../../src/config/setting-options.js';
import { settingNames, settingRowNames, settingRows, valueNames } from '../../../src/config/settings-table.js';
import { useSettingsHome } from './settings-home.js';

const home = useSettingsHome();
const options = (['source', 'login', 'aws', 'security'] as const).flatMap((group) => listSettingOptions(group));
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
  const { option, aliases = [], unlistedAliases = [] } = settingRows[name];
  return option === undefined ? [] : [option, ...aliases, ...unlistedAliases].map((flags) => ({ name, flags }));
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
    expect(values).toContainEqual([option, isFlag ? String(!option.startsWith('--no-')) : 'x']);
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

/** Scripts and profiles of users contain these spellings, so they are listed here and not read from the table. */
describe('version 0.1.0 had these spellings, which stay', () => {
  test('options', () => {
    const spelled = spellings.map(({ flags }) => flags.replace(/^-\w, /, ''));
    for (const option of [
      '--dsn <dsn>',
      '--host <name>',
      '--port <n>',
      '--user <name>',
      '--db-user <name>',
      '--pass <password>',
      '--db-pass <password>',
      '--db-password <password>',
      '--password-file <file>',
      '--db-password-file <file>',
      '--access-token <token>',
      '--refresh-token <token>',
      '--schema <name>',
      '--fingerprint <sha256>',
      '--certificate-fingerprint <sha256>',
      '--no-verify-certificate',
      '--timeout <time>',
      '--language-alias <alias>',
      '--region <region>',
      '--aws-profile <name>',
      '--endpoint-url <url>',
      '--bucket <name>',
      '--role-arn <arn>',
      '--connection <name>',
      '--output-path <path>',
    ]) {
      expect(spelled).toContain(option);
    }
    const all = rows.flatMap(({ option = '', aliases = [], unlistedAliases = [] }) => [
      option,
      ...aliases,
      ...unlistedAliases,
    ]);
    for (const option of ['-p, --profile <name>', '--config <file>', '--no-config', '--sandbox', '--password-stdin']) {
      expect(all).toContain(option);
    }
    expect(all).toContain('--db-password-stdin');
  });

  test('environment variables', () => {
    expect(variables.map(({ variable }) => variable)).toEqual(
      expect.arrayContaining([
        ...['EXASOL_DSN', 'EXASOL_HOST', 'EXASOL_PORT', 'EXASOL_USER', 'EXASOL_PASSWORD', 'EXASOL_PASSWORD_FILE'],
        ...['EXASOL_ACCESS_TOKEN', 'EXASOL_REFRESH_TOKEN', 'EXASOL_SCHEMA', 'EXASOL_FINGERPRINT', 'EXASOL_TIMEOUT'],
        ...['EXASOL_VERIFY_CERTIFICATE', 'EXASOL_LANGUAGE_ALIAS', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'],
        ...['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'SME_BUCKET'],
        ...['SME_ROLE_ARN', 'SME_CONNECTION', 'SME_OUTPUT_PATH', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SAGEMAKER'],
        'AWS_ENDPOINT_URL_STS',
      ]),
    );
  });

  test('profile keys', () => {
    expect(rows.flatMap(({ key = [] }) => key)).toEqual(
      expect.arrayContaining([
        ...['dsn', 'host', 'port', 'user', 'password', 'password_file', 'access_token', 'refresh_token', 'schema'],
        ...['fingerprint', 'verify_certificate', 'language_alias', 'timeout', 'aws_region', 'aws_profile', 'bucket'],
        ...['aws_endpoint_url', 'aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'role_arn'],
        ...['connection', 'output_path'],
      ]),
    );
  });
});

test('secrets are the passwords, tokens and AWS secrets', () => {
  expect(settingNames.filter((name) => settingRows[name].isSecret)).toEqual(
    expect.arrayContaining(['password', 'accessToken', 'refreshToken', 'awsSecretAccessKey', 'awsSessionToken']),
  );
});
