import pMap from 'p-map';
import { describeAwsFailure, isBucketMissing } from '../aws/aws-failure.js';
import { pageFolders } from '../aws/s3-objects.js';
import { describeThrown } from '../errors/user-error.js';
import { hasEnded } from '../jobs/job-state.js';
import { foldName } from '../tables/aws-names.js';
import { type CleanupContext, inParallel } from './context.js';
import { type JobWithStatus, type ProbedJob, probeJob } from './job-status.js';
import { type DataSize, measureData, measureUploads, noUploads, type Uploads } from './measure-data.js';
import { isGeneratedJobName, isJobName, makeTrainPrefix, readTrainingLocation } from './training-location.js';
import { type DataCause, type Findings, FindingsCollector, type Note, type UnusedData } from './types.js';

/** An output path of the job table, with the jobs below it. */
export interface OutputPath {
  readonly bucket: string;
  readonly base: string;
  readonly region: string;
  readonly connection: string;
  readonly jobs: readonly JobWithStatus[];
}

/** Groups jobs by output path. */
export function groupByOutputPath(
  rows: readonly JobWithStatus[],
  regions: { readonly onlyRegion: string | undefined; readonly defaultRegion: string | undefined },
): { readonly paths: readonly OutputPath[]; readonly skipped: readonly Note[] } {
  const paths = new Map<string, OutputPath & { readonly jobs: JobWithStatus[] }>();
  const skipped: Note[] = [];
  for (const row of rows) {
    const region = row.region ?? regions.defaultRegion;
    const isExcluded = regions.onlyRegion !== undefined && region !== regions.onlyRegion;
    if (row.trainUri === undefined || region === undefined || isExcluded) {
      continue;
    }
    const location = readTrainingLocation(row.trainUri, row.name);
    if (location === undefined) {
      skipped.push({ what: row.trainUri, reason: `is not where the extension exports the data of job ${row.name}` });
      continue;
    }
    const { bucket, base } = location;
    const key = JSON.stringify([bucket, base, region]);
    const path = paths.get(key) ?? { bucket, base, region, connection: row.connection, jobs: [] };
    path.jobs.push(row);
    paths.set(key, path);
  }
  return { paths: [...paths.values()], skipped };
}

type Collector = FindingsCollector<UnusedData>;

/** Finds unused training data, only below the output paths of the job table. */
export async function findData(context: CleanupContext, rows: readonly JobWithStatus[]): Promise<Findings<UnusedData>> {
  const { paths, skipped } = groupByOutputPath(rows, context);
  const found: Collector = new FindingsCollector();
  found.skipped.push(...skipped);
  // jobs are known regardless of the location of their data
  const knownNames = new Set(rows.map(({ name }) => foldName(name)));
  for (const path of paths) {
    context.signal.throwIfAborted();
    try {
      await searchPath(context, path, knownNames, found);
    } catch (thrown) {
      context.signal.throwIfAborted();
      if (!isBucketMissing(thrown)) {
        const what = `s3://${path.bucket}/${path.base}`;
        found.inaccessible.push({ what, reason: describeAwsFailure('s3:ListBucket', thrown) });
      }
    }
  }
  return found;
}

async function searchPath(
  context: CleanupContext,
  path: OutputPath,
  knownNames: ReadonlySet<string>,
  found: Collector,
): Promise<void> {
  const uploads = await readUploads(context, path, found);
  const measure = async ({ name, status }: JobWithStatus) =>
    status !== undefined && !hasEnded(status)
      ? undefined
      : await measureData(context, path, name, uploads ?? noUploads);
  const sizes = await pMap(path.jobs, measure, inParallel(context.signal));
  for (const [index, row] of path.jobs.entries()) {
    const size = sizes[index];
    const run = row.unfinishedRun;
    if (size === undefined || (isEmpty(size) && run === undefined)) {
      continue;
    }
    const cause = await findCause(context, path, row, found);
    const minAge = cause === 'ended' ? context.minAges.data : context.minAges.leftovers;
    if (cause === undefined || (isEmpty(size) && cause !== 'unfinished')) {
      continue;
    }
    // a run without files is as old as its row
    const newestAt = size.newestAt || context.now - (run?.ageSeconds ?? 0) * 1000;
    if (newestAt <= context.now - minAge) {
      const data = describe(path, row.name, cause, row.status, { ...size, newestAt });
      found.unused.push({ ...data, runToken: cause === 'unfinished' ? run?.token : undefined });
    }
  }
  // only its pending uploads reveal a running export, so without them nothing is a leftover
  if (uploads !== undefined) {
    await searchLeftovers(context, path, knownNames, uploads, found);
  }
}

