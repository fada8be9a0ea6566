import { awsRows } from './aws-rows.js';
import { securityRows } from './security-rows.js';
import type { SettingRow } from './setting-row.js';
import {
  parseBoolean,
  parseFingerprint,
  parseHosts,
  parseLanguageAlias,
  parsePort,
  parseSchema,
  parseText,
  parseTimeoutMs,
  type SettingRule,
} from './setting-rules.js';

/** Every setting, in the order of the help and `sme config show`. Rules are plain functions, because `sme --help` must not load zod. */
const settingsTable = {
  profile: {
    group: 'source',
    option: '-p, --profile <name>',
    help: 'take settings from this profile; see "sme profile"',
    variables: ['SME_PROFILE'],
  },
  config: { group: 'source', option: '--config <file>', help: 'settings file', variables: ['SME_CONFIG'] },
  noConfig: { group: 'source', option: '--no-config', help: 'read no settings file' },
  sandbox: {
    group: 'source',
    option: '--sandbox',
    help: 'use the running sandbox of this machine, with its schema, connection and bucket',
  },
  sandboxName: {
    group: 'source',
    option: '--sandbox-name <name>',
    help: 'use this one of several running sandboxes; see "sme sandbox list"',
    variables: ['SME_SANDBOX_NAME', 'SME_SANDBOX_PORT'],
  },
  host: {
    group: 'login',
    label: 'host',
    alternative: '--dsn',
    option: '--host <name>',
    help: 'database host, or several that are tried in order, such as exa1..3 or exa1,exa2',
    variables: ['EXASOL_HOST'],
    key: 'host',
    isAddress: true,
    rule: parseHosts,
  },
  port: {
    group: 'login',
    label: 'port',
    option: '--port <n>',
    help: 'database port',
    variables: ['EXASOL_PORT'],
    key: 'port',
    default: '8563',
    isAddress: true,
    rule: parsePort,
  },
  user: {
    group: 'login',
    label: 'user',
    alternative: '--access-token',
    option: '--user <name>',
    aliases: ['--db-user <name>'],
    help: 'database user',
    variables: ['EXASOL_USER'],
    key: 'user',
    rule: parseText,
  },
  password: {
    group: 'login',
    label: 'password',
    option: '--pass <password>',
    aliases: ['--db-pass <password>', '--db-password <password>'],
    help: 'password; on a terminal you are prompted for it',
    variables: ['EXASOL_PASSWORD'],
    key: 'password',
    isSecret: true,
    rule: parseText,
  },
  passwordFile: {
    group: 'login',
    option: '--password-file <file>',
    aliases: ['--db-password-file <file>'],
    help: 'read the password from the first line of this file',
    variables: ['EXASOL_PASSWORD_FILE'],
    key: 'password_file',
  },
  passwordStdin: {
    group: 'login',
    option: '--password-stdin',
    aliases: ['--db-password-stdin'],
    help: 'read the password from stdin',
  },
  accessToken: {
    group: 'login',
    label: 'access token',
    option: '--access-token <token>',
    help: 'OpenID token instead of user and password',
    variables: ['EXASOL_ACCESS_TOKEN'],
    key: 'access_token',
    isSecret: true,
    rule: parseText,
  },
  refreshToken: {
    group: 'login',
    label: 'refresh token',
    option: '--refresh-token <token>',
    help: 'personal access token of Exasol SaaS',
    variables: ['EXASOL_REFRESH_TOKEN'],
    key: 'refresh_token',
    isSecret: true,
    rule: parseText,
  },
  dsn: {
    group: 'login',
    option: '--dsn <dsn>',
    help: 'host:port, host/FINGERPRINT:port, exa1..3:port, or exasol://user:password@host:port/schema',
    variables: ['EXASOL_DSN'],
    key: 'dsn',
    isSecret: true,
  },
  schema: {
    group: 'login',
    label: 'schema',
    option: '--schema <name>',
    help: 'schema of the scripts; upper-cased as in SQL unless in double quotes',
    variables: ['EXASOL_SCHEMA'],
    key: 'schema',
    rule: parseSchema,
  },
  fingerprint: {
    group: 'login',
    label: 'fingerprint',
    option: '--fingerprint <sha256>',
    aliases: ['--certificate-fingerprint <sha256>'],
    help: 'trust only the certificate with this fingerprint',
    variables: ['EXASOL_FINGERPRINT'],
    key: 'fingerprint',
    exapumpKeys: ['certificate_fingerprint'],
    isAddress: true,
    rule: parseFingerprint,
  },
  verifyCertificate: {
    group: 'login',
    label: 'certificate check',
    option: '--no-verify-certificate',
    help: 'trust any certificate',
    variables: ['EXASOL_VERIFY_CERTIFICATE'],
    key: 'verify_certificate',
    exapumpKeys: ['validate_certificate'],
    default: 'true',
    rule: parseBoolean,
  },
  languageAlias: {
    group: 'login',
    label: 'language alias',
    option: '--language-alias <alias>',
    help: 'language alias of the Python UDFs; sme deploy keeps the installed one',
    variables: ['EXASOL_LANGUAGE_ALIAS'],
    key: 'language_alias',
    default: 'PYTHON3',
    rule: parseLanguageAlias,
  },
  timeout: {
    group: 'login',
    label: 'timeout',
    option: '--connect-timeout <time>',
    // in commands that wait, --timeout limits the waiting instead
    unlistedAliases: ['--timeout <time>'],
    help: 'timeout for connecting and logging in',
    variables: ['EXASOL_TIMEOUT'],
    key: 'timeout',
    default: '10s',
    rule: parseTimeoutMs,
  },
  ...awsRows,
  ...securityRows,
} as const satisfies Readonly<Record<string, SettingRow>>;

type SettingsTable = typeof settingsTable;

/** The name of a row: a setting, or an option that says where to read settings. */
export type SettingRowName = keyof SettingsTable;

/** The name of a row that has a value in a source: a setting, the DSN or the password file. */
export type ValueName = {
  [Name in SettingRowName]: SettingsTable[Name] extends { readonly key: string } ? Name : never;
}[SettingRowName];

/** The name of a setting: a row that has a rule. */
export type SettingName = {
  [Name in SettingRowName]: SettingsTable[Name] extends { readonly rule: unknown } ? Name : never;
}[SettingRowName];

/** The type of a setting's value, as its rule returns it. */
export type SettingValue<Name extends SettingName> =
  SettingsTable[Name]['rule'] extends SettingRule<infer Value> ? Value : never;

type SettingRows = Readonly<Record<SettingRowName, SettingRow> & Record<ValueName, { readonly key: string }>>;

/** The rows with a common type, for code that treats all of them alike. */
export const settingRows: SettingRows = settingsTable;

const isSettingRowName = (name: string): name is SettingRowName => Object.hasOwn(settingsTable, name);
const isValueName = (name: SettingRowName): name is ValueName => settingRows[name].key !== undefined;
const isSettingName = (name: SettingRowName): name is SettingName => settingRows[name].rule !== undefined;

/** All rows, in the order of the table. */
export const settingRowNames: readonly SettingRowName[] = Object.keys(settingsTable).filter(isSettingRowName);

/** All rows that have a value in a source, in the order of the table. */
export const valueNames: readonly ValueName[] = settingRowNames.filter(isValueName);

/** All settings, in the order of the table. */
export const settingNames: readonly SettingName[] = settingRowNames.filter(isSettingName);
