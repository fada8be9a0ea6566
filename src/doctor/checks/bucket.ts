import type { ConnectionAnswer } from '../../connection/check-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { accountLimitMs, withAnswer, wordFailures } from './through-connection.js';

/** The bucket with the rights that count: those of the connection's keys, from inside the database. */
export const bucketChecks: readonly Check[] = [
  {
    id: 'bucket',
    title: 'bucket',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: withAnswer('bucket', judgeBucket),
  },
  {
    id: 'bucket-write',
    title: 'bucket write and delete',
    needs: ['bucket'],
    limitMs: accountLimitMs,
    run: checkWriting,
  },
];

function judgeBucket(answer: ConnectionAnswer, { aws }: DoctorContext): Outcome {
  const { bucket, region } = answer;
  if (answer.failures.length > 0) {
    return fail(wordFailures(answer), `The key of the connection needs s3:ListBucket on ${bucket}.`);
  }
  return aws.bucket !== undefined && aws.bucket !== bucket
    ? warn(
        `the connection leads to ${bucket}, but ${aws.bucket} is set`,
        'Name one bucket only: EXPORT writes to that of the connection, SageMaker reads the other.',
      )
    : ok(`${bucket} in ${region}`);
}

async function checkWriting(context: DoctorContext): Promise<Outcome> {
  return context.mayWrite
    ? await withAnswer('bucket_write', judgeWriting)(context)
    : skip(
        'not tried, as it writes',
        'With --probe-write it is: one small object under a name of its own, put, read and deleted.',
      );
}

const steps = ['put', 'get', 'delete'] as const;

function judgeWriting(answer: ConnectionAnswer): Outcome {
  const { bucket, bucket_write: probe } = answer;
  if (probe === undefined) {
    return skip(`cannot check: ${wordFailures(answer)}`, 'Run "sme deploy": the UDFs may be older than this sme.');
  }
  const uri = `s3://${bucket}/${probe.key}`;
  if (steps.every((step) => probe.done.includes(step))) {
    return ok(`${uri}: put, read, deleted`);
  }
  const folder = probe.key.replace(/[^/]*$/, '');
  const lines = [
    `The key of the connection needs s3:PutObject, s3:GetObject and s3:DeleteObject on arn:aws:s3:::${bucket}/${folder}*, and kms:GenerateDataKey and kms:Decrypt where the bucket encrypts with a key of yours.`,
    ...(probe.left ? [`The object may still be there: aws s3 rm ${uri}`] : []),
  ];
  return fail(`${uri}: ${wordFailures(answer)}`, lines.join('\n'));
}
