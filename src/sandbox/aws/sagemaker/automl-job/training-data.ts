/** Finds and opens the training objects of a job as AWS does: by key prefix or manifest. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { TrainingError, type TrainingFile } from '../../../automl/types.js';
import type { Bucket, ObjectStore } from '../../s3/store.js';
import { splitS3Uri } from '../s3-uri.js';
import type { JobSettings } from './record.js';

export interface TrainingData {
  readonly bucket: Bucket;
  readonly keys: readonly string[];
  /** Total size of the stored objects in bytes. */
  readonly size: number;
}

/** @throws TrainingError with AWS's message if there are no objects, or not in this Region */
export async function findTrainingData(
  store: ObjectStore,
  settings: JobSettings,
  region: string,
): Promise<TrainingData> {
  const { bucket: name, key: prefix } = splitS3Uri(settings.trainingUri);
  const bucket = store.buckets.get(name);
  const missing = new TrainingError(
    `ClientError: No S3 objects found under S3 URL "${settings.trainingUri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${settings.roleArn}" has "s3:ListBucket" permissions on bucket "${name}".`,
  );
  if (!bucket || bucket.region !== region) throw missing;
  const keys =
    settings.dataType === 'ManifestFile'
      ? await readManifest(store, bucket, prefix, missing)
      : store.listKeys(bucket, prefix);
  if (keys.length === 0) throw missing;
  const size = keys.reduce((sum, key) => sum + (bucket.objects.get(key)?.size ?? 0), 0);
  return { bucket, keys, size };
}

const manifestSchema = z.tuple([z.object({ prefix: z.string() })]).rest(z.string());

async function readManifest(
  store: ObjectStore,
  bucket: Bucket,
  key: string,
  missing: TrainingError,
): Promise<string[]> {
  if (!bucket.objects.has(key)) throw missing;
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(bucket, key)) chunks.push(chunk);
  const [head, ...names] = parseManifest(Buffer.concat(chunks).toString());
  const base = splitS3Uri(head.prefix);
  const keys = names.map((name) => base.key + name);
  if (base.bucket !== bucket.name || keys.some((name) => !bucket.objects.has(name))) throw missing;
  return keys;
}

function parseManifest(text: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new TrainingError(
      'ClientError: The manifest file is not a JSON array that begins with an object {"prefix": "s3://…"} and continues with keys.',
    );
  }
}

/** Opens one object after the other, so that only one is open at a time. */
export async function* openTrainingFiles(
  store: ObjectStore,
  data: TrainingData,
  compression: JobSettings['compression'],
): AsyncGenerator<TrainingFile> {
  for (const key of data.keys) {
    const content = store.read(data.bucket, key);
    yield {
      name: `s3://${data.bucket.name}/${key}`,
      content: compression === 'Gzip' ? decompress(content, key) : content,
    };
  }
}

function decompress(content: Readable, key: string): Readable {
  const gunzip = createGunzip();
  gunzip.prependListener('error', (error) => {
    error.message = `ClientError: The object '${key}' is not compressed with gzip: ${error.message}`;
  });
  // The reader of the decompressed stream gets every error; pipeline only requires the callback.
  return pipeline(content, gunzip, () => undefined);
}
