import type { ConnectionAnswer } from '../../connection/check-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, Outcome } from '../types.js';
import { accountTimeoutMs, checkThroughConnection, describeFailures } from './through-connection.js';

/** The owner of the connection's key and the quotas of the account, requested from inside the database. */
export const identityChecks: readonly Check[] = [
  {
    id: 'identity',
    title: 'caller identity',
    needs: ['boto3'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('identity', judgeIdentity),
  },
];

export const quotaChecks: readonly Check[] = [
  {
    id: 'quotas',
    title: 'quotas',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('quotas', judgeQuotas),
  },
];

function judgeIdentity(answer: ConnectionAnswer): Outcome {
  const { identity, key_id_end: end, failures } = answer;
  if (identity !== undefined) {
    return ok(`${identity.arn} with the key …${end}`);
  }
  return failures.some(({ kind }) => kind === 'unreachable')
    ? warn(
        `cannot identify the owner of the key …${end}: ${describeFailures(answer)}`,
        'Only this check calls STS. If S3 and SageMaker are reachable (for example through VPC endpoints), nothing needs to be done.',
      )
    : fail(
        `AWS rejects the key …${end}: ${describeFailures(answer)}`,
        'Put an active key into the connection: sme connection create',
      );
}

const maxListedQuotas = 3;

function judgeQuotas(answer: ConnectionAnswer): Outcome {
  const { quotas } = answer;
  if (quotas === undefined) {
    return skip(
      `cannot check: ${describeFailures(answer)}`,
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
