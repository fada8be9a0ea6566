import type { ConnectionCheckResult } from '../../connection/check-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, Outcome } from '../types.js';
import { accountTimeoutMs, checkThroughConnection, describeFailures } from './through-connection.js';

/** Which AWS user owns the connection's key? */
export const identityChecks: readonly Check[] = [
  {
    id: 'identity',
    title: 'caller identity',
    needs: ['boto3'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('identity', judgeIdentity),
  },
];

/** Does the account have quotas for training and endpoints? */
export const quotaChecks: readonly Check[] = [
  {
    id: 'quotas',
    title: 'quotas',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('quotas', judgeQuotas),
  },
];

function judgeIdentity(result: ConnectionCheckResult): Outcome {
  const { identity, key_id_end: end, failures } = result;
  if (identity !== undefined) {
    return ok(`${identity.arn} with the key …${end}`);
  }
  return failures.some(({ kind }) => kind === 'unreachable')
    ? warn(
        `cannot identify the owner of the key …${end}: ${describeFailures(result)}`,
        'Only this check calls STS. If S3 and SageMaker are reachable (for example through VPC endpoints), nothing needs to be done.',
      )
    : fail(
        `AWS rejects the key …${end}: ${describeFailures(result)}`,
        'Put an active key into the connection: sme connection create',
      );
}

const maxListedQuotas = 3;

function judgeQuotas(result: ConnectionCheckResult): Outcome {
  const { quotas } = result;
  if (quotas === undefined) {
    return skip(
      `cannot check: ${describeFailures(result)}`,
      'Allow the key servicequotas:ListServiceQuotas, or look in the AWS console under Service Quotas, Amazon SageMaker.',
    );
  }
  const zero = quotas.filter(({ value }) => value === 0);
  if (zero.length > 0) {
    const list = zero.slice(0, maxListedQuotas).map(({ name }) => name);
    const more = zero.length > maxListedQuotas ? ` and ${zero.length - maxListedQuotas} more` : '';
    return warn(
      `quota of 0 for: ${list.join(', ')}${more}`,
      'Request an increase in the AWS console: Service Quotas, Amazon SageMaker.',
    );
  }
  return ok(
    quotas.length === 0
      ? 'AWS lists none of the relevant quotas'
      : quotas.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  );
}
