import type { credentialKeys } from '../scripts/facts.js';
import type { Secret } from '../secret.js';
import type { ConnectionOptions } from './types.js';

type CredentialKey = (typeof credentialKeys)[number];

/** What the password of a CONNECTION consists of; the access key ID is its user. */
export interface ConnectionCredentials {
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret | undefined;
  /** When the session token expires. */
  readonly expiresAt?: Date | undefined;
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** Encryption of uploads, with the names that Exasol uses: `sse_type`, `kms_key_id`. */
  readonly options: ConnectionOptions;
}

/** Whether the credentials need the form that only UDFs can read. Exasol's EXPORT and IMPORT take only a key ID and a secret. */
export function needsJson({ sessionToken, roleArn }: ConnectionCredentials): boolean {
  return sessionToken !== undefined || roleArn !== undefined;
}

/**
 * Writes the password of a CONNECTION: `secret;sse_type=…`, or a JSON object if the credentials need it, which
 * templates/python/sme/connection_password.py reads. The result contains the secrets.
 */
export function writePassword(credentials: ConnectionCredentials): string {
  const { secretAccessKey, sessionToken, expiresAt, roleArn, externalId, options } = credentials;
  if (!needsJson(credentials)) {
    const suffix = Object.entries(options).map(([option, value]) => `;${option}=${value}`);
    return [secretAccessKey.reveal(), ...suffix].join('');
  }
  const values: Record<CredentialKey, string | undefined> = {
    secret_access_key: secretAccessKey.reveal(),
    session_token: sessionToken?.reveal(),
    role_arn: roleArn,
    external_id: externalId,
    sse_type: options['sse_type'],
    sse_kms_key_id: options['kms_key_id'],
    expires_at: sessionToken === undefined ? undefined : expiresAt?.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  return JSON.stringify(values);
}
