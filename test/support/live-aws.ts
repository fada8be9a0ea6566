import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeAutoMLJobV2Command,
  DescribeEndpointCommand,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  SageMakerClient,
  StopAutoMLJobCommand,
} from '@aws-sdk/client-sagemaker';
import type { TargetAws } from './live-environment.js';

/** The configuration of AWS clients for a target. A sandbox has one host name for all buckets. */
function makeSettings({ endpointUrl, region, accessKeyId, secretAccessKey }: TargetAws) {
  const credentials = { accessKeyId, secretAccessKey };
  return { region, credentials, ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }) };
}

export function connectS3(aws: TargetAws): S3Client {
  return new S3Client({ ...makeSettings(aws), forcePathStyle: aws.endpointUrl !== undefined });
}

export function connectSageMaker(aws: TargetAws): SageMakerClient {
  return new SageMakerClient(makeSettings(aws));
}

/** Deletes every object below a prefix. */
export async function deletePrefix(aws: TargetAws, prefix: string): Promise<void> {
  const s3 = connectS3(aws);
  try {
    for (;;) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: aws.bucket, Prefix: prefix }));
      const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
      if (Objects.length === 0) return;
      await s3.send(new DeleteObjectsCommand({ Bucket: aws.bucket, Delete: { Objects } }));
    }
  } finally {
    s3.destroy();
  }
}

const running: readonly (string | undefined)[] = ['InProgress', 'Stopping'];

/** Stops a job and waits until it has ended. Does nothing if the job is missing or has ended. */
export async function stopJob(aws: TargetAws, AutoMLJobName: string): Promise<void> {
  const sagemaker = connectSageMaker(aws);
  const pauseMs = aws.endpointUrl === undefined ? 10_000 : 200;
  const read = async () => (await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName }))).AutoMLJobStatus;
  try {
    if (!running.includes(await read())) return;
    await sagemaker.send(new StopAutoMLJobCommand({ AutoMLJobName }));
    while (running.includes(await read())) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  } catch (error) {
    if (!(error instanceof Error && /ResourceNotFound|ValidationException/.test(error.name))) throw error;
  } finally {
    sagemaker.destroy();
  }
}

/** Deletes endpoints, configurations and models with a prefix; waits for endpoints that are being created. @returns what it deleted */
export async function deleteHosting(aws: TargetAws, prefix: string): Promise<readonly string[]> {
  const sagemaker = connectSageMaker(aws);
  const pauseMs = aws.endpointUrl === undefined ? 10_000 : 200;
  const wanted = { NameContains: prefix, MaxResults: 100 };
  const own = (names: readonly (string | undefined)[]) =>
    names.flatMap((name) => (name?.startsWith(prefix) ? [name] : []));
  const read = async (EndpointName: string) =>
    (await sagemaker.send(new DescribeEndpointCommand({ EndpointName }))).EndpointStatus;
  try {
    const { Endpoints = [] } = await sagemaker.send(new ListEndpointsCommand(wanted));
    const endpoints = own(Endpoints.map(({ EndpointName }) => EndpointName));
    for (const EndpointName of endpoints) {
      while ((await read(EndpointName)) === 'Creating') await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    }
    const { EndpointConfigs = [] } = await sagemaker.send(new ListEndpointConfigsCommand(wanted));
    const configs = own(EndpointConfigs.map(({ EndpointConfigName }) => EndpointConfigName));
    for (const EndpointConfigName of configs) {
      await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
    }
    const { Models = [] } = await sagemaker.send(new ListModelsCommand(wanted));
    const models = own(Models.map(({ ModelName }) => ModelName));
    for (const ModelName of models) await sagemaker.send(new DeleteModelCommand({ ModelName }));
    return [
      ...endpoints.map((name) => `endpoint ${name}`),
      ...configs.map((name) => `endpoint configuration ${name}`),
      ...models.map((name) => `model ${name}`),
    ];
  } finally {
    sagemaker.destroy();
  }
}
