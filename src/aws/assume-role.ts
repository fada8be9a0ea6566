import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describeThrown, makeError, UserError } from '../errors/user-error.js';
import { describeWithFix } from './aws-failure.js';
import { type AwsTarget, makeStsClient } from './clients.js';

/** The shortest session that AWS issues. It is not used. */
const sessionSeconds = 900;

/**
 * Checks that keys may assume a role, before they are stored for UDFs that do.
 * @returns why AWS could not be asked; undefined if the role may be assumed
 * @throws UserError E-SME-463 if AWS refuses
 */
export async function checkAssumeRole(
  target: AwsTarget,
  { roleArn, externalId }: { readonly roleArn: string; readonly externalId: string | undefined },
  signal: AbortSignal,
): Promise<string | undefined> {
  const client = makeStsClient(target, signal);
  try {
    await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'sme-connection',
        DurationSeconds: sessionSeconds,
        ExternalId: externalId,
      }),
    );
    return undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    const isFromAws = thrown instanceof Error && '$fault' in thrown && thrown.$fault === 'client';
    if (isFromAws) {
      throw makeError('E-SME-463.flag', {
        keyIdEnd: target.accessKeyId.slice(-4),
        role: roleArn,
        with: externalId === undefined ? 'without an external ID' : 'with this external ID',
        reason: `${thrown.name}: ${describeThrown(thrown)}`,
      });
    }
    if (thrown instanceof UserError && thrown.code === 'E-SME-467') {
      throw thrown;
    }
    return describeWithFix(thrown);
  } finally {
    client.destroy();
  }
}
