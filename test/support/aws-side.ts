import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  type AutoMLJobSecondaryStatus,
  type CreateAutoMLJobV2Request,
  DescribeAutoMLJobV2Command,
  SageMakerClient,
  type SageMakerClientConfig,
} from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { AwsServer, AwsServerOptions } from '../../src/sandbox/aws/types.js';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { awsAccount, startTestAws } from './aws-sandbox.js';

const { bucket, region, roleArn } = awsAccount;

/** An AWS sandbox with a clock that the test controls, and clients that do not retry. */
export interface AwsSide {
  readonly aws: AwsServer;
  readonly clock: SteppedClock;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly s3: S3Client;
}

export async function startAwsSide(
  options: Partial<AwsServerOptions> = {},
  config: Partial<SageMakerClientConfig> = {},
): Promise<AwsSide> {
  const clock = new SteppedClock();
  const aws = await startTestAws({ clock, ...options });
  const common = { endpoint: aws.url, region, credentials: awsAccount, maxAttempts: 1 };
  return {
    aws,
    clock,
    s3: new S3Client({ ...common, forcePathStyle: true }),
    sagemaker: new SageMakerClient({ ...common, ...config }),
    runtime: new SageMakerRuntimeClient(common),
  };
}

export async function putObjects(s3: S3Client, objects: Record<string, string | Buffer>): Promise<void> {
  for (const [Key, Body] of Object.entries(objects)) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
}

/** The request of CreateAutoMLJobV2 for a job on `train/`. */
export const makeV2Job = (
  changes: Partial<CreateAutoMLJobV2Request> = {},
  tabular: object = {},
): CreateAutoMLJobV2Request => ({
  AutoMLJobName: 'churn-1',
  AutoMLJobInputDataConfig: [
    {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/train/` } },
      ChannelType: 'training',
    },
  ],
  OutputDataConfig: { S3OutputPath: `s3://${bucket}/output/` },
  AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'CHURN', Mode: 'ENSEMBLING', ...tabular } },
  RoleArn: roleArn,
  ...changes,
});

/** Advances the clock until the job has ended. @returns the job and every secondary status on the way */
export async function followJob({ sagemaker, clock }: AwsSide, AutoMLJobName = 'churn-1') {
  const phases: (AutoMLJobSecondaryStatus | undefined)[] = [];
  for (;;) {
    const job = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName }));
    if (phases.at(-1) !== job.AutoMLJobSecondaryStatus) phases.push(job.AutoMLJobSecondaryStatus);
    if (job.AutoMLJobStatus !== 'InProgress' && job.AutoMLJobStatus !== 'Stopping') return { job, phases };
    await new Promise((resolve) => setTimeout(resolve, 10));
    clock.advance(250);
  }
}
