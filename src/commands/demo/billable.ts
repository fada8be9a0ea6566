import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type AutoMLJobStatus,
  paginateListAutoMLJobs,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModels,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { listObjects } from '../../aws/objects.js';

export interface AwsClients {
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
}

/** What an account has been left with, by kind. Endpoints, running jobs and stored files cost money; models and configurations lead to it. */
export interface Remains {
  readonly kind: string;
  readonly names: readonly string[];
}

/** Ended for good, so that nothing of it runs. `Stopping` is not among them. */
const endedStatuses: ReadonlySet<AutoMLJobStatus | undefined> = new Set(['Completed', 'Failed', 'Stopped']);

/** Asks AWS, page by page, for all that the account has: the sandbox is the demo's own, so whatever is there is the demo's. */
export async function listBillable({ s3, sageMaker: client }: AwsClients, bucket: string): Promise<Remains[]> {
  const endpoints: string[] = [];
  for await (const page of paginateListEndpoints({ client }, {})) {
    endpoints.push(...(page.Endpoints ?? []).map(({ EndpointName }) => EndpointName ?? ''));
  }
  const configs: string[] = [];
  for await (const page of paginateListEndpointConfigs({ client }, {})) {
    configs.push(...(page.EndpointConfigs ?? []).map(({ EndpointConfigName }) => EndpointConfigName ?? ''));
  }
  const models: string[] = [];
  for await (const page of paginateListModels({ client }, {})) {
    models.push(...(page.Models ?? []).map(({ ModelName }) => ModelName ?? ''));
  }
  const jobs: string[] = [];
  for await (const page of paginateListAutoMLJobs({ client }, {})) {
    const running = (page.AutoMLJobSummaries ?? []).filter((job) => !endedStatuses.has(job.AutoMLJobStatus));
    jobs.push(...running.map(({ AutoMLJobName }) => AutoMLJobName ?? ''));
  }
  return [
    { kind: 'endpoints', names: endpoints },
    { kind: 'endpoint configurations', names: configs },
    { kind: 'models', names: models },
    { kind: 'jobs in progress', names: jobs },
    { kind: 'files on S3', names: (await listObjects(s3, bucket, '')).map(({ key }) => key) },
  ];
}

/** Empties the demo's bucket. Answers how many files there were and their bytes. */
export async function removeFiles({ s3 }: AwsClients, bucket: string): Promise<{ files: number; bytes: number }> {
  const objects = await listObjects(s3, bucket, '');
  for (const { key } of objects) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  return { files: objects.length, bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0) };
}
