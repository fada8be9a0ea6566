import { isTemporaryKeyId } from '../config/tokens.js';
import type { AwsKeys } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { showKeyIdEnd } from './show-key-id.js';

/**
 * Refuses keys that end within hours. UDFs get address, user and password of a connection and nothing else: the SESSION TOKEN clause of
 * newer releases serves EXPORT alone (script-languages, exaudfclient/base/python/python3: only these fields are handed on).
 *
 * @throws UserError E-SME-211
 */
export function assertLasting(keys: AwsKeys): void {
  if (keys.sessionToken !== undefined || isTemporaryKeyId(keys.accessKeyId)) {
    throw makeError('E-SME-211', { keyIdEnd: showKeyIdEnd(keys.accessKeyId) });
  }
}
