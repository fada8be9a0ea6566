import { isAbsent } from '../aws/aws-failure.js';
import { abortUpload, pageFiles, pageUploads, removeFiles } from '../aws/stored-files.js';
import type { GarbageContext } from './context.js';
import { askJob, hasJobRow, type JobAnswer, readTrainUri, removeUnfinishedRow } from './read-rows.js';
import type { Kept } from './remove-hosting.js';
import { isExportedFile, readTrainingPlace } from './training-data.js';
import type { DataCause, DataGarbage } from './types.js';

/** What was deleted so far, also where it then went wrong. */
export interface Tally {
  files: number;
  bytes: number;
}

/**
 * Deletes the files of one export and ends its uploads, a page at a time; files that were written after the list was made stay.
 * @throws Error where S3 refuses, with its words and the number of files that stay
 */
export async function removeData(context: GarbageContext, garbage: DataGarbage, tally: Tally): Promise<Kept> {
  const kept = await findChange(context, garbage);
  if (kept !== undefined) {
    return kept;
  }
  const { bucket, prefix, region, newestAt } = garbage;
  const client = await context.clients.s3(region);
  let stays = 0;
  let reason: string | undefined;
  for await (const page of pageFiles(client, bucket, prefix)) {
    context.signal.throwIfAborted();
    const files = page.filter(({ key, modifiedAt }) => isExportedFile(prefix, key) && modifiedAt <= newestAt);
    if (files.length === 0) {
      continue;
    }
    const unremoved = await removeFiles(
      client,
      bucket,
      files.map(({ key }) => key),
    );
    const left = new Set(unremoved.map(({ key }) => key));
    for (const { key, bytes } of files) {
      tally.files += left.has(key) ? 0 : 1;
      tally.bytes += left.has(key) ? 0 : bytes;
    }
    stays += left.size;
    reason ??= unremoved[0]?.reason;
  }
  if (reason !== undefined) {
    throw new Error(`${stays} of ${stays + tally.files} files stay: ${reason}`);
  }
  await abortUploads(context, garbage);
  const { job, runToken } = garbage;
  if (runToken !== undefined) {
    await removeUnfinishedRow(context.session, context.schema, { job, token: runToken });
  }
  return undefined;
}

async function abortUploads({ clients, signal }: GarbageContext, { bucket, prefix, region, newestAt }: DataGarbage) {
  const client = await clients.s3(region);
  for await (const page of pageUploads(client, bucket, prefix)) {
    for (const upload of page) {
      signal.throwIfAborted();
      if (isExportedFile(prefix, upload.key) && upload.startedAt <= newestAt) {
        await abortUpload(client, bucket, upload).catch((thrown: unknown) => {
          if (!isAbsent(thrown)) {
            throw thrown;
          }
        });
      }
    }
  }
}

const unchanged: Readonly<Record<DataCause, JobAnswer>> = {
  ended: 'ended',
  missing: 'missing',
  unfinished: 'unfinished',
  leftover: 'missing',
};

/** What has happened to the job since the list was made. A job that has ended never goes on: AWS does not give its name away again. */
async function findChange({ session, schema }: GarbageContext, garbage: DataGarbage): Promise<Kept> {
  const { job, bucket, prefix, cause, status } = garbage;
  if (cause === 'leftover') {
    if (await hasJobRow(session, schema, job)) {
      return 'the job table has its job now';
    }
  } else {
    const place = readTrainingPlace((await readTrainUri(session, schema, job)) ?? '', job);
    if (place?.bucket !== bucket || place.prefix !== prefix) {
      return 'its row is gone or has changed';
    }
  }
  if (status !== undefined) {
    return undefined;
  }
  const answer = await askJob(session, schema, garbage);
  return answer === unchanged[cause] ? undefined : 'its training goes on, or AWS has its job now';
}
