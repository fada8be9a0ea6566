import type { S3Client } from '@aws-sdk/client-s3';
import {
  paginateListAutoMLJobs,
  paginateListEndpointConfigs,
  paginateListEndpoints,
  paginateListModels,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { deleteObjects, listObjects, pageObjects } from '../../aws/s3-objects.js';
import { hasEnded } from '../../jobs/job-state.js';

export interface AwsClients {
  readonly s3: S3Client;
  readonly sageMaker: SageMakerClient;
}

/** Resources of one kind that exist in an account. Models and configurations are free, but they belong to endpoints, which are not. */
export interface RemainingResources {
  readonly kind: string;
  readonly names: readonly string[];
}

/** Lists everything in the account. The demo has a sandbox of its own, so it created all of it. */
export async function listBillable(
  { s3, sageMaker: client }: AwsClients,
  bucket: string,
): Promise<RemainingResources[]> {
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
    const running = (page.AutoMLJobSummaries ?? []).filter((job) => !hasEnded(job.AutoMLJobStatus ?? ''));
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

/** Empties the bucket. Returns the number of files deleted and their total size. */
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
