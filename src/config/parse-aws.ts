import { Secret } from '../secret.js';
import type { SettingsReader } from './settings-reader.js';
import { isTemporaryKeyId } from './temporary-key.js';
import type { AwsAccess, AwsConfig, AwsDefaults, AwsKeys, RawConfig } from './types.js';

/** Everything that a call of AWS needs. */
export function readAws(reader: SettingsReader, raw: RawConfig): AwsConfig | undefined {
  const region = reader.required('awsRegion');
  const access = readAwsAccess(reader, raw);
  return region === undefined ? undefined : { ...access, region };
}

/** The same for commands that learn the Region elsewhere. */
export function readAwsAccess(reader: SettingsReader, raw: RawConfig): AwsAccess {
  const endpointUrl = reader.optional('awsEndpointUrl');
  const credentials = readKeys(reader, raw);
  const profile = credentials === undefined ? reader.optional('awsProfile') : undefined;
  return { profile, endpointUrl, credentials };
}

/** What is given of the settings around training. */
export function readAwsDefaults(reader: SettingsReader): AwsDefaults {
  return {
    region: reader.optional('awsRegion'),
    bucket: reader.optional('bucket'),
    roleArn: reader.optional('roleArn'),
    connectionName: reader.optional('connectionName'),
    outputPath: reader.optional('outputPath'),
  };
}

/**
 * Keys count where id and secret come from one source and no AWS profile stands beside or before them. That is the order of the
 * SDK's own chain, too, which does the rest.
 */
function readKeys(reader: SettingsReader, raw: RawConfig): AwsKeys | undefined {
  const { awsAccessKeyId: id, awsSecretAccessKey: secret, awsSessionToken: token, awsProfile } = raw;
  if (id === undefined || secret === undefined || id.rank !== secret.rank) {
    return undefined;
  }
  if (awsProfile !== undefined && awsProfile.rank <= id.rank) {
    return undefined;
  }
  const accessKeyId = reader.optional('awsAccessKeyId');
  const sessionToken = token?.rank === id.rank ? new Secret(token.value) : undefined;
  if (accessKeyId !== undefined && sessionToken === undefined && isTemporaryKeyId(accessKeyId)) {
    reader.problems.push(
      `${id.origin}: the key '…${accessKeyId.slice(-4)}' is temporary (ASIA…) and its session token is missing: give AWS_SESSION_TOKEN`,
    );
  }
  return accessKeyId === undefined
    ? undefined
    : { accessKeyId, secretAccessKey: new Secret(secret.value), sessionToken };
}
