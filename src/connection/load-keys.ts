import { checkAssumeRole } from '../aws/assume-role.js';
import { toTarget } from '../aws/local-clients.js';
import { resolveLocalCredentials } from '../aws/local-credentials.js';
import type { AwsConfig, AwsKeys } from '../config/types.js';
import { assertUsableKeys } from './aws-keys.js';
import type { AssumedRole } from './role-flags.js';

interface KeysContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  warn(text: string): void;
}

/**
 * Loads the AWS keys of this machine for a connection.
 * @throws UserError E-SME-210, E-SME-211, E-SME-465, E-SME-466 if there are no usable keys
 */
export async function loadKeys(aws: AwsConfig, { env, signal }: KeysContext): Promise<AwsKeys> {
  const found = await resolveLocalCredentials(aws, signal);
  // `aws configure export-credentials` exports the expiry along with the keys
  const exported = new Date(env['AWS_CREDENTIAL_EXPIRATION'] ?? '');
  const isExported = found.accessKeyId === env['AWS_ACCESS_KEY_ID'] && !Number.isNaN(exported.getTime());
  const keys = found.expiresAt === undefined && isExported ? { ...found, expiresAt: exported } : found;
  assertUsableKeys(keys, new Date());
  return keys;
}

/** Checks that keys may assume the role of a connection. Warns if AWS could not be asked. @throws UserError E-SME-463 */
export async function checkRole(
  aws: AwsConfig,
  keys: AwsKeys,
  role: AssumedRole | undefined,
  { signal, warn }: KeysContext,
): Promise<void> {
  if (role !== undefined) {
    const problem = await checkAssumeRole(toTarget(aws, keys, 'sts'), role, signal);
    if (problem !== undefined) {
      warn(`Whether the key may assume the role ${role.roleArn} could not be checked: ${problem}`);
    }
  }
}
