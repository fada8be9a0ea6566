import { readJwtExpiry } from '../text/jwt.js';
import type { Environment } from './environment.js';
import type { RawConfig } from './types.js';

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
    { token: accessToken, expiredAt: accessToken && readJwtExpiry(accessToken.value) },
    { token: awsSessionToken, expiredAt: readTime(environment['AWS_CREDENTIAL_EXPIRATION']) },
  ];
  return tokens.flatMap(({ token, expiredAt }) =>
    token !== undefined && expiredAt !== undefined && expiredAt < now ? [{ origin: token.origin, expiredAt }] : [],
  );
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
