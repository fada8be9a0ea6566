/** Batch transform through the real clients, on models that were trained in the sandbox. */
import { gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  type ContainerDefinition,
  CreateAutoMLJobV2Command,
  CreateTransformJobCommand,
  type CreateTransformJobRequest,
  DeleteModelCommand,
  DescribeTransformJobCommand,
  ListTagsCommand,
  ListTransformJobsCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { beforeEach, describe, expect, test } from 'vitest';
import { chooseKeys, createModel, old, train, young } from '../support/aws-endpoint.js';
import { awsAccount } from '../support/aws-sandbox.js';
import { type AwsSide, followJob, makeV2Job, putObjects, startAwsSide } from '../support/aws-side.js';
import { runBoto3 } from '../support/boto3.js';
import { makeChurnCsv } from '../support/churn-csv.js';

const { bucket } = awsAccount;
let side: AwsSide;
let containers: ContainerDefinition[];

beforeEach(async () => {
  side = await startAwsSide();
  containers = await train(side);
  await createModel(side, chooseKeys(containers, ['predicted_label', 'probability']));
  return () => side.aws.stop();
});

const makeJob = (changes: Partial<CreateTransformJobRequest> = {}): CreateTransformJobRequest => ({
  TransformJobName: 't',
  ModelName: 'm',
  TransformInput: {
    DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/in/` } },
    ContentType: 'text/csv',
    SplitType: 'Line',
  },
  TransformOutput: { S3OutputPath: `s3://${bucket}/out`, Accept: 'text/csv', AssembleWith: 'Line' },
  TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
  ...changes,
});

const joined = { InputFilter: '$[1:]', JoinSource: 'Input', OutputFilter: '$[0,-2,-1]' } as const;

const create = (changes: Partial<CreateTransformJobRequest> = {}) =>
  side.sagemaker.send(new CreateTransformJobCommand(makeJob(changes)));

const describeJob = (TransformJobName = 't') =>
  side.sagemaker.send(new DescribeTransformJobCommand({ TransformJobName }));

/** Advances the clock until the job has ended. */
async function follow(name = 't') {
  for (;;) {
    const job = await describeJob(name);
    if (job.TransformJobStatus !== 'InProgress' && job.TransformJobStatus !== 'Stopping') return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
    side.clock.advance(250);
  }
}

async function readOutput(): Promise<Record<string, string>> {
  const { Contents = [] } = await side.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'out/' }));
  const files: Record<string, string> = {};
  for (const { Key = '' } of Contents) {
    const { Body } = await side.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    files[Key] = (await Body?.transformToString()) ?? '';
  }
  return files;
}

