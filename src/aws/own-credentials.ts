import { S3Client } from '@aws-sdk/client-s3';
import type { AwsKeys } from '../config/types.js';
import { describeThrown, makeError } from '../errors/user-error.js';
import { Secret } from '../secret.js';
import { quietenSdk } from './clients.js';

/** Where to look for keys: those that were given, else the standard chain with this profile of the AWS CLI. */
export interface CredentialsWish {
  readonly region: string;
  readonly profile: string | undefined;
  readonly credentials: AwsKeys | undefined;
}

/**
 * The user's own AWS keys, from where the AWS CLI takes them, too: environment, profile, SSO, a process, the role of a machine. A client
 * of the SDK brings that chain along, so no package of its own is needed for it.
 *
 * @throws UserError E-SME-210 where there are none
 */
export async function findOwnCredentials({ region, profile, credentials }: CredentialsWish): Promise<AwsKeys> {
  if (credentials !== undefined) {
    return credentials;
  }
  quietenSdk();
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
