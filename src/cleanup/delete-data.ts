import { isMissing } from '../aws/aws-failure.js';
import { abortUpload, deleteObjects, pageObjects, pageUploads } from '../aws/s3-objects.js';
import { SqlError } from '../exasol/sql-error.js';
import { deleteUnfinishedRun, findJobRow, type JobRow, markDataRemoved } from '../tables/job-table.js';
import type { CleanupContext } from './context.js';
import { type ProbedJob, probeJob } from './job-status.js';
import { isExportedFile, readTrainingLocation } from './training-location.js';
import type { DataCause, SkipReason, UnusedData } from './types.js';

/** What has been deleted so far, including before a failure. */
export interface Tally {
  files: number;
  bytes: number;
}

/**
 * Deletes the files of one export and aborts its uploads, page by page. Files written after the plan was made are kept.
 * @throws Error with the reason from S3 and the number of files that remain
 */
export async function deleteData(context: CleanupContext, data: UnusedData, tally: Tally): Promise<SkipReason> {
  const row = await findJobRow(context.session, context.schema, data.job);
  const skipReason = await findChange(context, data, row);
  if (skipReason !== undefined) {
    return skipReason;
  }
  const { bucket, prefix, region, newestAt } = data;
  const client = await context.clients.s3(region);
  let remaining = 0;
  let reason: string | undefined;
  for await (const page of pageObjects(client, bucket, prefix)) {
    context.signal.throwIfAborted();
    const files = page.filter(({ key, modifiedAt }) => isExportedFile(prefix, key) && modifiedAt <= newestAt);
    if (files.length === 0) {
      continue;
    }
    const failures = await deleteObjects(
      client,
      bucket,
      files.map(({ key }) => key),
    );
    const failedKeys = new Set(failures.map(({ key }) => key));
    for (const { bytes } of files.filter(({ key }) => !failedKeys.has(key))) {
      tally.files += 1;
      tally.bytes += bytes;
    }
    remaining += failedKeys.size;
    reason ??= failures[0]?.reason;
  }
  if (reason !== undefined) {
    throw new Error(`${remaining} of ${remaining + tally.files} files remain: ${reason}`);
  }
  await abortUploads(context, data);
  const { job, runToken } = data;
  if (runToken !== undefined) {
    await deleteUnfinishedRun(context.session, context.schema, { job, token: runToken });
  } else if (row?.trainUri !== undefined) {
    await recordRemoval(context, row.name, row.trainUri);
  }
  return undefined;
}

/** The data is deleted, so a user who cannot update the table only gets a warning. */
async function recordRemoval({ session, schema, logger }: CleanupContext, job: string, trainUri: string) {
  try {
    await markDataRemoved(session, schema, { job, trainUri, removedAt: new Date() });
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    logger.warn(`The training data of job ${job} was deleted, but its row could not be updated: ${thrown.message}`);
  }
}

async function abortUploads({ clients, signal }: CleanupContext, { bucket, prefix, region, newestAt }: UnusedData) {
  const client = await clients.s3(region);
  for await (const page of pageUploads(client, bucket, prefix)) {
    for (const upload of page) {
      signal.throwIfAborted();
      if (isExportedFile(prefix, upload.key) && upload.startedAt <= newestAt) {
        await abortUpload(client, bucket, upload).catch((thrown: unknown) => {
          if (!isMissing(thrown)) {
            throw thrown;
          }
        });
      }
    }
  }
}

/** The state of the job in which the data is still unused. */
const expectedState: Readonly<Record<DataCause, ProbedJob>> = {
  ended: 'ended',
  missing: 'missing',
  unfinished: 'unfinished',
  leftover: 'missing',
};

/**
 * Why the data must be kept after all; undefined if it is still unused. A final status never changes, because AWS does not reuse job names.
 */
async function findChange(
  { session, schema }: CleanupContext,
  data: UnusedData,
  row: JobRow | undefined,
): Promise<SkipReason> {
  const { job, bucket, prefix, cause, status } = data;
  if (cause === 'leftover') {
    if (row !== undefined) {
      return 'the job table has its job now';
    }
  } else {
    const location = readTrainingLocation(row?.trainUri ?? '', job);
    if (location?.bucket !== bucket || location.prefix !== prefix) {
      return 'its row has been deleted or changed';
    }
  }
  if (status !== undefined) {
    return undefined;
  }
  const state = await probeJob(session, schema, data);
  return state === expectedState[cause] ? undefined : 'its training is running, or AWS has its job now';
}
