/** Autopilot jobs through the AWS SDK and boto3, trained on the files in S3. */
import { gzipSync } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateAutoMLJobCommand,
  type CreateAutoMLJobRequest,
  CreateAutoMLJobV2Command,
  DescribeAutoMLJobCommand,
  DescribeAutoMLJobV2Command,
  type DescribeAutoMLJobV2Response,
  ListCandidatesForAutoMLJobCommand,
  ListTagsCommand,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { awsAccount } from '../support/aws-sandbox.js';
import { followJob, makeV2Job, putObjects, startAwsSide } from '../support/aws-side.js';
import { makeChurnCsv } from '../support/churn-csv.js';

const { bucket, region, roleArn } = awsAccount;

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

const containersOf = (job: DescribeAutoMLJobV2Response) =>
  job.BestCandidate?.InferenceContainers?.map(({ Environment }) => Environment);

describe('a job', () => {
  test('goes through the phases of ENSEMBLING and ends with a trained candidate', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, {
      'train/1.csv.gz': gzipSync(makeChurnCsv(400, 1)),
      'train/2.csv.gz': gzipSync(makeChurnCsv(400, 2)),
    });
    const created = await side.sagemaker.send(
      new CreateAutoMLJobV2Command(
        makeV2Job({
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
    const { job, phases } = await followJob(side);
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

  test('writes its model and the reports of the best candidate to S3', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
    const { job } = await followJob(side);
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

  test('of V1 tunes models of three containers, stops at MaxCandidates, and can be described by both versions', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(
      new CreateAutoMLJobCommand(
        makeV1({ AutoMLJobConfig: { Mode: 'HYPERPARAMETER_TUNING', CompletionCriteria: { MaxCandidates: 2 } } }),
      ),
    );
    const { job, phases } = await followJob(side);
    expect(phases).toEqual([
      'Starting',
      'AnalyzingData',
      'FeatureEngineering',
      'ModelTuning',
      'GeneratingExplainabilityReport',
      'GeneratingModelInsightsReport',
      'MaxCandidatesReached',
    ]);
    expect(job.BestCandidate?.CandidateName).toMatch(/^[\w-]+-00[12]-[\da-f]{8}$/);
    expect(job.BestCandidate?.InferenceContainers?.map(({ ModelDataUrl }) => ModelDataUrl)).toEqual([
      expect.stringMatching(/\/data-processor-models\/[\w-]+\/output\/model\.tar\.gz$/),
      expect.stringMatching(`/tuning/[\\w-]+/${job.BestCandidate?.CandidateName}/output/model\\.tar\\.gz$`),
      expect.stringMatching(/\/data-processor-models\//),
    ]);
    expect(job.AutoMLJobArtifacts).toEqual({
      DataExplorationNotebookLocation: expect.stringMatching(
        /\/pr-1-[\da-f]{32}\/notebooks\/SageMakerAutopilotDataExplorationNotebook\.ipynb$/,
      ),
      CandidateDefinitionNotebookLocation: expect.stringContaining('CandidateDefinitionNotebook.ipynb'),
    });
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

  test('of V2 cannot be described by V1, or created again with a name that differs only in case', async () => {
    const { sagemaker } = await startAwsSide();
    await sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
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

  test('shows the best candidate so far during training', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
    const name = { AutoMLJobName: 'churn-1' };
    const counts = new Set<number>();
    for (let phase: string | undefined = ''; phase !== 'GeneratingExplainabilityReport'; side.clock.advance(40)) {
      const job = await side.sagemaker.send(new DescribeAutoMLJobV2Command(name));
      const list = await side.sagemaker.send(
        new ListCandidatesForAutoMLJobCommand({
          ...name,
          SortBy: 'FinalObjectiveMetricValue',
          SortOrder: 'Descending',
        }),
      );
      phase = job.AutoMLJobSecondaryStatus;
      const best = list.Candidates?.[0]?.FinalAutoMLJobObjectiveMetric?.Value;
      expect(job.BestCandidate?.FinalAutoMLJobObjectiveMetric?.Value).toBe(best);
      counts.add(list.Candidates?.length ?? 0);
    }
    expect([...counts].slice(0, 3)).toEqual([0, 1, 2]);
  });

  test('can be stopped while it is running, but not after it has ended', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
    side.clock.advance(1500);
    const stop = new StopAutoMLJobCommand({ AutoMLJobName: 'churn-1' });
    await side.sagemaker.send(stop);
    await side.sagemaker.send(stop);
    const { job, phases } = await followJob(side);
    expect(phases).toEqual(['Stopping', 'Stopped']);
    expect(job.BestCandidate).toBeUndefined();
    await expect(side.sagemaker.send(stop)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('ends at its time limit, without a candidate if none is ready', async () => {
    const side = await startAwsSide();
    await putObjects(side.s3, { 'train/1.csv': makeChurnCsv(600) });
    const limits = { CompletionCriteria: { MaxAutoMLJobRuntimeInSeconds: 2 } };
    await side.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job({}, limits)));
    const { job } = await followJob(side);
    expect([job.AutoMLJobStatus, job.AutoMLJobSecondaryStatus]).toEqual(['Completed', 'MaxAutoMLJobRuntimeReached']);
    expect(job.BestCandidate).toBeUndefined();
  });

  test('continues after a restart of the server', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const dataDir = await mkdtemp(`${tmpdir()}/aws-restart-`);
    try {
      const first = await startAwsSide({ dataDir });
      await putObjects(first.s3, { 'train/1.csv': makeChurnCsv(600) });
      await first.sagemaker.send(new CreateAutoMLJobV2Command(makeV2Job()));
      await first.aws.stop();
      const second = await startAwsSide({ dataDir, clock: first.clock });
      const { job } = await followJob({ ...second, clock: first.clock });
      expect(job.AutoMLJobStatus).toBe('Completed');
      await second.aws.stop();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});
