import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobRecord } from '../../src/sandbox/aws/sagemaker/automl-job/record.js';
import { awsAccount } from '../../src/sandbox/options.js';

/** A job to create. `score` is the F1 of its only candidate. */
export interface SeededJob {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly score: number;
  readonly failure?: string;
}

/**
 * Writes jobs into the data folder of an AWS server that is not started yet, as if they had been created and trained there: thousands
 * in a moment, and without training.
 */
export async function seedJobs(dataDir: string, jobs: readonly SeededJob[]): Promise<void> {
  const folder = join(dataDir, 'sagemaker');
  await mkdir(folder, { recursive: true });
  const region = {
    region: awsAccount.region,
    jobs: jobs.map((job) => [job.name.toLowerCase(), makeRecord(job)]),
    models: [],
    endpointConfigs: [],
    endpoints: [],
    tags: [],
  };
  await writeFile(join(folder, 'state.json'), JSON.stringify({ version: 1, regions: [region] }));
}

function makeRecord({ name, createdAt, score, failure }: SeededJob): JobRecord {
  const { region, accountId, bucket, roleArn } = awsAccount;
  const uri = `s3://${bucket}/${name}/train/`;
  const outputPath = `s3://${bucket}/${name}/output/`;
  return {
    name,
    arn: `arn:aws:sagemaker:${region}:${accountId}:automl-job/${name}`,
    region,
    createdAt,
    request: {
      version: 2,
      input: {
        AutoMLJobName: name,
        AutoMLJobInputDataConfig: [{ DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri } } }],
        OutputDataConfig: { S3OutputPath: outputPath },
        AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'T' } },
        RoleArn: roleArn,
      },
    },
    settings: {
      trainingUri: uri,
      dataType: 'S3Prefix',
      compression: 'Gzip',
      outputPath,
      target: 'T',
      sampleWeightColumn: undefined,
      problemType: undefined,
      objective: undefined,
      mode: 'ENSEMBLING',
      maxCandidates: undefined,
      maxJobRuntime: undefined,
      validationFraction: 0.2,
      definitionsOnly: false,
      roleArn,
    },
    training: {
      mode: 'ENSEMBLING',
      analyzed: {
        at: createdAt,
        problemType: 'BinaryClassification',
        objective: { name: 'F1', type: 'Maximize' },
        plannedCandidates: 1,
      },
      candidates: [
        {
          name: `${name}-best`,
          algorithm: 'xgboost',
          objectiveValue: score,
          metrics: [{ name: 'F1', standardName: 'F1', value: score, set: 'Validation' }],
          finishedAt: createdAt,
          modelUris: [`${outputPath}model.tar.gz`],
        },
      ],
      best: 0,
      ...(failure === undefined ? { finishedAt: createdAt } : { failure: { at: createdAt, reason: failure } }),
    },
  };
}
