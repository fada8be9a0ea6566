import type { ConnectionCheckResult } from '../../connection/check-connection.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { accountTimeoutMs, checkThroughConnection, describeFailures } from './through-connection.js';

/** Can UDFs access the bucket with the connection's key? */
export const bucketChecks: readonly Check[] = [
  {
    id: 'bucket',
    title: 'bucket',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('bucket', judgeBucket),
  },
  {
    id: 'bucket-write',
    title: 'bucket write and delete',
    needs: ['bucket'],
    timeoutMs: accountTimeoutMs,
    run: checkWrite,
  },
];

function judgeBucket(result: ConnectionCheckResult, { aws }: DoctorContext): Outcome {
  const { bucket, region } = result;
  if (result.failures.length > 0) {
    return fail(describeFailures(result), `The key of the connection needs s3:ListBucket on ${bucket}.`);
  }
  return aws.bucket !== undefined && aws.bucket !== bucket
    ? warn(
        `the connection points to ${bucket}, but the bucket in the settings is ${aws.bucket}`,
        'Use the same bucket for both: EXPORT writes to the bucket of the connection, and SageMaker reads from the one in the settings.',
      )
    : ok(`${bucket} in ${region}`);
}

async function checkWrite(context: DoctorContext): Promise<Outcome> {
  return context.mayWrite
    ? await checkThroughConnection('bucket_write', judgeWrite)(context)
    : skip(
        'not run, because it writes to the bucket',
        'Run it with --probe-write. It writes, reads and deletes one small object with a unique name.',
      );
}

const steps = ['put', 'get', 'delete'] as const;

function judgeWrite(result: ConnectionCheckResult): Outcome {
  const { bucket, bucket_write: probe } = result;
  if (probe === undefined) {
    return skip(`cannot check: ${describeFailures(result)}`, 'The deployed UDFs may be too old. Run: sme deploy');
  }
  const uri = `s3://${bucket}/${probe.key}`;
  if (steps.every((step) => probe.done.includes(step))) {
    return ok(`${uri}: put, read, deleted`);
  }
  const folder = probe.key.replace(/[^/]*$/, '');
  const lines = [
    `The key of the connection needs s3:PutObject, s3:GetObject and s3:DeleteObject on arn:aws:s3:::${bucket}/${folder}*, and kms:GenerateDataKey and kms:Decrypt if the bucket uses a customer managed key.`,
    ...(probe.left ? [`The object may still exist. Delete it: aws s3 rm ${uri}`] : []),
  ];
  return fail(`${uri}: ${describeFailures(result)}`, lines.join('\n'));
}
