import type { S3Client } from '@aws-sdk/client-s3';
import {
  type AutoMLJobStatus,
  paginateListAutoMLJobs,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModels,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { deleteObjects, listObjects, pageObjects } from '../../aws/s3-objects.js';

export interface AwsClients {
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
}

/** Resources that are left in an account, by kind. Models and configurations are free, but belong to endpoints, which are not. */
export interface Remains {
  readonly kind: string;
  readonly names: readonly string[];
}

/** Final statuses. A job that is `Stopping` still runs. */
const endedStatuses: ReadonlySet<AutoMLJobStatus | undefined> = new Set(['Completed', 'Failed', 'Stopped']);

/** Lists everything in the account. The sandbox belongs to the demo, so all of it was created by the demo. */
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

/** Empties the demo's bucket. Returns how many files it had and their size. */
export async function emptyBucket({ s3 }: AwsClients, bucket: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for await (const page of pageObjects(s3, bucket, '')) {
    if (page.length > 0) {
      await deleteObjects(
        s3,
        bucket,
        page.map(({ key }) => key),
      );
    }
    files += page.length;
    bytes += page.reduce((sum, object) => sum + object.bytes, 0);
  }
  return { files, bytes };
}
