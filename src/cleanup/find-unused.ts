import { type EndpointRow, readEndpointRows } from '../tables/endpoint-table.js';
import { readJobRows } from '../tables/job-table.js';
import type { CleanupContext } from './context.js';
import { findBatches } from './find-batches.js';
import { findData } from './find-data.js';
import { findHosting } from './find-hosting.js';
import { type JobWithStatus, readJobsWithStatus } from './job-status.js';
import { readOwnTags } from './ownership.js';
import { type CleanupPlan, FindingsCollector } from './types.js';

/** The rows of both tables. */
export interface KnownRows {
  readonly jobs: readonly JobWithStatus[];
  readonly endpoints: readonly EndpointRow[];
}

/** Reads both tables. Only a search for training data needs the status of jobs, which costs calls to AWS. */
export async function readKnownRows({ session, schema, kinds }: CleanupContext): Promise<KnownRows> {
  const jobs = kinds.has('data')
    ? await readJobsWithStatus(session, schema)
    : (await readJobRows(session, schema)).map((row) => ({ ...row, status: undefined, unfinishedRun: undefined }));
  return { jobs, endpoints: await readEndpointRows(session, schema) };
}

/** The Regions to search: the one from --region, otherwise those of the rows and the settings. */
export function chooseRegions(
  { jobs, endpoints }: KnownRows,
  { onlyRegion, defaultRegion }: Pick<CleanupContext, 'onlyRegion' | 'defaultRegion'>,
): readonly string[] {
  if (onlyRegion !== undefined) {
    return [onlyRegion];
  }
  const named = [...jobs, ...endpoints].map(({ region }) => region);
  return [...new Set([...named, defaultRegion].filter((region) => region !== undefined))].sort();
}

/** Finds unused resources and deletes nothing. */
export async function findUnusedResources(context: CleanupContext, rows: KnownRows): Promise<CleanupPlan> {
  const found = new FindingsCollector();
  if (context.kinds.has('endpoints') || context.kinds.has('models')) {
    const own = await readOwnTags(context.session, context.schema);
    const regions = chooseRegions(rows, context);
    if (regions.length === 0) {
      const reason = 'no AWS Region is known: set --region or AWS_REGION';
      found.inaccessible.push({ what: 'endpoints and models', reason });
    }
    for (const region of regions) {
      context.signal.throwIfAborted();
      context.logger.detail(`Checking endpoints and models in ${region} …`);
      found.add(await findHosting(context, region, { own, rows: rows.endpoints }));
    }
  }
  if (context.kinds.has('data')) {
    context.logger.detail(`Checking the training data of ${rows.jobs.length} jobs …`);
    found.add(await findData(context, rows.jobs));
  }
  if (context.kinds.has('batches')) {
    found.add(await findBatches(context));
  }
  const { unused, inaccessible, skipped } = found;
  return { madeAt: context.now, unused, inaccessible, skipped };
}
