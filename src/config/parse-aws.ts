import { z } from 'zod';
import { quoteValue } from './mask-setting.js';
import { parseSchemaName } from './schema-name.js';
import type { SettingsReader } from './settings-reader.js';
import { isTemporaryKeyId } from './temporary-key.js';
import {
  type AwsAccess,
  type AwsConfig,
  type AwsDefaults,
  type AwsKeys,
  type RawConfig,
  type SchemaName,
  Secret,
} from './types.js';

const quoteInput = (what: string) => ({
  error: (issue: { readonly input?: unknown }) => `'${quoteValue(issue.input)}' is no ${what}`,
});

const regionRule = z.string().regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, quoteInput('AWS Region such as eu-central-1'));
const endpointRule = z.url({
  protocol: /^https?$/,
  error: (issue) => `'${quoteValue(issue.input)}' is no http or https URL`,
});
const keyIdRule = z.string().regex(/^\w{3,128}$/, { error: 'it is no access key id' });
const anyText = z.string().min(1, { error: 'it is empty' });

/** Names of buckets. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
export const bucketRule = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, quoteInput('name of an S3 bucket (3 to 63 of a-z, 0-9, "-" and ".")'));

/** ARN of a role, in any partition. */
export const roleArnRule = z
  .string()
  .regex(
    /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    quoteInput('ARN of a role such as arn:aws:iam::123456789012:role/SageMaker'),
  );

/** Where in the bucket training writes: a path or an S3 URI. */
export const outputPathRule = z
  .string()
  .min(1, { error: 'it is empty' })
  .refine((path) => !/\p{Cc}/u.test(path), { error: 'it has a control character in it' });

/** The name of a CONNECTION, read as SQL reads it. */
export const connectionNameRule = z.string().transform((text, context): SchemaName => {
  const parsed = parseSchemaName(text, 'connection');
  if ('problem' in parsed) {
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  }
  return parsed;
});

/** Everything that a call of AWS needs. */
export function readAws(reader: SettingsReader, raw: RawConfig): AwsConfig | undefined {
  const region = reader.required('awsRegion', regionRule, 'AWS Region', '--region (or AWS_REGION)');
  const access = readAwsAccess(reader, raw);
  return region === undefined ? undefined : { ...access, region };
}

/** The same for commands that learn the Region elsewhere. */
export function readAwsAccess(reader: SettingsReader, raw: RawConfig): AwsAccess {
  const endpointUrl = reader.optional('awsEndpointUrl', endpointRule);
  const credentials = readKeys(reader, raw);
  const profile = credentials === undefined ? reader.optional('awsProfile', anyText) : undefined;
  return { profile, endpointUrl, credentials };
}

/** What is given of the settings around training. */
export function readAwsDefaults(reader: SettingsReader): AwsDefaults {
  return {
    region: reader.optional('awsRegion', regionRule),
    bucket: reader.optional('bucket', bucketRule),
    roleArn: reader.optional('roleArn', roleArnRule),
    connectionName: reader.optional('connectionName', connectionNameRule),
    outputPath: reader.optional('outputPath', outputPathRule),
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
  const accessKeyId = reader.optional('awsAccessKeyId', keyIdRule);
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
