import pMap from 'p-map';
import { describeAwsFailure } from '../aws/aws-failure.js';
import { listConfigsOfEndpoint, listEndpoints } from '../aws/endpoints.js';
import { type HostingResource, listEndpointConfigs, listModels, listModelsOfConfig } from '../aws/models.js';
import { readTags } from '../aws/read-tags.js';
import type { EndpointRow } from '../tables/endpoint-table.js';
import { type CleanupContext, inParallel } from './context.js';
import { findEndpoints, findExpiredRows } from './find-endpoints.js';
import { isOwn, type OwnTags } from './ownership.js';
import { type Findings, FindingsCollector, type UnusedHostingResource } from './types.js';

/** Names from templates/python/sme/endpoint_names.py end with a fingerprint. The tags of resources with other names need not be read. */
const namePattern = /-[0-9a-f]{8}$/;

/** Finds unused endpoints, configurations and models in one Region. Resources in the endpoint table are deleted with their row instead. */
export async function findHosting(
  context: CleanupContext,
  region: string,
  { own, rows }: { readonly own: OwnTags; readonly rows: readonly EndpointRow[] },
): Promise<Findings> {
  const found = new FindingsCollector();
  const search = async (what: string, work: () => Promise<Findings>): Promise<void> => {
    try {
      found.add(await work());
    } catch (thrown) {
      context.signal.throwIfAborted();
      found.inaccessible.push({ what: `${what} in ${region}`, reason: describeAwsFailure('sagemaker', thrown) });
    }
  };
  const rowsOfRegion = rows.filter((row) => row.region === region);
  if (context.kinds.has('endpoints')) {
    // the script deletes expired endpoints through their connection, so this works without local credentials
    const hasCredentials = await context.clients.sageMaker(region).then(
      () => true,
      () => false,
    );
    found.unused.push(...(hasCredentials ? [] : findExpiredRows(rowsOfRegion, context)));
    await search('endpoints', () => findEndpoints(context, region, { own, rows: rowsOfRegion }));
  }
  if (context.kinds.has('models')) {
    await search('models and endpoint configurations', async () => {
      const unused = await findUnused(context, region, rowsOfRegion, own);
      return { unused, inaccessible: [], skipped: [] };
    });
  }
  return found;
}

/** Models and configurations of this deployment that no endpoint uses. */
async function findUnused(
  context: CleanupContext,
  region: string,
  rows: readonly EndpointRow[],
  own: OwnTags,
): Promise<readonly UnusedHostingResource[]> {
  const client = await context.clients.sageMaker(region);
  const [allConfigs, allModels] = [await listEndpointConfigs(client), await listModels(client)];
  const chooseOwn = async (resources: readonly HostingResource[]) => {
    const old = resources.filter(
      ({ name, createdAt }) => namePattern.test(name) && createdAt <= context.now - context.minAges.models,
    );
    const tagged = await pMap(
      old,
      async ({ arn }) => isOwn((await readTags(client, arn)) ?? new Map(), own),
      inParallel(context.signal),
    );
    return old.filter((_resource, index) => tagged[index]);
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
    ({ name }) => !usedConfigs.has(name) && !rows.some(({ config }) => config === name),
  );
  const unusedNames = new Set(unusedConfigs.map(({ name }) => name));
  const remaining = models.length === 0 ? [] : allConfigs.filter(({ name }) => !unusedNames.has(name));
  const usedModels = new Set(
    (await pMap(remaining, ({ name }) => listModelsOfConfig(client, name), inParallel(context.signal))).flat(),
  );
  const unusedModels = models.filter(({ name }) => !usedModels.has(name) && !rows.some(({ model }) => model === name));
  const describe = (kind: UnusedHostingResource['kind']) => (resource: HostingResource) => ({
    kind,
    region,
    ...resource,
  });
  return [...unusedConfigs.map(describe('endpoint-config')), ...unusedModels.map(describe('model'))];
}
