/** Probes of SageMaker. All that create something are refused by AWS, so none costs anything. */
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

const missingName = 'sme-live-not-there';

/** Name and text of the error that a call ends with. */
async function readRefusal(call: Promise<unknown>): Promise<{ name: string; text: string }> {
  try {
    await call;
    return { name: 'none', text: 'AWS carried it out' };
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

/** A job of the account that has ended; a sandbox has none before the first probe, so one is made there. */
async function findJob(client: SageMakerClient, target: Target): Promise<string | undefined> {
  if (target.isSandbox) {
    const job = makeJob(target, `probe-${Date.now()}`);
    await client.send(new CreateAutoMLJobV2Command(job));
    return job.AutoMLJobName;
  }
  const { AutoMLJobSummaries = [] } = await client.send(new ListAutoMLJobsCommand({}));
  return AutoMLJobSummaries.find(({ AutoMLJobStatus }) => ended.includes(AutoMLJobStatus))?.AutoMLJobName;
}

const isAbsent = ({ name, text }: { name: string; text: string }) =>
  /^ResourceNotFound/.test(name) || (name === 'ValidationException' && /could not find|not found/i.test(text));

export const awsProbes = {
  'aws-missing-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const refusal = await readRefusal(client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: missingName })));
      return { holds: isAbsent(refusal), seen: refusal.text };
    }),

  'aws-refused-keys': ({ target }) =>
    withSageMaker({ ...target.aws, accessKeyId: 'AKIANOBODY0000000000' }, async (client) => {
      const { name, text } = await readRefusal(
        client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: missingName })),
      );
      const known = ['UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId'];
      return { holds: known.includes(name), seen: text };
    }),

  'aws-validation-text': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const { name, text } = await readRefusal(
        client.send(new CreateAutoMLJobV2Command(makeJob(target, 'not legal: !'))),
      );
      return { holds: name === 'ValidationException' && text.includes('validation error detected'), seen: text };
    }),

  'aws-name-taken': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const taken = await findJob(client, target);
      if (taken === undefined) return undefined;
      const { name, text } = await readRefusal(client.send(new CreateAutoMLJobV2Command(makeJob(target, taken))));
      // its prefix is empty, so it could not become anything
      if (name === 'none') await target.releaseJob(taken);
      return { holds: name === 'ResourceInUse', seen: text };
    }),

  'aws-stop-missing-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const { name, text } = await readRefusal(client.send(new StopAutoMLJobCommand({ AutoMLJobName: missingName })));
      return { holds: /^ResourceNotFound/.test(name), seen: text };
    }),

  'aws-stop-finished-job': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const job = await findJob(client, target);
      if (job === undefined) return undefined;
      const { name, text } = await readRefusal(client.send(new StopAutoMLJobCommand({ AutoMLJobName: job })));
      return { holds: ['none', 'ValidationException'].includes(name), seen: text };
    }),

  'aws-missing-endpoint': ({ target }) =>
    withSageMaker(target.aws, async (client) => {
      const refusals = await Promise.all([
        readRefusal(client.send(new DescribeModelCommand({ ModelName: missingName }))),
        readRefusal(client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: missingName }))),
        readRefusal(client.send(new DescribeEndpointCommand({ EndpointName: missingName }))),
      ]);
      return { holds: refusals.every(isAbsent), seen: refusals.map(({ text }) => text).join('; ') };
    }),
} satisfies Record<string, Probe>;
