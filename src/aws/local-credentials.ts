import { S3Client } from '@aws-sdk/client-s3';
import type { AwsKeys } from '../config/types.js';
import { describeThrown, makeError } from '../errors/user-error.js';
import { Secret } from '../secret.js';
import { disableSdkWarnings } from './clients.js';

/** Credentials to use as they are or, if undefined, the profile of the AWS CLI for the default provider chain. */
export interface CredentialsRequest {
  readonly region: string;
  readonly profile: string | undefined;
  readonly credentials: AwsKeys | undefined;
}

/**
 * Resolves the AWS credentials of this machine like the AWS CLI does: environment, profile, SSO, process, instance role. Every SDK client
 * contains that chain, so sme needs no separate package for it.
 *
 * @throws UserError E-SME-210 if there are none
 */
export async function resolveLocalCredentials({ region, profile, credentials }: CredentialsRequest): Promise<AwsKeys> {
  if (credentials !== undefined) {
    return credentials;
  }
  disableSdkWarnings();
  const client = new S3Client({ region, ...(profile === undefined ? {} : { profile }) });
  try {
    const found = await client.config.credentials();
    return {
      accessKeyId: found.accessKeyId,
      secretAccessKey: new Secret(found.secretAccessKey),
      sessionToken: found.sessionToken === undefined ? undefined : new Secret(found.sessionToken),
    };
  } catch (thrown) {
    throw makeError('E-SME-210', { reason: describeThrown(thrown) });
  } finally {
    client.destroy();
  }
}
