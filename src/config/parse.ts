import { makeError, type UserError } from '../errors/user-error.js';
import type { ObjectName } from '../exasol/object-name.js';
import type { CertificatePolicy, ConnectionConfig, Credentials, HostAddress } from '../exasol/types.js';
import { Secret } from '../secret.js';
import type { ListedHost } from './host-list.js';
import type { ResolvedSettings } from './resolve.js';
import { SettingsReader } from './settings-reader.js';
import type { SettingName } from './settings-table.js';
import { isTemporaryKeyId } from './tokens.js';
import type {
  AwsAccess,
  AwsConfig,
  AwsDefaults,
  AwsKeys,
  AwsService,
  DeploymentConfig,
  DeploymentDefaults,
  RawConfig,
  RawSetting,
  SecurityOptions,
  SecuritySettings,
  ServiceEndpointUrls,
} from './types.js';

/** The parts that a command can request. Everything in `awsDefaults` is optional. */
export interface CheckedSettings {
  readonly connection: ConnectionConfig;
  readonly deployment: DeploymentConfig;
  readonly aws: AwsConfig;
  readonly awsAccess: AwsAccess;
  readonly awsDefaults: AwsDefaults;
  readonly security: SecuritySettings;
  readonly bucket: string;
  readonly roleArn: string;
  readonly connectionName: ObjectName;
  readonly outputPath: string;
}

/** Findings from reading the sources: problems, and misspelled variables that may explain a missing setting. */
type SourceFindings = Pick<ResolvedSettings, 'problems' | 'isComplete' | 'unrecognizedVariables'>;

const noFindings: SourceFindings = { problems: [], isComplete: true, unrecognizedVariables: [] };

/**
 * Checks the parts that a command needs.
 * @throws UserError E-SME-1 with every problem; it never quotes a secret
 */
export function parseSettings<Part extends keyof CheckedSettings>(
  raw: RawConfig,
  parts: readonly Part[],
  command: string,
  { problems, isComplete, unrecognizedVariables }: SourceFindings = noFindings,
): Pick<CheckedSettings, Part> {
  const reader = new SettingsReader(raw, problems, isComplete);
  const checked: Partial<CheckedSettings> = {};
  for (const part of new Set<keyof CheckedSettings>(parts)) {
    Object.assign(checked, readers[part](reader, raw));
  }
  if (reader.problems.length > 0 || !hasParts(checked, parts)) {
    throw makeSettingsError([...reader.problems, ...unrecognizedVariables], command);
  }
  return checked;
}

/** Makes the error that lists every invalid or missing setting. */
export function makeSettingsError(problems: readonly string[], command: string): UserError {
  const distinct = [...new Set(problems)];
  return makeError('E-SME-1', {
    count: distinct.length === 1 ? 'One setting is' : `${distinct.length} settings are`,
    problems: distinct.map((problem) => `  - ${problem}`).join('\n'),
    command,
  });
}

/** Reads settings of which none is required. Leaves out invalid ones, which `findProblems` reports. */
export function readUsable(raw: RawConfig): {
  readonly deployment: DeploymentDefaults;
  readonly aws: AwsDefaults;
  readonly awsAccess: AwsAccess;
} {
  const reader = new SettingsReader(raw, [], false);
  return {
    deployment: { schema: reader.optional('schema'), languageAlias: reader.optional('languageAlias') },
    aws: readAwsDefaults(reader),
    awsAccess: readAwsAccess(reader, raw),
  };
}

/** Finds the problems of all settings that are set. Missing ones are not a problem here. */
export function findProblems(raw: RawConfig, earlier: readonly string[] = []): readonly string[] {
  const reader = new SettingsReader(raw, earlier, false);
  for (const read of Object.values(readers)) {
    read(reader, raw);
  }
  return [...new Set(reader.problems)];
}

/** Reads each part. A part with an invalid setting is left out, and the setting is added to the reader's problems. */
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
  security: (reader, raw) => ({ security: readSecurity(reader, raw) }),
  bucket: (reader) => ({ bucket: reader.required('bucket') }),
  roleArn: (reader) => ({ roleArn: reader.required('roleArn') }),
  connectionName: (reader) => ({ connectionName: reader.required('connectionName') }),
  outputPath: (reader) => ({ outputPath: reader.required('outputPath') }),
};

