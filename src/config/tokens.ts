import type { Environment } from './environment.js';
import type { RawConfig, RawSetting } from './types.js';

/** A token that has expired. */
export interface ExpiredToken {
  readonly origin: string;
  readonly expiredAt: Date;
}

/**
 * Finds tokens that have expired. An OpenID token contains its expiry (RFC 7519, `exp`). The expiry of an AWS session token is in
 * AWS_CREDENTIAL_EXPIRATION, which `aws configure export-credentials` prints along with the keys.
 */
export function findExpiredTokens(raw: RawConfig, environment: Environment, now: Date): readonly ExpiredToken[] {
  const { accessToken, awsSessionToken } = raw;
  const tokens = [
    { token: accessToken, expiredAt: accessToken && readJwtExpiry(accessToken) },
    { token: awsSessionToken, expiredAt: readTime(environment['AWS_CREDENTIAL_EXPIRATION']) },
  ];
  return tokens.flatMap(({ token, expiredAt }) =>
    token !== undefined && expiredAt !== undefined && expiredAt < now ? [{ origin: token.origin, expiredAt }] : [],
  );
}

function readJwtExpiry({ value }: RawSetting): Date | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString());
    const expiry = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof expiry === 'number' ? new Date(expiry * 1000) : undefined;
  } catch {
    return undefined;
  }
}

function readTime(text: string | undefined): Date | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * True for an access key that AWS STS issued, which AWS accepts only with its session token.
 * Source: IAM user guide, "IAM identifiers", table of unique ID prefixes.
 */
export function isTemporaryKeyId(accessKeyId: string): boolean {
  return accessKeyId.startsWith('ASIA');
}