function isEmpty({ files, uploads }: DataSize): boolean {
  return files + uploads === 0;
}

/** Why the data of a job is unused; undefined if it is in use or if that is unknown. Jobs without a status are probed one by one. */
async function findCause(
  context: CleanupContext,
  { region }: OutputPath,
  { name, connection, status }: JobWithStatus,
  found: Collector,
): Promise<Exclude<ProbedJob, 'running'> | undefined> {
  if (status !== undefined) {
    return 'ended';
  }
  const state = await probe(context, { job: name, connection, region }, found);
  return state === 'running' ? undefined : state;
}

async function probe(
  { session, schema, signal }: CleanupContext,
  job: Parameters<typeof probeJob>[2],
  found: Collector,
): Promise<ProbedJob | undefined> {
  try {
    return await probeJob(session, schema, job);
  } catch (thrown) {
    signal.throwIfAborted();
    found.inaccessible.push({ what: `job ${job.job}`, reason: describeThrown(thrown) });
    return undefined;
  }
}

/** Searches folders below an output path that do not belong to a known job. */
async function searchLeftovers(
  context: CleanupContext,
  path: OutputPath,
  knownNames: ReadonlySet<string>,
  uploads: Uploads,
  found: Collector,
): Promise<void> {
  const { bucket, base, region, connection } = path;
  const folders = new Set<string>(uploads.folders);
  for await (const page of pageFolders(await context.clients.s3(region), bucket, base)) {
    for (const folder of page) {
      folders.add(folder);
    }
  }
  const unknown = [...folders].filter((folder) => isJobName(folder) && !knownNames.has(foldName(folder)));
  for (const job of unknown) {
    context.signal.throwIfAborted();
    const size = await measureData(context, path, job, uploads, { requireOnly: true });
    if (size === undefined || isEmpty(size) || size.newestAt > context.now - context.minAges.leftovers) {
      continue;
    }
    const what = `s3://${bucket}/${makeTrainPrefix(base, job)}`;
    if (!isGeneratedJobName(job)) {
      const reason = 'looks like an export without a job, but sme did not generate its name: check it yourself';
      found.skipped.push({ what, reason });
      continue;
    }
    const state = await probe(context, { job, connection, region }, found);
    if (state === 'missing') {
      found.unused.push(describe(path, job, 'leftover', undefined, size));
    } else if (state !== undefined) {
      const reason =
        'AWS has its job: it belongs to another schema, or its row is lost (SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS)';
      found.skipped.push({ what, reason });
    }
  }
}

async function readUploads(context: CleanupContext, path: OutputPath, found: Collector): Promise<Uploads | undefined> {
  try {
    return await measureUploads(context, path);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (isBucketMissing(thrown)) {
      throw thrown;
    }
    found.inaccessible.push({
      what: `uploads and leftovers below s3://${path.bucket}/${path.base}`,
      reason: describeAwsFailure('s3:ListBucketMultipartUploads', thrown),
    });
    return undefined;
  }
}

function describe(
  { bucket, base, region, connection }: OutputPath,
  job: string,
  cause: DataCause,
  status: string | undefined,
  size: DataSize,
): UnusedData {
  const prefix = makeTrainPrefix(base, job);
  return { kind: 'data', job, cause, status, runToken: undefined, bucket, prefix, region, connection, ...size };
}
