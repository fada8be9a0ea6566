import { isTemporaryKeyId } from '../config/tokens.js';
import type { AwsKeys } from '../config/types.js';
import { makeError } from '../errors/user-error.js';

/** Shows the last four characters of an access key ID, which identify the key without revealing it. */
export function showKeyIdEnd(keyId: string): string {
  return keyId.slice(-4);
}

/**
 * Rejects keys that UDFs would reject: a temporary key ID without its session token, a token of another key, an expired token.
 * @throws UserError E-SME-211, E-SME-465
 */
export function assertUsableKeys({ accessKeyId, sessionToken, expiresAt }: AwsKeys, now: Date): void {
  const keyIdEnd = showKeyIdEnd(accessKeyId);
  if (sessionToken === undefined && isTemporaryKeyId(accessKeyId)) {
    throw makeError('E-SME-211.missing', { keyIdEnd });
  }
  if (sessionToken !== undefined && accessKeyId.startsWith('AKIA')) {
    throw makeError('E-SME-211.superfluous', { keyIdEnd });
  }
  if (sessionToken !== undefined && expiresAt !== undefined && expiresAt <= now) {
    throw makeError('E-SME-465', { keyIdEnd, expired: formatExpiry(expiresAt) });
  }
}

/** Formats the end of a session token: `2026-11-28 14:05 UTC`. */
export function formatExpiry(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
