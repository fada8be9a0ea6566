import pMap from 'p-map';
import { describeAwsFailure } from '../aws/aws-failure.js';
import {
  type HostingObject,
  listConfigsOfEndpoint,
  listEndpointConfigs,
  listEndpoints,
  listModels,
  listModelsOfConfig,
  readTags,
} from '../aws/hosting.js';
import { type GarbageContext, inParallel } from './context.js';
import { findEndpoints, findExpiredRows } from './find-endpoints.js';
import { isOwn, type OwnTags } from './ownership.js';
import type { EndpointRow } from './read-rows.js';
import type { EndpointGarbage, HostingGarbage, LeftoverRow, Remark } from './types.js';

/** `templates/python/sme/endpoint_names.py` ends each name with a fingerprint; what has none need not be asked for its tags. */
const namePattern = /-[0-9a-f]{8}$/;

export interface FoundHosting {
  readonly garbage: readonly (EndpointGarbage | LeftoverRow | HostingGarbage)[];
  readonly unseen: readonly Remark[];
  readonly leftAlone: readonly Remark[];
}

/** Finds what of ours is of no use in one Region of AWS. What rows name goes with its row, not by itself. */
export async function findHosting(
  context: GarbageContext,
  region: string,
  { own, rows }: { readonly own: OwnTags; readonly rows: readonly EndpointRow[] },
): Promise<FoundHosting> {
  const garbage: (EndpointGarbage | LeftoverRow | HostingGarbage)[] = [];
  const unseen: Remark[] = [];
  const leftAlone: Remark[] = [];
  const look = async (what: string, work: () => Promise<readonly (typeof garbage)[number][]>) => {
    try {
      garbage.push(...(await work()));
    } catch (thrown) {
      context.signal.throwIfAborted();
      unseen.push({ what: `${what} in ${region}`, reason: describeAwsFailure('sagemaker', thrown) });
    }
  };
  const here = rows.filter((row) => row.region === region);
  if (context.kinds.has('endpoints')) {
    // the script that deletes them takes the keys of the connection
    const hasKeys = await context.clients.sageMaker(region).then(
      () => true,
      () => false,
    );
    garbage.push(...(hasKeys ? [] : findExpiredRows(here, context)));
    await look('endpoints', async () => {
      const found = await findEndpoints(context, region, { own, rows: here });
      unseen.push(...found.unseen);
      leftAlone.push(...found.leftAlone);
      return found.garbage;
    });
  }
  if (context.kinds.has('models')) {
    await look('models and endpoint configurations', () => findUnused(context, region, here, own));
  }
  return { garbage, unseen, leftAlone };
}

/** Models and configurations of this deployment that no endpoint uses. */
async function findUnused(
  context: GarbageContext,
  region: string,
  rows: readonly EndpointRow[],
  own: OwnTags,
): Promise<readonly HostingGarbage[]> {
  const client = await context.clients.sageMaker(region);
  const [allConfigs, allModels] = [await listEndpointConfigs(client), await listModels(client)];
  const chooseOwn = async (objects: readonly HostingObject[]) => {
    const old = objects.filter(
      ({ name, createdAt }) => namePattern.test(name) && createdAt <= context.now - context.ages.models,
    );
    const tagged = await pMap(
      old,
      async ({ arn }) => isOwn((await readTags(client, arn)) ?? new Map(), own),
      inParallel(context.signal),
    );
    return old.filter((_object, index) => tagged[index]);
  };
  const [configs, models] = [await chooseOwn(allConfigs), await chooseOwn(allModels)];
  if (configs.length + models.length === 0) {
    return [];
  }
  const endpoints = await listEndpoints(client);
  const usedConfigs = new Set(
    (await pMap(endpoints, ({ name }) => listConfigsOfEndpoint(client, name), inParallel(context.signal))).flat(),
  );
  const unusedConfigs = configs.filter(
    ({ name }) => !usedConfigs.has(name) && !rows.some(({ configName }) => configName === name),
  );
  const garbage = new Set(unusedConfigs.map(({ name }) => name));
  const staying = models.length === 0 ? [] : allConfigs.filter(({ name }) => !garbage.has(name));
  const usedModels = new Set(
    (await pMap(staying, ({ name }) => listModelsOfConfig(client, name), inParallel(context.signal))).flat(),
  );
  const unusedModels = models.filter(
    ({ name }) => !usedModels.has(name) && !rows.some(({ modelName }) => modelName === name),
  );
  const describe = (kind: HostingGarbage['kind']) => (object: HostingObject) => ({ kind, region, ...object });
  return [...unusedConfigs.map(describe('endpoint-config')), ...unusedModels.map(describe('model'))];
}
