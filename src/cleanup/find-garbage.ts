import type { GarbageContext } from './context.js';
import { findData } from './find-data.js';
import { findHosting } from './find-hosting.js';
import { readOwnTags } from './ownership.js';
import type { EndpointRow, JobRow } from './read-rows.js';
import type { Garbage, GarbagePlan, Remark } from './types.js';

/** What the tables of the schema say, read before AWS is asked. */
export interface KnownRows {
  readonly jobs: readonly JobRow[];
  readonly endpoints: readonly EndpointRow[];
}

/** Regions that there is reason to look at: the one that was asked for, else those of the rows and of the settings. */
export function chooseRegions(
  { jobs, endpoints }: KnownRows,
  { onlyRegion, defaultRegion }: Pick<GarbageContext, 'onlyRegion' | 'defaultRegion'>,
): readonly string[] {
  if (onlyRegion !== undefined) {
    return [onlyRegion];
  }
  const named = [...jobs, ...endpoints].map(({ region }) => region);
  return [...new Set([...named, defaultRegion].filter((region) => region !== undefined))].sort();
}

/** Looks for all that is of no use any more, and deletes nothing. */
export async function findGarbage(context: GarbageContext, rows: KnownRows): Promise<GarbagePlan> {
  const garbage: Garbage[] = [];
  const unseen: Remark[] = [];
  const leftAlone: Remark[] = [];
  if (context.kinds.has('endpoints') || context.kinds.has('models')) {
    const own = await readOwnTags(context.session, context.schema);
    const regions = chooseRegions(rows, context);
    if (regions.length === 0) {
      unseen.push({ what: 'endpoints and models', reason: 'no AWS Region is known: give --region (or AWS_REGION)' });
    }
    for (const region of regions) {
      context.signal.throwIfAborted();
      context.logger.detail(`Looking at endpoints and models in ${region} …`);
      const found = await findHosting(context, region, { own, rows: rows.endpoints });
      garbage.push(...found.garbage);
      unseen.push(...found.unseen);
      leftAlone.push(...found.leftAlone);
    }
  }
  if (context.kinds.has('data')) {
    context.logger.detail(`Looking at the training data of ${rows.jobs.length} jobs …`);
    const found = await findData(context, rows.jobs);
    garbage.push(...found.garbage);
    unseen.push(...found.unseen);
    leftAlone.push(...found.leftAlone);
  }
  return { madeAt: context.now, garbage, unseen, leftAlone };
}
