/** Loads the model of containers. Like SageMaker, reads the archives from S3 when an endpoint starts. */
import type { ContainerDefinition, CreateModelInput } from '@aws-sdk/client-sagemaker';
import { z } from 'zod';
import { loadModel, type Model } from '../../../automl/predict.js';
import type { ObjectStore } from '../../s3/store.js';
import { modelFile, transformFile } from '../automl-job/artifacts.js';
import { unpackArchive } from '../model-archive.js';
import { splitS3Uri } from '../s3-uri.js';

export interface LoadedModel {
  readonly model: Model;
  /** Index of the target in the training header. */
  readonly targetIndex: number;
}

export const listContainers = (model: CreateModelInput): ContainerDefinition[] =>
  model.Containers ?? (model.PrimaryContainer ? [model.PrimaryContainer] : []);

/** The message becomes the FailureReason of the endpoint. */
export class ModelLoadError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ModelLoadError';
  }
}

const transformSchema = z.object({ targetIndex: z.number().int() });

/** @throws ModelLoadError if an archive is missing or was not created by this sandbox */
export async function loadContainers(store: ObjectStore, input: CreateModelInput): Promise<LoadedModel> {
  for (const [index, { ModelDataUrl }] of listContainers(input).entries()) {
    const files = await fetchArchive(store, ModelDataUrl, index);
    const model = files[modelFile];
    if (model === undefined) continue;
    const transform = transformSchema.parse(JSON.parse(files[transformFile] ?? ''));
    return { model: loadModel(JSON.parse(model)), targetIndex: transform.targetIndex };
  }
  throw new ModelLoadError(
    'The primary container for production variant did not pass the ping health check: none of the archives contains a model that this sandbox trained.',
  );
}

async function fetchArchive(
  store: ObjectStore,
  uri: string | undefined,
  index: number,
): Promise<Record<string, string>> {
  const { bucket: name, key } = splitS3Uri(uri ?? '');
  const bucket = store.buckets.get(name);
  if (!bucket?.objects.has(key)) {
    throw new ModelLoadError(
      `Failed to download model data for container "container_${index + 1}" from URL: "${uri}". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.`,
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(bucket, key)) chunks.push(chunk);
  try {
    return unpackArchive(Buffer.concat(chunks));
  } catch {
    throw new ModelLoadError(`Unable to extract model data archive from URL: "${uri}". It is not a valid tar.gz file.`);
  }
}
