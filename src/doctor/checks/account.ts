import type { ConnectionAnswer } from '../../connection/check-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, Outcome } from '../types.js';
import { accountLimitMs, withAnswer, wordFailures } from './through-connection.js';

/** What stands behind the connection: whose key, what limits. All of it asked from inside the database. */
export const identityChecks: readonly Check[] = [
  {
    id: 'identity',
    title: 'caller identity',
    needs: ['boto3'],
    limitMs: accountLimitMs,
    run: withAnswer('identity', judgeIdentity),
  },
];

export const quotaChecks: readonly Check[] = [
  {
    id: 'quotas',
    title: 'quotas',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: withAnswer('quotas', judgeQuotas),
  },
];

function judgeIdentity(answer: ConnectionAnswer): Outcome {
  const { identity, key_id_end: end, failures } = answer;
  if (identity !== undefined) {
    return ok(`${identity.arn} with the key …${end}`);
  }
  return failures.some(({ kind }) => kind === 'unreachable')
    ? warn(
        `nobody said whose the key …${end} is: ${wordFailures(answer)}`,
        'Only this check calls STS: nothing to do where S3 and SageMaker are reached (a network with VPC endpoints for these two).',
      )
    : fail(
        `AWS does not take the key …${end}: ${wordFailures(answer)}`,
        'Put a key that is active into the connection: sme connection create',
      );
}

const mostQuotas = 3;

function judgeQuotas(answer: ConnectionAnswer): Outcome {
  const { quotas } = answer;
  if (quotas === undefined) {
    return skip(
      `cannot check: ${wordFailures(answer)}`,
      'It takes servicequotas:ListServiceQuotas; the console shows them under Service Quotas, Amazon SageMaker.',
    );
  }
  const none = quotas.filter(({ value }) => value === 0);
  if (none.length > 0) {
    const list = none.slice(0, mostQuotas).map(({ name }) => name);
    const more = none.length > mostQuotas ? ` and ${none.length - mostQuotas} more` : '';
    return warn(
      `nothing allowed of: ${list.join(', ')}${more}`,
      'Ask for more in the console: Service Quotas, Amazon SageMaker.',
    );
  }
  return ok(
    quotas.length === 0
      ? 'none of those that matter is listed'
      : quotas.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  );
}
