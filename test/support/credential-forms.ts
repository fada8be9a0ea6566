import { identifier, literal } from '../../src/exasol/quote.js';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import type { AwsAccess } from '../../src/sandbox/options.js';

/** A form of credentials in a CONNECTION. */
export interface CredentialForm {
  readonly name: string;
  /** USER and IDENTIFIED BY of a connection; `secrets` must not appear anywhere else. */
  make(aws: AwsAccess, control: AwsControl): { user: string; password: string; secrets: readonly string[] };
}

const externalId = 'external-id:1';

/** Every form that UDFs understand, with identities that have no other way to their permissions. */
export const credentialForms: readonly CredentialForm[] = [
  {
    name: 'a key ID and a secret',
    make: ({ accessKeyId, secretAccessKey }) => ({
      user: accessKeyId,
      password: secretAccessKey,
      secrets: [secretAccessKey],
    }),
  },
  {
    name: 'a secret with upload options',
    make: ({ accessKeyId, secretAccessKey }) => ({
      user: accessKeyId,
      password: `${secretAccessKey};sse_type=AES256`,
      secrets: [secretAccessKey],
    }),
  },
  {
    name: 'a secret in JSON',
    make: ({ accessKeyId, secretAccessKey }) => ({
      user: accessKeyId,
      password: JSON.stringify({ secret_access_key: secretAccessKey, sse_type: 'AES256' }),
      secrets: [secretAccessKey],
    }),
  },
  {
    name: 'a session token',
    make: (_aws, { identities }) => {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = identities.issueSession();
      const password = {
        secret_access_key: secretAccessKey,
        session_token: sessionToken,
        expires_at: expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
      };
      return {
        user: accessKeyId,
        password: JSON.stringify(password),
        secrets: [secretAccessKey, sessionToken],
      };
    },
  },
  {
    name: 'a role with an external ID',
    make: (_aws, { identities }) => {
      const { accessKeyId, secretAccessKey } = identities.addUser({
        name: 'assumes-only',
        denies: ['s3:*', 'sagemaker:*'],
      });
      const role_arn = identities.addRole({ name: 'TestDataRole', externalId });
      const password = { secret_access_key: secretAccessKey, role_arn, external_id: externalId };
      return { user: accessKeyId, password: JSON.stringify(password), secrets: [secretAccessKey] };
    },
  },
];

/** CREATE OR REPLACE CONNECTION with any user and password. */
export function writeConnectionOf(
  name: string,
  { bucket, region }: Pick<AwsAccess, 'bucket' | 'region'>,
  { user, password }: { readonly user: string; readonly password: string },
): string {
  const address = literal(`https://${bucket}.s3.${region}.amazonaws.com`);
  return `CREATE OR REPLACE CONNECTION ${identifier(name)} TO ${address} USER ${literal(user)} IDENTIFIED BY ${literal(password)}`;
}