describe('a transform job', () => {
  test('predicts each file below the prefix into a file with the same name and .out', async () => {
    await putObjects(side.s3, { 'in/a.csv': `${young}\n${old}\n`, 'in/deep/b.csv': old });
    const { TransformJobArn } = await create();
    expect(TransformJobArn).toMatch(/:transform-job\/t$/);
    expect(await describeJob()).toMatchObject({ TransformJobStatus: 'InProgress', ModelName: 'm' });
    expect(await follow()).toMatchObject({ TransformJobStatus: 'Completed', TransformEndTime: expect.any(Date) });
    const files = await readOutput();
    expect(Object.keys(files)).toEqual(['out/a.csv.out', 'out/deep/b.csv.out']);
    expect(files['out/a.csv.out']).toMatch(/^yes,[\d.e-]+\nno,[\d.e-]+\n$/);
  });

  test('filters and joins input and output by columns', async () => {
    await putObjects(side.s3, { 'in/a.csv': `1,${young}\n2,${old}\n` });
    await create({ DataProcessing: joined });
    await follow();
    expect((await readOutput())['out/a.csv.out']).toMatch(/^1,yes,[\d.e-]+\n2,no,[\d.e-]+\n$/);
  });

  test('writes a line per row for a tuned regression, which an endpoint answers on one line', async () => {
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600), 'in/a.csv': '20,basic,yes\n20,basic,no\n' });
    const regression = { TargetAttributeName: 'CALLS', ProblemType: 'Regression', Mode: 'HYPERPARAMETER_TUNING' };
    const changes = { AutoMLJobName: 'calls-1', AutoMLJobObjective: { MetricName: 'RMSE' } } as const;
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job(changes, regression)));
    const { job } = await followJob(side, 'calls-1');
    await createModel(side, job.BestCandidate?.InferenceContainers ?? [], 'calls');
    await create({ ModelName: 'calls' });
    await follow();
    expect((await readOutput())['out/a.csv.out']).toMatch(/^[\d.e+-]+\n[\d.e+-]+\n$/);
  });

  test('reads compressed files, and sends small payloads', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `${index},${index % 2 === 0 ? young : old}`);
    await putObjects(side.s3, { 'in/a.csv.gz': gzipSync(rows.join('\n')) });
    const { TransformInput } = makeJob();
    await create({
      TransformInput: {
        DataSource: TransformInput?.DataSource,
        ContentType: 'text/csv',
        SplitType: 'Line',
        CompressionType: 'Gzip',
      },
      MaxPayloadInMB: 1,
      MaxConcurrentTransforms: 4,
      DataProcessing: joined,
    });
    await follow();
    const lines = (await readOutput())['out/a.csv.gz.out']?.trimEnd().split('\n') ?? [];
    expect(lines).toHaveLength(50_000);
    expect(lines.every((line, index) => line.startsWith(`${index},${index % 2 === 0 ? 'yes' : 'no'},`))).toBe(true);
  });

  test('keeps the good files of a job that fails', async () => {
    await putObjects(side.s3, { 'in/a.csv': young, 'in/b.csv': `${young}\n1,2,3,4,5,6\n`, 'in/c.csv': old });
    await create();
    expect(await follow()).toMatchObject({
      TransformJobStatus: 'Failed',
      FailureReason: 'ClientError: See job logs for more information',
    });
    expect(Object.keys(await readOutput())).toEqual(['out/a.csv.out', 'out/c.csv.out']);
  });

  test('fails for a line above MaxPayloadInMB, and for a prefix without files', async () => {
    await putObjects(side.s3, { 'in/a.csv': `19,${'x'.repeat(1024 * 1024)},19` });
    await create({ MaxPayloadInMB: 1 });
    expect((await follow()).TransformJobStatus).toBe('Failed');
    const { TransformInput } = makeJob();
    await create({
      TransformJobName: 'empty',
      TransformInput: {
        ...TransformInput,
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/none/` } },
      },
    });
    expect((await follow('empty')).FailureReason).toContain('No S3 objects found under S3 URL');
    expect(await readOutput()).toEqual({});
  });

  test('ends as Stopped, and goes on after its model was deleted', async () => {
    await putObjects(side.s3, { 'in/a.csv': young });
    await create();
    await side.sagemaker.send(new StopTransformJobCommand({ TransformJobName: 't' }));
    expect((await describeJob()).TransformJobStatus).toBe('Stopping');
    expect((await follow()).TransformJobStatus).toBe('Stopped');
    await create({ TransformJobName: 'u' });
    await side.sagemaker.send(new DeleteModelCommand({ ModelName: 'm' }));
    expect((await follow('u')).TransformJobStatus).toBe('Completed');
    await expect(side.sagemaker.send(new StopTransformJobCommand({ TransformJobName: 'u' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('has tags and a unique name, and is listed', async () => {
    await putObjects(side.s3, { 'in/a.csv': young });
    const { TransformJobArn } = await create({ Tags: [{ Key: 'a', Value: 'b' }] });
    const { Tags } = await side.sagemaker.send(new ListTagsCommand({ ResourceArn: TransformJobArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: 'b' }]);
    await expect(create({ TransformJobName: 'T' })).rejects.toMatchObject({ name: 'ResourceInUse' });
    await follow();
    side.clock.advance(1000);
    await create({ TransformJobName: 'second' });
    const { TransformJobSummaries } = await side.sagemaker.send(new ListTransformJobsCommand({}));
    expect(TransformJobSummaries?.map((job) => [job.TransformJobName, job.TransformJobStatus])).toEqual([
      ['second', 'InProgress'],
      ['t', 'Completed'],
    ]);
    await expect(describeJob('none')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  test('can be created and awaited with boto3', async () => {
    await putObjects(side.s3, { 'in/a.csv': young });
    const script = `
client = session.client('sagemaker', endpoint_url=url)
client.create_transform_job(TransformJobName='b', ModelName='m',
    TransformInput={'DataSource': {'S3DataSource': {'S3DataType': 'S3Prefix', 'S3Uri': 's3://%s/in/' % bucket}}, 'ContentType': 'text/csv', 'SplitType': 'Line'},
    TransformOutput={'S3OutputPath': 's3://%s/out' % bucket, 'Accept': 'text/csv', 'AssembleWith': 'Line'},
    TransformResources={'InstanceType': 'ml.m5.large', 'InstanceCount': 1})
out(client.describe_transform_job(TransformJobName='b')['TransformJobStatus'])`;
    expect(await runBoto3(side.aws.url, script)).toBe('InProgress');
  });
});

describe('a request is refused', () => {
  const refused: [string, Partial<CreateTransformJobRequest>, string, RegExp][] = [
    ['for an unknown model', { ModelName: 'none' }, 'ValidationException', /Could not find model ".*:model\/none"/],
    [
      'for payloads above 100 MB at once',
      { MaxConcurrentTransforms: 17, MaxPayloadInMB: 6 },
      'ValidationException',
      /must not exceed 100 MB/,
    ],
    [
      'for a filter with more than 63 characters',
      { DataProcessing: { OutputFilter: `$[${'1,'.repeat(40)}1]` } },
      'ValidationException',
      /outputFilter.*less than or equal to 63/,
    ],
    [
      'for a filter that is not for CSV',
      { DataProcessing: { InputFilter: '$.a' } },
      'ValidationException',
      /InputFilter '\$\.a' is not/,
    ],
    [
      'for an instance type without transform jobs',
      { TransformResources: { InstanceType: 'ml.t2.medium' as never, InstanceCount: 1 } },
      'ValidationException',
      /enum value set/,
    ],
    [
      'above the quota',
      { TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 21 } },
      'ResourceLimitExceeded',
      /ml\.m5\.large for transform job usage' is 20 Instances/,
    ],
    [
      'for a feature that the sandbox does not have',
      { DataCaptureConfig: { DestinationS3Uri: `s3://${bucket}/x` } },
      'ValidationException',
      /does not have the parameter 'dataCaptureConfig'/,
    ],
  ];
  test.each(refused)('%s', async (_, changes, name, message) => {
    await expect(create(changes)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });
});
