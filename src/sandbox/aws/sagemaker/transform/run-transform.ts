/** Runs a transform job: predicts each input file and writes its `.out` file when the whole file has succeeded. */

import type { Clock } from '../../../clock.js';
import type { SandboxLog } from '../../../log.js';
import type { Bucket, ObjectStore } from '../../s3/store.js';
import { listContainers, ModelLoadError } from '../endpoint/load-model.js';
import type { LoadedModels } from '../endpoint/loaded-models.js';
import { makeContainerResponse } from '../runtime/container-response.js';
import { parseCsv, writeCell } from '../runtime/csv.js';
import { ContainerError } from '../runtime/model-error.js';
import { splitS3Uri } from '../s3-uri.js';
import { type ColumnFilter, parseColumnFilter } from './column-filter.js';
import { PayloadError, readPayloads } from './read-payloads.js';
import type { TransformRecord } from './record.js';

/** The default of MaxPayloadInMB. The first container of a tuned pipeline announces 1 (its execution parameters). */
const defaultPayloadMegabytes = { single: 6, pipeline: 1 };

export interface TransformEnvironment {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: SandboxLog;
  readonly models: LoadedModels;
}

/** The message becomes the FailureReason of the job. */
class TransformError extends Error {}

/** Never rejects: a failure is stored in the record; an abort leaves the record unchanged. */
export async function runTransform(
  environment: TransformEnvironment,
  job: TransformRecord,
  signal: AbortSignal,
): Promise<void> {
  try {
    await transformFiles(environment, job, signal);
  } catch (error) {
    if (signal.aborted) return;
    const isReason = error instanceof TransformError || error instanceof ModelLoadError;
    const text = error instanceof Error ? error.message : String(error);
    if (!isReason)
      environment.log.warn(`sagemaker: transform ${job.name}: ${error instanceof Error ? error.stack : text}`);
    job.failureReason = (isReason ? text : `InternalServerError: ${text}`).slice(0, 1024);
  }
  job.processedAt = environment.clock.now();
}

async function transformFiles(environment: TransformEnvironment, job: TransformRecord, signal: AbortSignal) {
  const { store, log } = environment;
  const { bucket, prefix, keys } = findInput(store, job);
  const output = findOutput(store, job);
  await environment.models.load(job.model);
  const failures: string[] = [];
  for (const key of keys) {
    const name = key.slice(prefix.endsWith('/') ? prefix.length : prefix.lastIndexOf('/') + 1);
    try {
      const staged = await store.stage(transformFile(environment, job, bucket, key, signal));
      const info = { key: `${output.prefix}${name}.out`, etag: staged.md5, headers: {}, checksums: {} };
      await store.commit(output.bucket, staged, { ...info, contentType: 'binary/octet-stream' });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ContainerError) && !(error instanceof PayloadError)) throw error;
      log.warn(`sagemaker: transform ${job.name}: ${key}: ${error.message}`);
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new TransformError('ClientError: See job logs for more information');
}

function findInput(store: ObjectStore, { input, region }: TransformRecord) {
  const uri = input.TransformInput?.DataSource?.S3DataSource?.S3Uri ?? '';
  const { bucket: name, key: prefix } = splitS3Uri(uri);
  const bucket = store.buckets.get(name);
  const keys = bucket?.region === region ? store.listKeys(bucket, prefix) : [];
  if (bucket !== undefined && keys.length > 0) return { bucket, prefix, keys };
  throw new TransformError(
    `ClientError: No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${region}) and that objects exist under that S3 prefix.`,
  );
}

function findOutput(store: ObjectStore, { input, region }: TransformRecord): { bucket: Bucket; prefix: string } {
  const uri = input.TransformOutput?.S3OutputPath ?? '';
  const { bucket: name, key } = splitS3Uri(uri);
  const bucket = store.buckets.get(name);
  if (bucket?.region === region) return { bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
  throw new TransformError(
    `ClientError: Unable to write to the S3 output path "${uri}". Please ensure that the bucket "${name}" exists in the selected region (${region}).`,
  );
}

/** The content of the `.out` file. */
async function* transformFile(
  environment: TransformEnvironment,
  job: TransformRecord,
  bucket: Bucket,
  key: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { input } = job;
  const containers = listContainers(job.model);
  const loaded = await environment.models.load(job.model);
  const filters = readFilters(job);
  const payloads = readPayloads(environment.store.read(bucket, key), {
    isGzip: input.TransformInput?.CompressionType === 'Gzip',
    isSingleRecord: input.BatchStrategy === 'SingleRecord',
    maxPayloadMegabytes:
      input.MaxPayloadInMB ??
      (containers.length > 1 ? defaultPayloadMegabytes.pipeline : defaultPayloadMegabytes.single),
  });
  const separator = input.TransformOutput?.AssembleWith === 'Line' ? '\n' : '';
  for await (const lines of payloads) {
    signal.throwIfAborted();
    const sent = filters.input === undefined ? lines : lines.map((line) => filterLine(line, filters.input));
    const response = await makeContainerResponse(loaded, containers, {
      contentType: input.TransformInput?.ContentType ?? '',
      accept: input.TransformOutput?.Accept ?? '',
      body: Buffer.from(`${sent.join('\n')}\n`),
      isBatch: true,
    });
    yield Buffer.from(joinOutput(lines, response.body, filters, separator));
  }
}

interface Filters {
  readonly input: ColumnFilter | undefined;
  readonly output: ColumnFilter | undefined;
  readonly isJoined: boolean;
}

function readFilters({ input }: TransformRecord): Filters {
  const { InputFilter, OutputFilter, JoinSource } = input.DataProcessing ?? {};
  const read = (path: string | undefined) => (path === undefined || path === '$' ? undefined : parseColumnFilter(path));
  return { input: read(InputFilter), output: read(OutputFilter), isJoined: JoinSource === 'Input' };
}

function joinOutput(lines: readonly string[], body: string, { output, isJoined }: Filters, separator: string): string {
  if (!isJoined && output === undefined) {
    return separator === '' || body.endsWith(separator) ? body : body + separator;
  }
  const answers = body.split('\n').filter((line) => line !== '');
  if (isJoined && answers.length !== lines.length) {
    throw new PayloadError('Fail to join data: mismatched line count between the input and the output');
  }
  return answers
    .map((answer, index) => {
      const joined = isJoined ? `${lines[index]},${answer}` : answer;
      return `${filterLine(joined, output)}\n`;
    })
    .join('');
}

function filterLine(line: string, filter: ColumnFilter | undefined): string {
  const [cells = []] = parseCsv(line);
  return (filter === undefined ? cells : filter(cells)).map(writeCell).join(',');
}
