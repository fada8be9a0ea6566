import { makeError, type UserError } from '../errors/user-error.js';
import type { ObjectName } from '../exasol/object-name.js';
import type { CertificatePolicy, ConnectionConfig, Credentials } from '../exasol/types.js';
import { Secret } from '../secret.js';
import { readAws, readAwsAccess, readAwsDefaults } from './parse-aws.js';
import type { ResolvedSettings } from './resolve.js';
import { SettingsReader } from './settings-reader.js';
import type { AwsAccess, AwsConfig, AwsDefaults, DeploymentConfig, DeploymentDefaults, RawConfig } from './types.js';

/** What can be asked for; a command names the parts that it needs. `awsDefaults` has what is given and misses nothing. */
export interface CheckedSettings {
  readonly connection: ConnectionConfig;
  readonly deployment: DeploymentConfig;
  readonly aws: AwsConfig;
  readonly awsAccess: AwsAccess;
  readonly awsDefaults: AwsDefaults;
  readonly bucket: string;
  readonly roleArn: string;
  /** Read as SQL reads a name. */
  readonly connectionName: ObjectName;
  readonly outputPath: string;
}

/** What was already found on the way to the settings (an unreadable DSN), and what may be the cause where one is missing. */
export type EarlierFindings = Pick<ResolvedSettings, 'problems' | 'isComplete' | 'strangers'>;

const nothingFound: EarlierFindings = { problems: [], isComplete: true, strangers: [] };

/**
 * RawConfig → what a command needs, checked.
 * @throws UserError E-SME-1 with every problem in it; secrets are never quoted
 */
export function parseSettings<Part extends keyof CheckedSettings>(
  raw: RawConfig,
  parts: readonly Part[],
  command: string,
  { problems, isComplete: tellsMissing, strangers }: EarlierFindings = nothingFound,
): Pick<CheckedSettings, Part> {
  const reader = new SettingsReader(raw, problems, tellsMissing);
  const checked: Partial<CheckedSettings> = {};
  for (const part of new Set<keyof CheckedSettings>(parts)) {
    Object.assign(checked, readers[part](reader, raw));
  }
  if (reader.problems.length > 0 || !isComplete(checked, parts)) {
    throw makeSettingsError([...reader.problems, ...strangers], command);
  }
  return checked;
}

/** The one error of settings that cannot be used. */
export function makeSettingsError(problems: readonly string[], command: string): UserError {
  const distinct = [...new Set(problems)];
  return makeError('E-SME-1', {
    count: distinct.length === 1 ? 'One setting is' : `${distinct.length} settings are`,
    problems: distinct.map((problem) => `  - ${problem}`).join('\n'),
    command,
  });
}

/** What can be used of the settings that no command needs; what cannot is left out, and `findProblems` says why. */
export function readUsable(raw: RawConfig): { readonly deployment: DeploymentDefaults; readonly aws: AwsDefaults } {
  const reader = new SettingsReader(raw, [], false);
  return { deployment: readDeploymentDefaults(reader), aws: readAwsDefaults(reader) };
}

/** What is wrong with the settings that are given; nothing is missed. */
export function findProblems(raw: RawConfig, earlier: readonly string[] = []): readonly string[] {
  const reader = new SettingsReader(raw, earlier, false);
  for (const read of Object.values(readers)) {
    read(reader, raw);
  }
  return [...new Set(reader.problems)];
}

/** How each part is read; what cannot be used is left out, and its reader has said why. */
const readers: {
  readonly [Part in keyof CheckedSettings]: (
    reader: SettingsReader,
    raw: RawConfig,
  ) => { readonly [Key in Part]?: CheckedSettings[Key] | undefined };
} = {
  connection: readConnection,
  deployment: readDeployment,
  aws: (reader, raw) => ({ aws: readAws(reader, raw) }),
  awsAccess: (reader, raw) => ({ awsAccess: readAwsAccess(reader, raw) }),
  awsDefaults: (reader) => ({ awsDefaults: readAwsDefaults(reader) }),
  bucket: (reader) => ({ bucket: reader.required('bucket') }),
  roleArn: (reader) => ({ roleArn: reader.required('roleArn') }),
  connectionName: (reader) => ({ connectionName: reader.required('connectionName') }),
  outputPath: (reader) => ({ outputPath: reader.required('outputPath') }),
};

function isComplete<Part extends keyof CheckedSettings>(
  checked: Partial<CheckedSettings>,
  parts: readonly Part[],
): checked is Partial<CheckedSettings> & Pick<CheckedSettings, Part> {
  return parts.every((part) => checked[part] !== undefined);
}

function readConnection(reader: SettingsReader, raw: RawConfig): { connection?: ConnectionConfig } {
  const host = reader.required('host');
  const port = reader.withDefault('port');
  const timeoutMs = reader.withDefault('timeout');
  const certificate = readCertificatePolicy(reader);
  const credentials = readCredentials(raw, reader);
  return host === undefined || credentials === undefined
    ? {}
    : { connection: { host, port, timeoutMs, certificate, credentials } };
}

function readCertificatePolicy(reader: SettingsReader): CertificatePolicy {
  const verify = reader.withDefault('verifyCertificate');
  const fingerprint = reader.optional('fingerprint');
  if (fingerprint !== undefined) {
    return { kind: 'pin', fingerprint };
  }
  return verify ? { kind: 'verify' } : { kind: 'trust-anyone' };
}

/** A password or a token, whichever comes from the most important source; two from the same one are a contradiction. */
function readCredentials(raw: RawConfig, reader: SettingsReader): Credentials | undefined {
  const { password, accessToken, refreshToken, user } = raw;
  const given = [password, accessToken, refreshToken].filter((secret) => secret !== undefined);
  const [best, rival] = given.toSorted((one, other) => one.rank - other.rank);
  if (best !== undefined && best.rank === rival?.rank) {
    reader.problems.push(`${best.origin} and ${rival.origin} are both given: use one of the two`);
    return undefined;
  }
  if (best !== undefined && best === accessToken) {
    return { kind: 'token', user: user?.value, accessToken: new Secret(best.value) };
  }
  if (best !== undefined && best === refreshToken) {
    return { kind: 'refreshToken', user: user?.value, refreshToken: new Secret(best.value) };
  }
  if (user === undefined) {
    reader.reportMissing('user');
  }
  if (password === undefined || password.value === '') {
    reader.reportMissing('password', 'EXASOL_PASSWORD or --password-file, or run sme on a terminal');
  }
  return user === undefined || password === undefined
    ? undefined
    : { kind: 'password', user: user.value, password: new Secret(password.value) };
}

function readDeployment(reader: SettingsReader): { deployment?: DeploymentConfig } {
  const schema = reader.required('schema');
  const languageAlias = reader.withDefault('languageAlias');
  return schema === undefined ? {} : { deployment: { schema, languageAlias } };
}

function readDeploymentDefaults(reader: SettingsReader): DeploymentDefaults {
  return { schema: reader.optional('schema'), languageAlias: reader.withDefault('languageAlias') };
}
