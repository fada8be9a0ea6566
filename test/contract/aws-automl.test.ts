/** Autopilot jobs through their real clients, trained for real on what lies in S3. */
import { gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  type AutoMLJobSecondaryStatus,
  CreateAutoMLJobCommand,
  type CreateAutoMLJobRequest,
  CreateAutoMLJobV2Command,
  type CreateAutoMLJobV2Request,
  DescribeAutoMLJobCommand,
  DescribeAutoMLJobV2Command,
  type DescribeAutoMLJobV2Response,
  ListAutoMLJobsCommand,
  ListCandidatesForAutoMLJobCommand,
  ListTagsCommand,
  ListTrialsCommand,
  SageMakerClient,
  type SageMakerClientConfig,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import type { AwsServer, AwsServerOptions } from '../../src/sandbox/aws/types.js';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { awsAccount, startTestAws } from '../support/aws-sandbox.js';
import { runBoto3 } from '../support/boto3.js';
import { makeChurnCsv } from '../support/churn-csv.js';

const { bucket, region, roleArn } = awsAccount;

interface Side {
  readonly aws: AwsServer;
  readonly clock: SteppedClock;
  readonly sagemaker: SageMakerClient;
  readonly s3: S3Client;
}

async function start(
  options: Partial<AwsServerOptions> = {},
  config: Partial<SageMakerClientConfig> = {},
): Promise<Side> {
  const clock = new SteppedClock();
  const aws = await startTestAws({ clock, ...options });
  const common = { endpoint: aws.url, region, credentials: awsAccount, maxAttempts: 1 };
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  return { aws, clock, sagemaker: new SageMakerClient({ ...common, ...config }), s3 };
}

async function putCsv(s3: S3Client, keys: Record<string, string | Buffer>): Promise<void> {
  for (const [Key, Body] of Object.entries(keys)) await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
}

const makeV2 = (changes: Partial<CreateAutoMLJobV2Request> = {}, tabular: object = {}): CreateAutoMLJobV2Request => ({
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

const makeV1 = (changes: Partial<CreateAutoMLJobRequest> = {}): CreateAutoMLJobRequest => ({
  AutoMLJobName: 'churn-1',
  InputDataConfig: [
    {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/train/` } },
      TargetAttributeName: 'CHURN',
    },
  ],
  OutputDataConfig: { S3OutputPath: `s3://${bucket}/output` },
  RoleArn: roleArn,
  ...changes,
});

/** Steps the clock and describes until the job has ended; gives back every secondary status on the way. */
async function follow({ sagemaker, clock }: Side, AutoMLJobName = 'churn-1') {
  const phases: (AutoMLJobSecondaryStatus | undefined)[] = [];
  for (;;) {
    const job = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName }));
    if (phases.at(-1) !== job.AutoMLJobSecondaryStatus) phases.push(job.AutoMLJobSecondaryStatus);
    if (job.AutoMLJobStatus !== 'InProgress' && job.AutoMLJobStatus !== 'Stopping') return { job, phases };
    await new Promise((resolve) => setTimeout(resolve, 10));
    clock.advance(250);
  }
}

const containersOf = (job: DescribeAutoMLJobV2Response) =>
  job.BestCandidate?.InferenceContainers?.map(({ Environment }) => Environment);

describe('a job', () => {
  test('goes through the phases of ENSEMBLING and ends with a candidate that was trained', async () => {
    const side = await start();
    await putCsv(side.s3, {
      'train/1.csv.gz': gzipSync(makeChurnCsv(400, 1)),
      'train/2.csv.gz': gzipSync(makeChurnCsv(400, 2)),
    });
    const created = await side.sagemaker.send(
      new CreateAutoMLJobV2Command(
        makeV2({
          AutoMLJobInputDataConfig: [
            {
              DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/train/` } },
              CompressionType: 'Gzip',
            },
          ],
          Tags: [{ Key: 'team', Value: 'data' }],
        }),
      ),
    );
    expect(created.AutoMLJobArn).toBe(`arn:aws:sagemaker:${region}:123456789012:automl-job/churn-1`);
    const { job, phases } = await follow(side);
    expect(phases).toEqual([
      'Starting',
      'AnalyzingData',
      'PreTraining',
      'TrainingModels',
      'GeneratingExplainabilityReport',
      'GeneratingModelInsightsReport',
      'Completed',
    ]);
    expect(job).toMatchObject({
      AutoMLJobStatus: 'Completed',
      AutoMLProblemTypeConfigName: 'Tabular',
      ResolvedAttributes: {
        AutoMLJobObjective: { MetricName: 'F1' },
        AutoMLProblemTypeResolvedAttributes: { TabularResolvedAttributes: { ProblemType: 'BinaryClassification' } },
      },
      BestCandidate: {
        CandidateStatus: 'Completed',
        FinalAutoMLJobObjectiveMetric: { MetricName: 'F1', Type: 'Maximize' },
      },
    });
    expect(job.CreationTime?.getTime()).toBe(Date.UTC(2026, 0, 1));
    expect(job.EndTime && job.EndTime > (job.CreationTime as Date)).toBe(true);
    expect(job.BestCandidate?.FinalAutoMLJobObjectiveMetric?.Value).toBeGreaterThan(0.7);
    expect(containersOf(job)).toEqual([
      expect.objectContaining({ SAGEMAKER_INFERENCE_SUPPORTED: 'predicted_label,probability,probabilities,labels' }),
    ]);
    const tags = await side.sagemaker.send(new ListTagsCommand({ ResourceArn: created.AutoMLJobArn }));
    expect(tags.Tags).toEqual([{ Key: 'team', Value: 'data' }]);
  });

  test('leaves its model and the reports of the best candidate in S3', async () => {
    const side = await start();
    await putCsv(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2()));
    const { job } = await follow(side);
    const read = async (uri: string | undefined) => {
      const Key = uri?.replace(`s3://${bucket}/`, '');
      const object = await side.s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    };
    const model = await read(job.BestCandidate?.InferenceContainers?.[0]?.ModelDataUrl);
    expect(model.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    const prefix = job.BestCandidate?.CandidateProperties?.CandidateArtifactLocations?.Explainability;
    const analysis = JSON.parse((await read(`${prefix}/analysis.json`)).toString());
    const shap = Object.values(analysis.explanations.kernel_shap)[0] as { global_shap_values: Record<string, number> };
    expect(Object.keys(shap.global_shap_values).sort()).toEqual(['AGE', 'CALLS', 'PLAN']);
    const notebook = await read(job.AutoMLJobArtifacts?.DataExplorationNotebookLocation);
    expect(JSON.parse(notebook.toString()).nbformat).toBe(4);
  });

  test('of V1 tunes in three containers, stops at MaxCandidates, and both describe calls read it', async () => {
    const side = await start();
    await putCsv(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(
      new CreateAutoMLJobCommand(
        makeV1({ AutoMLJobConfig: { Mode: 'HYPERPARAMETER_TUNING', CompletionCriteria: { MaxCandidates: 2 } } }),
      ),
    );
    const { job, phases } = await follow(side);
    expect(phases).toEqual([
      'Starting',
      'AnalyzingData',
      'FeatureEngineering',
      'ModelTuning',
      'GeneratingExplainabilityReport',
      'GeneratingModelInsightsReport',
      'MaxCandidatesReached',
    ]);
    expect(containersOf(job)?.map((environment) => environment?.['SAGEMAKER_INFERENCE_SUPPORTED'])).toEqual([
      undefined,
      'predicted_label,probability,probabilities',
      'predicted_label,probability,labels,probabilities',
    ]);
    expect(containersOf(job)?.[2]).toMatchObject({ SAGEMAKER_INFERENCE_INPUT: 'predicted_label' });
    const first = await side.sagemaker.send(new DescribeAutoMLJobCommand({ AutoMLJobName: 'CHURN-1' }));
    expect(first).toMatchObject({
      AutoMLJobStatus: 'Completed',
      InputDataConfig: makeV1().InputDataConfig,
      ResolvedAttributes: { ProblemType: 'BinaryClassification' },
      BestCandidate: { CandidateName: job.BestCandidate?.CandidateName },
    });
    const list = await side.sagemaker.send(
      new ListCandidatesForAutoMLJobCommand({
        AutoMLJobName: 'churn-1',
        SortBy: 'FinalObjectiveMetricValue',
        SortOrder: 'Descending',
        MaxResults: 1,
      }),
    );
    expect(list.Candidates?.map(({ CandidateName }) => CandidateName)).toEqual([job.BestCandidate?.CandidateName]);
    const rest = await side.sagemaker.send(
      new ListCandidatesForAutoMLJobCommand({ AutoMLJobName: 'churn-1', NextToken: list.NextToken }),
    );
    expect(rest.Candidates).toHaveLength(1);
    expect(rest.NextToken).toBeUndefined();
  });

  test('of V2 cannot be described by V1, nor created twice under any case of its name', async () => {
    const { sagemaker } = await start();
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2()));
    await expect(sagemaker.send(new DescribeAutoMLJobCommand({ AutoMLJobName: 'churn-1' }))).rejects.toThrow(
      'created by CreateAutoMLJobV2',
    );
    await expect(
      sagemaker.send(new CreateAutoMLJobCommand(makeV1({ AutoMLJobName: 'Churn-1' }))),
    ).rejects.toMatchObject({
      name: 'ResourceInUse',
      message: expect.stringContaining('already exists (arn:aws:sagemaker:'),
    });
    await expect(sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });

  test('can be stopped, once it runs, and not once it has ended', async () => {
    const side = await start();
    await putCsv(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2()));
    side.clock.advance(1500);
    const stop = new StopAutoMLJobCommand({ AutoMLJobName: 'churn-1' });
    await side.sagemaker.send(stop);
    await side.sagemaker.send(stop);
    const { job, phases } = await follow(side);
    expect(phases).toEqual(['Stopping', 'Stopped']);
    expect(job.BestCandidate).toBeUndefined();
    await expect(side.sagemaker.send(stop)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('ends when its time is up, without a candidate where none was ready', async () => {
    const side = await start();
    await putCsv(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    const limits = { CompletionCriteria: { MaxAutoMLJobRuntimeInSeconds: 2 } };
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2({}, limits)));
    const { job } = await follow(side);
    expect([job.AutoMLJobStatus, job.AutoMLJobSecondaryStatus]).toEqual(['Completed', 'MaxAutoMLJobRuntimeReached']);
    expect(job.BestCandidate).toBeUndefined();
  });

  test('outlives a restart of the server', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const dataDir = await mkdtemp(`${tmpdir()}/aws-restart-`);
    try {
      const first = await start({ dataDir });
      await putCsv(first.s3, { 'train/1.csv': makeChurnCsv(600) });
      await first.sagemaker.send(new CreateAutoMLJobV2Command(makeV2()));
      await first.aws.stop();
      const second = await start({ dataDir, clock: first.clock });
      const { job } = await follow({ ...second, clock: first.clock });
      expect(job.AutoMLJobStatus).toBe('Completed');
      await second.aws.stop();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('a job fails', () => {
  const cases: [string, Record<string, string>, Partial<CreateAutoMLJobV2Request>, RegExp][] = [
    ['with fewer than 500 rows', { 'train/1.csv': makeChurnCsv(499) }, {}, /500 rows/],
    ['without its target', { 'train/1.csv': makeChurnCsv(600).replace('CHURN', 'LEFT') }, {}, /'CHURN'/],
    [
      'with unequal headers',
      { 'train/1.csv': makeChurnCsv(600), 'train/2.csv': makeChurnCsv(600).replace('AGE', 'YEARS') },
      {},
      /header/i,
    ],
    [
      'with nothing under the prefix',
      { 'other/1.csv': 'A' },
      {},
      /No S3 objects found under S3 URL "s3:\/\/training-data\/train\/"/,
    ],
    [
      'with an output bucket that is missing',
      { 'train/1.csv': makeChurnCsv(600) },
      { OutputDataConfig: { S3OutputPath: 's3://nowhere/out' } },
      /"nowhere" exists in the selected region/,
    ],
  ];
  test.for(cases)('%s', async ([, objects, changes, reason]) => {
    const side = await start();
    await putCsv(side.s3, objects);
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2(changes)));
    const { job, phases } = await follow(side);
    expect(phases).toEqual(['Starting', 'AnalyzingData', 'Failed']);
    expect(job).toMatchObject({ AutoMLJobStatus: 'Failed', FailureReason: expect.stringMatching(reason) });
  });

  test('with its data in another Region', async () => {
    const side = await start({}, { region: 'us-east-1' });
    await putCsv(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(
      new CreateAutoMLJobV2Command(makeV2({ OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` } })),
    );
    const { job } = await follow(side);
    expect(job.FailureReason).toContain('selected region (us-east-1)');
  });
});

describe('a request is refused', () => {
  const refusals: [string, CreateAutoMLJobV2Request, string][] = [
    [
      'for its name',
      makeV2({ AutoMLJobName: 'my_job' }),
      "1 validation error detected: Value 'my_job' at 'autoMLJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}",
    ],
    [
      'for all it breaks',
      makeV2({ AutoMLJobName: 'x'.repeat(33), AutoMLJobObjective: { MetricName: 'Best' as 'F1' } }),
      "Value 'Best' at 'autoMLJobObjective.metricName' failed to satisfy constraint: Member must satisfy enum value set: [Accuracy,",
    ],
    [
      'for an objective without a problem type',
      makeV2({ AutoMLJobObjective: { MetricName: 'F1' } }),
      'both provided or none',
    ],
    [
      'for an objective of another problem type',
      makeV2({ AutoMLJobObjective: { MetricName: 'MSE' } }, { ProblemType: 'BinaryClassification' }),
      'MSE is not supported for problem type BinaryClassification',
    ],
    ['for sample weights while tuning', makeV2({}, { Mode: 'AUTO', SampleWeightAttributeName: 'W' }), 'ENSEMBLING'],
    [
      'for a role of another account',
      makeV2({ RoleArn: 'arn:aws:iam::999999999999:role/Other' }),
      'Could not assume role arn:aws:iam::999999999999:role/Other.',
    ],
    [
      'for MaxCandidates',
      makeV2({}, { CompletionCriteria: { MaxCandidates: 751 } }),
      'Member must have value less than or equal to 750',
    ],
    [
      'for what the sandbox lacks',
      makeV2({
        AutoMLProblemTypeConfig: { TextClassificationJobConfig: { ContentColumn: 'a', TargetLabelColumn: 'b' } },
      }),
      "The sandbox's SageMaker does not have the parameter 'autoMLProblemTypeConfig.textClassificationJobConfig'",
    ],
  ];
  test.for(refusals)('%s', async ([, request, message]) => {
    const { sagemaker } = await start();
    await expect(sagemaker.send(new CreateAutoMLJobV2Command(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test('for its key or its secret, in AWS words', async () => {
    const { aws } = await start();
    const list = (accessKeyId: string, secretAccessKey: string) =>
      new SageMakerClient({
        endpoint: aws.url,
        region,
        credentials: { accessKeyId, secretAccessKey },
        maxAttempts: 1,
      }).send(new ListAutoMLJobsCommand({}));
    await expect(list('AKIAOTHER', 'x')).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(list(awsAccount.accessKeyId, 'x')).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  test('for an operation that the sandbox lacks, by name', async () => {
    const { sagemaker } = await start();
    await expect(sagemaker.send(new ListTrialsCommand({}))).rejects.toThrow("operation 'ListTrials'");
  });

  test('while throttled, or above the quota', async () => {
    const { aws, sagemaker } = await start();
    aws.control.throttleNext('ListAutoMLJobs', 1);
    const list = new ListAutoMLJobsCommand({});
    await expect(sagemaker.send(list)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    expect((await sagemaker.send(list)).AutoMLJobSummaries).toEqual([]);
    aws.control.quotas.automlJobs = 1;
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2()));
    await expect(sagemaker.send(new CreateAutoMLJobV2Command(makeV2({ AutoMLJobName: 'two' })))).rejects.toMatchObject({
      name: 'ResourceLimitExceeded',
    });
  });
});

test('jobs are listed by page, name, status and time', async () => {
  const { sagemaker, clock } = await start();
  for (const AutoMLJobName of ['b-job', 'a-job', 'c-other']) {
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2({ AutoMLJobName })));
    clock.advance(1000);
  }
  const names = async (input: object) =>
    (await sagemaker.send(new ListAutoMLJobsCommand(input))).AutoMLJobSummaries?.map((job) => job.AutoMLJobName);
  expect(await names({})).toEqual(['c-other', 'b-job', 'a-job']);
  expect(await names({ SortBy: 'CreationTime', SortOrder: 'Ascending' })).toEqual(['b-job', 'a-job', 'c-other']);
  expect(await names({ NameContains: 'JOB' })).toEqual(['b-job', 'a-job']);
  expect(await names({ StatusEquals: 'Completed' })).toEqual([]);
  expect(await names({ CreationTimeAfter: new Date(Date.UTC(2026, 0, 1) + 500) })).toEqual(['c-other', 'a-job']);
  const page = await sagemaker.send(new ListAutoMLJobsCommand({ MaxResults: 2 }));
  expect(page.AutoMLJobSummaries).toHaveLength(2);
  expect(await names({ NextToken: page.NextToken })).toEqual(['a-job']);
  await expect(names({ NextToken: 'made up' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('boto3 creates, describes, lists and stops', async () => {
  const { aws } = await start();
  const printed = await runBoto3(
    aws.url,
    `
sm = session.client('sagemaker', endpoint_url=url)
arn = sm.create_auto_ml_job_v2(
    AutoMLJobName='py-1',
    AutoMLJobInputDataConfig=[{'DataSource': {'S3DataSource': {'S3DataType': 'S3Prefix', 'S3Uri': f's3://{bucket}/t/'}}, 'CompressionType': 'Gzip', 'ContentType': 'text/csv;header=present'}],
    OutputDataConfig={'S3OutputPath': f's3://{bucket}/out'},
    AutoMLProblemTypeConfig={'TabularJobConfig': {'TargetAttributeName': 'Y'}},
    RoleArn=role, Tags=[{'Key': 'a', 'Value': 'b'}])['AutoMLJobArn']
job = sm.describe_auto_ml_job_v2(AutoMLJobName='py-1')
names = [j['AutoMLJobName'] for p in sm.get_paginator('list_auto_ml_jobs').paginate() for j in p['AutoMLJobSummaries']]
sm.stop_auto_ml_job(AutoMLJobName='py-1')
try:
    sm.create_auto_ml_job(AutoMLJobName='py_1', InputDataConfig=[{'TargetAttributeName': 'Y'}], OutputDataConfig={'S3OutputPath': 's3://b/o'}, RoleArn=role)
except sm.exceptions.ClientError as e:
    error = str(e)
out({'arn': arn, 'status': job['AutoMLJobStatus'], 'year': job['CreationTime'].astimezone().year, 'names': names, 'error': error})
`,
  );
  expect(printed).toMatchObject({
    arn: `arn:aws:sagemaker:${region}:123456789012:automl-job/py-1`,
    status: 'InProgress',
    names: ['py-1'],
    error: expect.stringContaining(
      "An error occurred (ValidationException) when calling the CreateAutoMLJob operation: 1 validation error detected: Value 'py_1'",
    ),
  });
});