function hasParts<Part extends keyof CheckedSettings>(
  checked: Partial<CheckedSettings>,
  parts: readonly Part[],
): checked is Partial<CheckedSettings> & Pick<CheckedSettings, Part> {
  return parts.every((part) => checked[part] !== undefined);
}

function readConnection(reader: SettingsReader, raw: RawConfig): { connection?: ConnectionConfig } {
  const hosts = reader.required('host');
  const port = reader.withDefault('port');
  const timeoutMs = reader.withDefault('timeout');
  const certificate = readCertificatePolicy(reader);
  const credentials = readCredentials(raw, reader);
  const [first, ...otherHosts] = (hosts ?? []).map((listed) => makeAddress(listed, { port, certificate }));
  if (first === undefined || credentials === undefined) {
    return {};
  }
  const others = otherHosts.length === 0 ? {} : { otherHosts };
  return { connection: { ...first, ...others, timeoutMs, credentials } };
}

/** The port and fingerprint in a list of hosts apply instead of those of the settings. */
function makeAddress(listed: ListedHost, settings: Omit<HostAddress, 'host'>): HostAddress {
  return {
    host: listed.host,
    port: listed.port === undefined ? settings.port : Number(listed.port),
    certificate: readListedCheck(listed.check) ?? settings.certificate,
  };
}

function readListedCheck(check: string | undefined): CertificatePolicy | undefined {
  if (check === undefined) {
    return undefined;
  }
  return check.toLowerCase() === 'nocertcheck'
    ? { kind: 'trust-anyone' }
    : { kind: 'pin', fingerprint: check.replaceAll(':', '').toUpperCase() };
}

function readCertificatePolicy(reader: SettingsReader): CertificatePolicy {
  const verify = reader.withDefault('verifyCertificate');
  const fingerprint = reader.optional('fingerprint');
  if (fingerprint !== undefined) {
    return { kind: 'pin', fingerprint };
  }
  return verify ? { kind: 'verify' } : { kind: 'trust-anyone' };
}

