import {
  type ConnectionAnswer,
  type ConnectionQuestion,
  checkConnection,
  wordFailure,
} from '../../connection/check-connection.js';
import { requireConnection } from '../../connection/find-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Three attempts of boto3 and the start of Python. */
const accountLimitMs = 60_000;

/** What stands behind the connection: whose key, which bucket, which role, what limits. All of it asked from inside the database. */
export const accountChecks: readonly Check[] = [
  {
    id: 'identity',
    title: 'caller identity',
    needs: ['boto3'],
    limitMs: accountLimitMs,
    run: withAnswer('identity', judgeIdentity),
  },
  { id: 'role', title: 'role', needs: ['identity'], limitMs: accountLimitMs, run: checkRole },
  {
    id: 'bucket',
    title: 'bucket',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: withAnswer('bucket', judgeBucket),
  },
  {
    id: 'quotas',
    title: 'quotas',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: withAnswer('quotas', judgeQuotas),
  },
];

/** Asks one question through the connection; what keeps it from being answered is judged here, for all of them. */
export function withAnswer(
  question: ConnectionQuestion,
  judge: (answer: ConnectionAnswer, context: DoctorContext) => Outcome | Promise<Outcome>,
): (context: DoctorContext) => Promise<Outcome> {
  return async (context) => {
    const { connectionName, region, roleArn } = context.aws;
    if (connectionName === undefined) {
      return skip('no connection is named', 'Give --connection (or SME_CONNECTION).');
    }
    const schema = await context.readSchema();
    const answer = await context.withSession(async (session) => {
      const connection = await requireConnection(session, connectionName);
      return await checkConnection(session, schema, { connection, ask: [question], region, role: roleArn });
    });
    const [problem] = answer.problems;
    if (problem !== undefined) {
      return fail(answer.problems.join('\n'), `Mend the connection: sme connection create ${connectionName.whenNew}`);
    }
    return answer.region === null || answer.region === undefined
      ? skip("neither --region nor the connection's address names a Region", 'Give --region (or AWS_REGION).')
      : await judge(answer, context);
  };
}

const firstFailure = ({ failures }: ConnectionAnswer): string => failures.map(wordFailure).join('\n');

function judgeIdentity(answer: ConnectionAnswer): Outcome {
  const { identity, key_id_end: end } = answer;
  return identity === undefined
    ? fail(
        `AWS does not take the key …${end}: ${firstFailure(answer)}`,
        'Put a key that is active into the connection: sme connection create',
      )
    : ok(`${identity.arn} with the key …${end}`);
}

async function checkRole(context: DoctorContext): Promise<Outcome> {
  if (context.aws.roleArn === undefined) {
    return skip('no role is named', 'Give --role-arn (or SME_ROLE_ARN).');
  }
  return await withAnswer('role', judgeRole)(context);
}

function judgeRole({ role, failures }: ConnectionAnswer, { aws }: DoctorContext): Outcome {
  if (role !== undefined) {
    return role.trusted
      ? ok(`${role.arn}; SageMaker may assume it`)
      : fail(
          `${role.arn} does not let SageMaker assume it`,
          'Its trust policy needs: {"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}',
        );
  }
  const [failure] = failures;
  return failure?.code === 'NoSuchEntity'
    ? fail(
        `there is no role ${aws.roleArn}`,
        'Give the ARN of a role that SageMaker may assume with --role-arn (or SME_ROLE_ARN).',
      )
    : skip(`cannot check: ${failure === undefined ? 'no answer' : wordFailure(failure)}`, 'It takes iam:GetRole.');
}

function judgeBucket(answer: ConnectionAnswer, { aws }: DoctorContext): Outcome {
  const { bucket, region } = answer;
  if (answer.failures.length > 0) {
    return fail(firstFailure(answer), `The key of the connection needs s3:ListBucket on ${bucket}.`);
  }
  return aws.bucket !== undefined && aws.bucket !== bucket
    ? warn(
        `the connection leads to ${bucket}, but ${aws.bucket} is set`,
        'Name one bucket only: EXPORT writes to that of the connection, SageMaker reads the other.',
      )
    : ok(`${bucket} in ${region}`);
}

const mostQuotas = 3;

function judgeQuotas({ quotas, failures }: ConnectionAnswer): Outcome {
  const [failure] = failures;
  if (quotas === undefined) {
    return skip(
      `cannot check: ${failure === undefined ? 'no answer' : wordFailure(failure)}`,
      'It takes servicequotas:ListServiceQuotas; the console shows them under Service Quotas, Amazon SageMaker.',
    );
  }
  const none = quotas.filter(({ value }) => value === 0);
  if (none.length > 0) {
    const list = none.slice(0, mostQuotas).map(({ name }) => name);
    return warn(
      `nothing allowed of: ${list.join(', ')}`,
      'Ask for more in the console: Service Quotas, Amazon SageMaker.',
    );
  }
  return ok(
    quotas.length === 0
      ? 'none of those that matter is listed'
      : quotas.map(({ name, value }) => `${name}: ${value}`).join('\n'),
  );
}
