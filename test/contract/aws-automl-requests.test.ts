/** Requests for Autopilot jobs that AWS refuses, jobs that fail, and lists of jobs, through the real clients. */
import { type BucketLocationConstraint, CreateBucketCommand } from '@aws-sdk/client-s3';
import {
  CreateAutoMLJobV2Command,
  type CreateAutoMLJobV2Request,
  ListAutoMLJobsCommand,
  ListTrialsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { awsAccount } from '../support/aws-sandbox.js';
import { followJob, makeV2Job, putObjects, startAwsSide } from '../support/aws-side.js';
import { runBoto3 } from '../support/boto3.js';
import { makeChurnCsv } from '../support/churn-csv.js';

const { region } = awsAccount;

describe('a job fails', () => {
  const cases: [string, Record<string, string>, Partial<CreateAutoMLJobV2Request>, RegExp][] = [
    ['with fewer than 500 rows', { 'train/1.csv': makeChurnCsv(499) }, {}, /500 rows/],
    ['without its target', { 'train/1.csv': makeChurnCsv(600).replace('CHURN', 'LEFT') }, {}, /'CHURN'/],
    [
      'with different headers',
      { 'train/1.csv': makeChurnCsv(600), 'train/2.csv': makeChurnCsv(600).replace('AGE', 'YEARS') },
      {},
      /header/i,
    ],
    [
      'without objects under the prefix',
      { 'other/1.csv': 'A' },
      {},
      /No S3 objects found under S3 URL "s3:\/\/training-data\/train\/"/,
    ],
    [
      'without its output bucket',
      { 'train/1.csv': makeChurnCsv(600) },
      { OutputDataConfig: { S3OutputPath: 's3://nowhere/out' } },
      /"nowhere" exists in the selected region/,
    ],
  ];
  test.for(cases)('%s', async ([, objects, changes, reason]) => {
    const side = await startAwsSide();
    await putObjects(side.s3, objects);
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job(changes)));
    const { job, phases } = await followJob(side);
    expect(phases).toEqual(['Starting', 'AnalyzingData', 'Failed']);
    expect(job).toMatchObject({ AutoMLJobStatus: 'Failed', FailureReason: expect.stringMatching(reason) });
  });

  test('and AWS names the processing job that found the problem', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(10) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
    expect((await followJob(side)).job.FailureReason).toMatch(
      /^Could not complete the data builder processing job\. .* Failed Job Arn: arn:aws:sagemaker:[\w:-]+:processing-job\/[\w-]+, Error message: ClientError: The input data has 10 rows/,
    );
  });

  test('with its data in another Region', async () => {
    const side = await startAwsSide({}, { region: 'us-east-1' });
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.s3.send(
      new CreateBucketCommand({
        Bucket: 'output-here',
        CreateBucketConfiguration: { LocationConstraint: 'us-east-1' as BucketLocationConstraint },
      }),
    );
    await side.sagemaker.send(
      new CreateAutoMLJobV2Command(makeV2Job({ OutputDataConfig: { S3OutputPath: 's3://output-here/out' } })),
    );
    const { job } = await followJob(side);
    expect(job.FailureReason).toContain('No S3 objects found');
    expect(job.FailureReason).toContain('selected region (us-east-1)');
  });
});

describe('a request is rejected', () => {
  const refusals: [string, CreateAutoMLJobV2Request, string][] = [
    [
      'for an invalid name',
      makeV2Job({ AutoMLJobName: 'my_job' }),
      "1 validation error detected: Value 'my_job' at 'autoMLJobName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}",
    ],
    [
      'for every violation at once',
      makeV2Job({ AutoMLJobName: 'x'.repeat(33), AutoMLJobObjective: { MetricName: 'Best' as 'F1' } }),
      "Value 'Best' at 'autoMLJobObjective.metricName' failed to satisfy constraint: Member must satisfy enum value set: [Accuracy,",
    ],
    [
      'for an objective without a problem type',
      makeV2Job({ AutoMLJobObjective: { MetricName: 'F1' } }),
      'both provided or none',
    ],
    [
      'for an objective of another problem type',
      makeV2Job({ AutoMLJobObjective: { MetricName: 'MSE' } }, { ProblemType: 'BinaryClassification' }),
      'MSE is not supported for problem type BinaryClassification',
    ],
    ['for sample weights while tuning', makeV2Job({}, { Mode: 'AUTO', SampleWeightAttributeName: 'W' }), 'ENSEMBLING'],
    [
      'for a role of another account',
      makeV2Job({ RoleArn: 'arn:aws:iam::999999999999:role/Other' }),
      'Could not assume role arn:aws:iam::999999999999:role/Other.',
    ],
    [
      'for too many candidates',
      makeV2Job({}, { CompletionCriteria: { MaxCandidates: 751 } }),
      'Member must have value less than or equal to 750',
    ],
    [
      'for a feature that the sandbox lacks',
      makeV2Job({
        AutoMLProblemTypeConfig: { TextClassificationJobConfig: { ContentColumn: 'a', TargetLabelColumn: 'b' } },
      }),
      "The sandbox's SageMaker does not have the parameter 'autoMLProblemTypeConfig.textClassificationJobConfig'",
    ],
  ];
  test.for(refusals)('%s', async ([, request, message]) => {
    const { sagemaker } = await startAwsSide();
    await expect(sagemaker.send(new CreateAutoMLJobV2Command(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test('for its key or secret, with the error of AWS', async () => {
    const { aws } = await startAwsSide();
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

  test('for an operation that the sandbox lacks, which the error names', async () => {
    const { sagemaker } = await startAwsSide();
    await expect(sagemaker.send(new ListTrialsCommand({}))).rejects.toThrow("operation 'ListTrials'");
  });

  test('if it is throttled or exceeds the quota', async () => {
    const { aws, sagemaker } = await startAwsSide();
    aws.control.throttleNext('ListAutoMLJobs', 1);
    const list = new ListAutoMLJobsCommand({});
    await expect(sagemaker.send(list)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
    expect((await sagemaker.send(list)).AutoMLJobSummaries).toEqual([]);
    aws.control.quotas.automlJobs = 1;
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
    await expect(
      sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job({ AutoMLJobName: 'two' }))),
    ).rejects.toMatchObject({
      name: 'ResourceLimitExceeded',
    });
  });
});

test('lists jobs by page, name, status and time', async () => {
  const { sagemaker, clock } = await startAwsSide();
  for (const AutoMLJobName of ['b-job', 'a-job', 'c-other']) {
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job({ AutoMLJobName })));
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
  await expect(names({ NextToken: 'invalid' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('boto3 creates, describes, lists and stops jobs', async () => {
  const { aws } = await startAwsSide();
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