/** Reads the password or token of the source with the highest priority. Two of them from the same source are a problem. */
function readCredentials(raw: RawConfig, reader: SettingsReader): Credentials | undefined {
  const { password, accessToken, refreshToken, user } = raw;
  const given = [password, accessToken, refreshToken].filter((secret) => secret !== undefined);
  const [best, next] = given.toSorted((one, other) => one.rank - other.rank);
  if (best !== undefined && best.rank === next?.rank) {
    reader.problems.push(`${best.origin} and ${next.origin} are both given: use only one of them`);
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
  const languageAlias = reader.optional('languageAlias');
  return schema === undefined ? {} : { deployment: { schema, languageAlias } };
}

function readAws(reader: SettingsReader, raw: RawConfig): AwsConfig | undefined {
  const region = reader.required('awsRegion');
  const access = readAwsAccess(reader, raw);
  return region === undefined ? undefined : { ...access, region };
}

function readAwsAccess(reader: SettingsReader, raw: RawConfig): AwsAccess {
  const endpointUrl = reader.optional('awsEndpointUrl');
  const credentials = readAwsKeys(reader, raw);
  const profile = credentials === undefined ? reader.optional('awsProfile') : undefined;
  return { profile, endpointUrl, serviceEndpointUrls: readServiceEndpointUrls(reader, raw), credentials };
}

const serviceSettings = {
  s3: 'awsS3EndpointUrl',
  sagemaker: 'awsSageMakerEndpointUrl',
  sts: 'awsStsEndpointUrl',
} as const satisfies Record<AwsService, SettingName>;

/** The URL of a service overrides the URL for all services, as in the AWS CLI, unless that one is from a source with a higher priority. */
function readServiceEndpointUrls(reader: SettingsReader, raw: RawConfig): ServiceEndpointUrls {
  const maxRank = raw.awsEndpointUrl?.rank ?? Number.POSITIVE_INFINITY;
  const urls: Partial<Record<AwsService, string>> = {};
  for (const [service, setting] of Object.entries(serviceSettings) as [AwsService, SettingName][]) {
    const url = (raw[setting]?.rank ?? Number.POSITIVE_INFINITY) <= maxRank ? reader.optional(setting) : undefined;
    if (typeof url === 'string') {
      urls[service] = url;
    }
  }
  return urls;
}

function readAwsDefaults(reader: SettingsReader): AwsDefaults {
  return {
    region: reader.optional('awsRegion'),
    bucket: reader.optional('bucket'),
    roleArn: reader.optional('roleArn'),
    connectionName: reader.optional('connectionName'),
    outputPath: reader.optional('outputPath'),
    maxRuntimeSeconds: reader.optional('maxRuntime'),
    keepTrainingData: reader.optional('keepTrainingData'),
    timeToLiveSeconds: reader.optional('timeToLive'),
  };
}

/** Flags have rank 0. */
function readSecurity(reader: SettingsReader, raw: RawConfig): SecuritySettings {
  const read = (isFlag: boolean): SecurityOptions => {
    const find = <Name extends SettingName>(name: Name) =>
      raw[name] !== undefined && (raw[name].rank === 0) === isFlag ? reader.optional(name) : undefined;
    const vpc = omitUndefined({ subnets: find('subnets'), security_group_ids: find('securityGroups') });
    return omitUndefined({
      vpc: Object.keys(vpc).length === 0 ? undefined : vpc,
      volume_kms_key_id: find('volumeKmsKey'),
      output_kms_key_id: find('outputKmsKey'),
      encrypt_inter_container_traffic: find('encryptTraffic'),
      network_isolation: find('networkIsolation'),
    });
  };
  return { flags: read(true), others: read(false) };
}

type Defined<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

/** The same values without those that are undefined. */
function omitUndefined<Values extends object>(values: Values): Defined<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<Values>;
}

/**
 * Reads the keys if no AWS profile comes from their source or one with a higher priority. This matches the order of the SDK's own
 * credential chain, which handles all other cases. ID and secret must come from the same source.
 */
function readAwsKeys(reader: SettingsReader, raw: RawConfig): AwsKeys | undefined {
  const { awsAccessKeyId: id, awsSecretAccessKey: secret, awsSessionToken: token, awsProfile } = raw;
  const profileRank = awsProfile?.rank ?? Number.POSITIVE_INFINITY;
  if (Math.min(id?.rank ?? profileRank, secret?.rank ?? profileRank) >= profileRank) {
    return undefined;
  }
  if (id === undefined || secret === undefined || id.rank !== secret.rank) {
    // the SDK would go on to other sources, and sme would work with keys that you do not expect
    reader.problems.push(describeHalf(id, secret));
    return undefined;
  }
  const accessKeyId = reader.optional('awsAccessKeyId');
  const sessionToken = token?.rank === id.rank ? new Secret(token.value) : undefined;
  if (accessKeyId !== undefined && sessionToken === undefined && isTemporaryKeyId(accessKeyId)) {
    reader.problems.push(
      `${id.origin}: the key '…${accessKeyId.slice(-4)}' is temporary (ASIA…) and its session token is missing: set AWS_SESSION_TOKEN`,
    );
  }
  return accessKeyId === undefined
    ? undefined
    : { accessKeyId, secretAccessKey: new Secret(secret.value), sessionToken };
}

function describeHalf(id: RawSetting | undefined, secret: RawSetting | undefined): string {
  if (id !== undefined && secret !== undefined) {
    return `${id.origin} and ${secret.origin} are from different sources: set the access key ID and the secret access key in the same one`;
  }
  return id === undefined
    ? `${secret?.origin} is set, but the access key ID is missing: set AWS_ACCESS_KEY_ID, too, or neither of them`
    : `${id.origin} is set, but the secret access key is missing: set AWS_SECRET_ACCESS_KEY, too, or neither of them`;
}
