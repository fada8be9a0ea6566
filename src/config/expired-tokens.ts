import type { Environment } from './sources.js';
import type { RawConfig, RawSetting } from './types.js';

/** A token whose time is over, and since when. */
export interface ExpiredToken {
  readonly origin: string;
  readonly ended: Date;
}

/**
 * Tokens of the settings that are known to have ended: an OpenID token says it itself (RFC 7519, `exp`), for AWS's the variable
 * AWS_CREDENTIAL_EXPIRATION does, which `aws configure export-credentials` writes beside the keys.
 */
export function findExpiredTokens(raw: RawConfig, environment: Environment, now: Date): readonly ExpiredToken[] {
  const { accessToken, awsSessionToken } = raw;
  const ends = [
    { token: accessToken, ended: accessToken && readJwtEnd(accessToken) },
    { token: awsSessionToken, ended: readTime(environment['AWS_CREDENTIAL_EXPIRATION']) },
  ];
  return ends.flatMap(({ token, ended }) =>
    token !== undefined && ended !== undefined && ended < now ? [{ origin: token.origin, ended }] : [],
  );
}

function readJwtEnd({ value }: RawSetting): Date | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(value.split('.')[1] ?? '', 'base64url').toString());
    const end = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof end === 'number' ? new Date(end * 1000) : undefined;
  } catch {
    return undefined;
  }
}

function readTime(text: string | undefined): Date | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time;
}
