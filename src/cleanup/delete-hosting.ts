import { setTimeout as sleep } from 'node:timers/promises';
import pMap from 'p-map';
import { deleteEndpoint, hasEndpoint, listConfigsOfEndpoint, listEndpoints } from '../aws/endpoints.js';
import { deleteEndpointConfig, deleteModel, listEndpointConfigs, listModelsOfConfig } from '../aws/models.js';
import { readTags } from '../aws/read-tags.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { foldName } from '../tables/aws-names.js';
import { findEndpointRow } from '../tables/endpoint-table.js';
import { hourMs } from './ages.js';
import { type CleanupContext, inParallel } from './context.js';
import { listThroughConnection } from './find-endpoints.js';
import { findExpiry, isOwn, type OwnTags } from './ownership.js';
import type { ExpiredEndpoint, OrphanedEndpointRow, SkipReason, UnusedHostingResource } from './types.js';

/** DeleteEndpoint is asynchronous; its configurations can be deleted only when the endpoint is gone. */
const maxDeletionMs = 15 * 60_000;
const pollIntervalMs = 2000;

/** Options of a deletion. */
export interface DeletionOptions {
  readonly own: OwnTags;
  /** When the plan was made; only later changes can have put a resource into use. Undefined checks against all resources. */
  readonly plannedAt: number | undefined;
  /** Configurations in the plan that were not deleted. */
  readonly remainingConfigs: readonly UnusedHostingResource[];
}

/** Deletes an expired endpoint and everything that was created for it. @throws the error of the script or AWS */
export async function deleteExpiredEndpoint(
  context: CleanupContext,
  endpoint: ExpiredEndpoint,
  { own }: DeletionOptions,
): Promise<SkipReason> {
  const { name, region, arn, isInTable } = endpoint;
  // the plan may be outdated, so read row and tags again
  const row = isInTable ? await findEndpointRow(context.session, context.schema, name) : undefined;
  if (isInTable && row === undefined) {
    return 'its row has been deleted';
  }
  const tags = arn === undefined ? undefined : await readTags(await context.clients.sageMaker(region), arn);
  if (!isInTable && tags === undefined) {
    return undefined;
  }
  if (tags !== undefined && !isOwn(tags, own)) {
    return 'its tags have changed';
  }
  const expiredAt = findExpiry(row?.expiresAt, tags ?? new Map());
  if (expiredAt === undefined || expiredAt > context.now) {
    return 'its time to live was extended';
  }
  if (isInTable) {
    await callScript(context.session, context.schema, names.deleteEndpoint, [name, null, null]);
  } else if (arn !== undefined) {
    await deleteUntracked(context, endpoint, arn, own);
  }
  return undefined;
}

/** Deletes a row without an endpoint; the script also deletes the configuration, the model and the prediction function. */
export async function deleteOrphanedRow(context: CleanupContext, orphan: OrphanedEndpointRow): Promise<SkipReason> {
  const { session, schema, clients } = context;
  const { name, region, connection } = orphan;
  if ((await findEndpointRow(session, schema, name)) === undefined) {
    return 'its row has been deleted';
  }
  const endpointNames = await listThroughConnection(context, region, connection);
  if (typeof endpointNames === 'string') {
    throw new Error(`sme cannot check whether AWS has the endpoint now: ${endpointNames}`);
  }
  if (endpointNames.has(foldName(name)) || (await hasEndpoint(await clients.sageMaker(region), name))) {
    return 'AWS has its endpoint now';
  }
  await callScript(session, schema, names.deleteEndpoint, [name, null, null]);
  return undefined;
}

/** Deletes an endpoint that the table does not have, with its configurations and models. */
async function deleteUntracked(
  context: CleanupContext,
  { name, region }: ExpiredEndpoint,
  arn: string,
  own: OwnTags,
): Promise<void> {
  const client = await context.clients.sageMaker(region);
  const configs = await listConfigsOfEndpoint(client, name);
  const models = (
    await pMap(configs, (config) => listModelsOfConfig(client, config), inParallel(context.signal))
  ).flat();
  await deleteEndpoint(client, name);
  await waitForDeletion(context, region, name);
  const options = { own, plannedAt: undefined, remainingConfigs: [] };
  const describe = (kind: UnusedHostingResource['kind'], resource: string) => ({
    ...({ kind, name: resource, region, createdAt: 0 } as const),
    arn: arn.replace(/:endpoint\/.*$/, `:${kind}/${resource}`),
  });
  for (const config of configs) {
    await deleteUnusedHosting(context, describe('endpoint-config', config), options);
  }
  for (const model of new Set(models)) {
    await deleteUnusedHosting(context, describe('model', model), options);
  }
}

async function waitForDeletion({ clients, signal }: CleanupContext, region: string, name: string): Promise<void> {
  const client = await clients.sageMaker(region);
  const end = Date.now() + maxDeletionMs;
  while (await hasEndpoint(client, name)) {
    if (Date.now() > end) {
      throw new Error('AWS is still deleting the endpoint; the next run deletes its configuration and model');
    }
    await sleep(pollIntervalMs, undefined, { signal });
  }
}

/** Deletes a model or a configuration unless it is in use now. @throws the error of AWS */
export async function deleteUnusedHosting(
  { clients, signal }: CleanupContext,
  { kind, name, arn, region }: UnusedHostingResource,
  { own, plannedAt, remainingConfigs }: DeletionOptions,
): Promise<SkipReason> {
  const client = await clients.sageMaker(region);
  const tags = await readTags(client, arn);
  if (tags === undefined) {
    return undefined;
  }
  if (!isOwn(tags, own)) {
    return 'its tags have changed';
  }
  // the clocks of this machine and AWS may differ
  const changedAfter = plannedAt === undefined ? undefined : plannedAt - hourMs;
  if (kind === 'endpoint-config') {
    const endpoints = await listEndpoints(client, { changedAfter });
    const used = await pMap(endpoints, (endpoint) => listConfigsOfEndpoint(client, endpoint.name), inParallel(signal));
    const user = endpoints.find((_endpoint, index) => used[index]?.includes(name));
    if (user !== undefined) {
      return `the endpoint ${user.name} uses it`;
    }
    await deleteEndpointConfig(client, name);
    return undefined;
  }
  const configs = [
    ...(await listEndpointConfigs(client, changedAfter)),
    ...remainingConfigs.filter((config) => config.region === region),
  ];
  const used = await pMap(configs, (config) => listModelsOfConfig(client, config.name), inParallel(signal));
  const user = configs.find((_config, index) => used[index]?.includes(name));
  if (user !== undefined) {
    return `the endpoint configuration ${user.name} refers to it`;
  }
  await deleteModel(client, name);
  return undefined;
}
