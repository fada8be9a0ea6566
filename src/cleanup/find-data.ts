import pMap from 'p-map';
import { describeAwsFailure, isBucketGone } from '../aws/aws-failure.js';
import { pageFolders } from '../aws/stored-files.js';
import { describeThrown } from '../errors/user-error.js';
import { hasEnded } from '../jobs/job-state.js';
import { type GarbageContext, inParallel } from './context.js';
import { addUpUploads, type DataSize, measureData, noUploads, type Uploads } from './measure-data.js';
import { askJob, type JobRow } from './read-rows.js';
import { isJobName, isTimedJobName, makeTrainPrefix, readTrainingPlace } from './training-data.js';
import type { DataCause, DataGarbage, Remark } from './types.js';

/** An output path that rows of the job table name, with the jobs below it. */
export interface OutputPath {
  readonly bucket: string;
  readonly base: string;
  readonly region: string;
  readonly connection: string;
  readonly jobs: readonly JobRow[];
}

/** Sorts jobs by the output path below which they lie. */
export function groupByOutputPath(
  rows: readonly JobRow[],
  regions: { readonly onlyRegion: string | undefined; readonly defaultRegion: string | undefined },
): { readonly paths: readonly OutputPath[]; readonly leftAlone: readonly Remark[] } {
  const paths = new Map<string, { bucket: string; base: string; region: string; connection: string; jobs: JobRow[] }>();
  const leftAlone: Remark[] = [];
  for (const row of rows) {
    const region = row.region ?? regions.defaultRegion;
    const isAside = regions.onlyRegion !== undefined && region !== regions.onlyRegion;
    if (row.trainUri === undefined || region === undefined || isAside) {
      continue;
    }
    const place = readTrainingPlace(row.trainUri, row.job);
    if (place === undefined) {
      leftAlone.push({ what: row.trainUri, reason: `is not where the extension exports for the job ${row.job}` });
      continue;
    }
    const { bucket, base } = place;
    const key = JSON.stringify([bucket, base, region]);
    const path = paths.get(key) ?? { bucket, base, region, connection: row.connection, jobs: [] };
    path.jobs.push(row);
    paths.set(key, path);
  }
  return { paths: [...paths.values()], leftAlone };
}

export interface FoundData {
  readonly garbage: readonly DataGarbage[];
  readonly unseen: readonly Remark[];
  readonly leftAlone: readonly Remark[];
}

/** Finds training data that is of no use any more, below the output paths of the job table and nowhere else. */
export async function findData(context: GarbageContext, rows: readonly JobRow[]): Promise<FoundData> {
  const { paths, leftAlone } = groupByOutputPath(rows, context);
  const found = { garbage: [] as DataGarbage[], unseen: [] as Remark[], leftAlone: [...leftAlone] };
  // a job's name counts wherever its data lies
  const known = new Set(rows.map(({ job }) => job.toLowerCase()));
  for (const path of paths) {
    context.signal.throwIfAborted();
    try {
      await searchPath(context, path, known, found);
    } catch (thrown) {
      context.signal.throwIfAborted();
      if (!isBucketGone(thrown)) {
        const what = `s3://${path.bucket}/${path.base}`;
        found.unseen.push({ what, reason: describeAwsFailure('s3:ListBucket', thrown) });
      }
    }
  }
  return found;
}

interface Found {
  readonly garbage: DataGarbage[];
  readonly unseen: Remark[];
  readonly leftAlone: Remark[];
}

async function searchPath(context: GarbageContext, path: OutputPath, known: ReadonlySet<string>, found: Found) {
  const readable = await readUploads(context, path, found);
  const uploads = readable ?? noUploads;
  const measure = async (row: JobRow) =>
    row.status !== undefined && !hasEnded(row.status) ? undefined : await measureData(context, path, row.job, uploads);
  const judged = await pMap(path.jobs, measure, inParallel(context.signal));
  for (const [index, row] of path.jobs.entries()) {
    const size = judged[index];
    const run = row.unfinishedRun;
    if (size === undefined || (size.files + size.uploads === 0 && run === undefined)) {
      continue;
    }
    const cause = await findCause(context, path, row, found);
    const youngest = cause === 'ended' ? context.ages.data : context.ages.leftovers;
    if (size.files + size.uploads === 0 && cause !== 'unfinished') {
      continue;
    }
    // a row without files is as old as the row
    const newestAt = size.newestAt || context.now - (run?.ageMs ?? 0);
    if (cause !== undefined && newestAt <= context.now - youngest) {
      const garbage = describe(path, row.job, cause, row.status, { ...size, newestAt });
      found.garbage.push({ ...garbage, runToken: cause === 'unfinished' ? run?.token : undefined });
    }
  }
  // an export that is running shows by its uploads
  if (readable !== undefined) {
    await searchLeftovers(context, path, known, readable, found);
  }
}

/** Jobs whose status is not known are asked for one by one: AWS may not have them. */
async function findCause(context: GarbageContext, path: OutputPath, row: JobRow, found: Found) {
  if (row.status !== undefined) {
    return 'ended';
  }
  const { job, connection } = row;
  const answer = await ask(context, { job, connection, region: path.region }, found);
  return answer === 'running' ? undefined : answer;
}

async function ask(
  { session, schema, signal }: GarbageContext,
  question: { readonly job: string; readonly connection: string; readonly region: string },
  found: Found,
) {
  try {
    return await askJob(session, schema, question);
  } catch (thrown) {
    signal.throwIfAborted();
    found.unseen.push({ what: `job ${question.job}`, reason: describeThrown(thrown) });
    return undefined;
  }
}

/** Folders below an output path that no row speaks of. */
async function searchLeftovers(
  context: GarbageContext,
  path: OutputPath,
  known: ReadonlySet<string>,
  uploads: Uploads,
  found: Found,
): Promise<void> {
  const { bucket, base, region, connection } = path;
  const folders = new Set<string>(uploads.folders);
  for await (const page of pageFolders(await context.clients.s3(region), bucket, base)) {
    for (const folder of page) {
      folders.add(folder);
    }
  }
  const strange = [...folders].filter((folder) => isJobName(folder) && !known.has(folder.toLowerCase()));
  for (const job of strange) {
    context.signal.throwIfAborted();
    const size = await measureData(context, path, job, uploads, { isAlone: true });
    const isOld = size !== undefined && size.newestAt <= context.now - context.ages.leftovers;
    if (size === undefined || size.files + size.uploads === 0 || !isOld) {
      continue;
    }
    const what = `s3://${bucket}/${makeTrainPrefix(base, job)}`;
    if (!isTimedJobName(job)) {
      const reason =
        'looks like an export without a job, but its name is not one that the extension made: look yourself';
      found.leftAlone.push({ what, reason });
      continue;
    }
    const answer = await ask(context, { job, connection, region }, found);
    if (answer === 'missing') {
      found.garbage.push(describe(path, job, 'leftover', undefined, size));
    } else if (answer !== undefined) {
      const reason =
        'AWS has its job: it is of another schema, or its row is lost (SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS)';
      found.leftAlone.push({ what, reason });
    }
  }
}

async function readUploads(context: GarbageContext, path: OutputPath, found: Found): Promise<Uploads | undefined> {
  try {
    return await addUpUploads(context, path);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (isBucketGone(thrown)) {
      throw thrown;
    }
    found.unseen.push({
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
): DataGarbage {
  const prefix = makeTrainPrefix(base, job);
  return { kind: 'data', job, cause, status, runToken: undefined, bucket, prefix, region, connection, ...size };
}
