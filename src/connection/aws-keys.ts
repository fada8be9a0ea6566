import { isTemporaryKeyId } from '../config/tokens.js';
import type { AwsKeys } from '../config/types.js';
import { makeError } from '../errors/user-error.js';

/** Shows the last four characters of an access key ID, which identify the key without revealing it. */
export function showKeyIdEnd(keyId: string): string {
  return keyId.slice(-4);
}

/**
 * Rejects keys with a session token. UDFs receive only the address, user and password of a connection; the SESSION TOKEN clause of newer
 * releases works only for EXPORT. Source: script-languages, exaudfclient/base/python/python3, which passes on only these fields.
 * @throws UserError E-SME-211
 */
export function assertLongTermCredentials(keys: AwsKeys): void {
  if (keys.sessionToken !== undefined || isTemporaryKeyId(keys.accessKeyId)) {
    throw makeError('E-SME-211', { keyIdEnd: showKeyIdEnd(keys.accessKeyId) });
  }
}
