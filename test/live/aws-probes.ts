/** Probes of SageMaker. AWS rejects every call that would create something, so they cost nothing. */
import {
  CreateAutoMLJobV2Command,
  type CreateAutoMLJobV2Request,
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListAutoMLJobsCommand,
  type SageMakerClient,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
import { connectSageMaker } from '../support/live-aws.js';
import type { TargetAws } from '../support/live-environment.js';
import type { Target } from '../support/target.js';
import type { Probe } from './probe.js';

const missingName = 'sme-live-missing';

/** Name and text of the error of a call; the name is 'none' if the call succeeds. */
async function readError(call: Promise<unknown>): Promise<{ name: string; text: string }> {
  try {
    await call;
    return { name: 'none', text: 'the call succeeded' };
  } catch (error) {
    return error instanceof Error
      ? { name: error.name, text: `${error.name}: ${error.message}` }
      : { name: 'unknown', text: String(error) };
  }
}

async function withSageMaker<Result>(aws: TargetAws, work: (client: SageMakerClient) => Promise<Result>) {
  const client = connectSageMaker(aws);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

function makeJob({ aws, key }: Target, AutoMLJobName: string): CreateAutoMLJobV2Request {
  const S3Uri = `s3://${aws.bucket}/${key('probes/')}`;
  return {
    AutoMLJobName,
    AutoMLJobInputDataConfig: [{ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri } } }],
    OutputDataConfig: { S3OutputPath: S3Uri },
    AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'A' } },
    RoleArn: aws.roleArn,
  };
}

const ended: readonly (string | undefined)[] = ['Completed', 'Failed', 'Stopped'];

/** The name of an ended job of the account. In a new sandbox there are no jobs, so this creates one. */
async function findJob(client: SageMakerClient, target: Target): Promise<string | undefined> {
  if (target.isSandbox) {
    const job = makeJob(target, `probe-${Date.now()}`);
    await client.send(new CreateAutoMLJobV2Command(job));
    return job.AutoMLJobName;
  }
  const { AutoMLJobSummaries = [] } = await client.send(new ListAutoMLJobsCommand({}));
  return AutoMLJobSummaries.find(({ AutoMLJobStatus }) => ended.includes(AutoMLJobStatus))?.AutoMLJobName;
}

const isMissing = ({ name, text }: { name: string; text: string }) =>
  /^ResourceNotFound/.test(name) || (name === 'ValidationException' && /could not find|not found/i.test(text));

export const awsProbes = {
  'aws-missing-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const error = await readError(client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: missingName })));
      return { holds: isMissing(error), observed: error.text };
    }),

  'aws-refused-keys': ({ target }) =>
    withSageMaker({ ...target.aws, accessKeyId: 'AKIANOBODY0000000000' }, async (client) => {
      const { name, text } = await readError(
        client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: missingName })),
      );
      const known = ['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId'];
      return { holds: known.includes(name), observed: text };
    }),

  'aws-validation-text': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const { name, text } = await readError(
        client.send(new CreateAutoMLJobV2Command(makeJob(target, 'invalid name: !'))),
      );
      return { holds: name === 'ValidationException' && text.includes('validation error detected'), observed: text };
    }),

  'aws-name-taken': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const existing = await findJob(client, target);
      if (existing === undefined) return undefined;
      const { name, text } = await readError(client.send(new CreateAutoMLJobV2Command(makeJob(target, existing))));
      // A job that was created by mistake has an empty prefix, so it cannot train.
      if (name === 'none') await target.releaseJob(existing);
      return { holds: name === 'ResourceInUse', observed: text };
    }),

  'aws-stop-missing-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const { name, text } = await readError(client.send(new StopAutoMLJobCommand({ AutoMLJobName: missingName })));
      return { holds: /^ResourceNotFound/.test(name), observed: text };
    }),

  'aws-stop-finished-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const job = await findJob(client, target);
      if (job === undefined) return undefined;
      const { name, text } = await readError(client.send(new StopAutoMLJobCommand({ AutoMLJobName: job })));
      return { holds: ['none', 'ValidationException'].includes(name), observed: text };
    }),

  'aws-missing-endpoint': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const errors = await Promise.all([
        readError(client.send(new DescribeModelCommand({ ModelName: missingName }))),
        readError(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: missingName }))),
        readError(client.send(new DescribeEndpointCommand({ EndpointName: missingName }))),
      ]);
      return { holds: errors.every(isMissing), observed: errors.map(({ text }) => text).join('; ') };
    }),
} satisfies Record<string, Probe>;
