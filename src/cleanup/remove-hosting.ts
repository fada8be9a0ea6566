import { setTimeout as sleep } from 'node:timers/promises';
import pMap from 'p-map';
import {
  deleteEndpoint,
  deleteEndpointConfig,
  deleteModel,
  hasEndpoint,
  listConfigsOfEndpoint,
  listEndpointConfigs,
  listEndpoints,
  listModelsOfConfig,
  readTags,
} from '../aws/hosting.js';
import { callScript } from '../jobs/call-script.js';
import { names } from '../scripts/names.js';
import { hourMs } from './age.js';
import { type GarbageContext, inParallel } from './context.js';
import { listThroughConnection } from './find-endpoints.js';
import { isOwn, laterExpiry, type OwnTags } from './ownership.js';
import { readEndpointRows } from './read-rows.js';
import type { EndpointGarbage, HostingGarbage, LeftoverRow } from './types.js';

/** AWS deletes endpoints by and by; so long it is waited for, until their configurations can go. */
const longestDeletionMs = 15 * 60_000;
const lookEveryMs = 2000;

/** Why a thing was kept; undefined where it is deleted. */
export type Kept = string | undefined;

/** What removing needs beside the context. */
export interface RemovalSetting {
  readonly own: OwnTags;
  /** When the list was made: what AWS has changed before is known to it. Undefined: nothing is known. */
  readonly listedAt: number | undefined;
  /** Configurations that were listed as garbage and are still there, by Region and name. */
  readonly remainingConfigs: readonly HostingGarbage[];
}

/** Deletes an endpoint that is past its time, and what was made for it. @throws what the script or AWS says */
export async function removeEndpoint(
  context: GarbageContext,
  garbage: EndpointGarbage,
  setting: RemovalSetting,
): Promise<Kept> {
  const { name, region, arn, isInTable } = garbage;
  // what the list says may be over by now: row and tags are read again, right before the deletion
  const [row] = isInTable ? await readEndpointRows(context.session, context.schema, name) : [];
  if (isInTable && row === undefined) {
    return 'its row is gone';
  }
  const tags = arn === undefined ? undefined : await readTags(await context.clients.sageMaker(region), arn);
  if (!isInTable && tags === undefined) {
    return undefined;
  }
  if (tags !== undefined && !isOwn(tags, setting.own)) {
    return 'its tags have changed';
  }
  const expiredAt = laterExpiry(row?.expiresAt, tags ?? new Map());
  if (expiredAt === undefined || expiredAt > context.now) {
    return 'its time was prolonged';
  }
  if (isInTable) {
    await callScript(context.session, context.schema, names.deleteEndpoint, [name, null, null]);
  } else if (arn !== undefined) {
    await removeByTags(context, garbage, arn, setting);
  }
  return undefined;
}

/** The script finds no endpoint, and takes configuration, model, prediction function and row. */
export async function removeLeftoverRow(context: GarbageContext, leftover: LeftoverRow): Promise<Kept> {
  const { session, schema, clients } = context;
  const { name, region, connection } = leftover;
  const [row] = await readEndpointRows(session, schema, name);
  if (row === undefined) {
    return 'its row is gone';
  }
  const seen = await listThroughConnection(context, region, connection);
  if (typeof seen === 'string') {
    throw new Error(`whether AWS has the endpoint by now is not known: ${seen}`);
  }
  if (seen.has(name.toLowerCase()) || (await hasEndpoint(await clients.sageMaker(region), name))) {
    return 'AWS has its endpoint now';
  }
  await callScript(session, schema, names.deleteEndpoint, [name, null, null]);
  return undefined;
}

async function removeByTags(
  context: GarbageContext,
  { name, region }: EndpointGarbage,
  arn: string,
  { own }: RemovalSetting,
): Promise<void> {
  const client = await context.clients.sageMaker(region);
  const configs = await listConfigsOfEndpoint(client, name);
  const models = (
    await pMap(configs, (config) => listModelsOfConfig(client, config), inParallel(context.signal))
  ).flat();
  await deleteEndpoint(client, name);
  await waitUntilGone(context, region, name);
  const setting = { own, listedAt: undefined, remainingConfigs: [] };
  const describe = (kind: HostingGarbage['kind'], object: string) =>
    ({ kind, name: object, region, arn: arn.replace(/:endpoint\/.*$/, `:${kind}/${object}`), createdAt: 0 }) as const;
  for (const config of configs) {
    await removeUnused(context, describe('endpoint-config', config), setting);
  }
  for (const model of new Set(models)) {
    await removeUnused(context, describe('model', model), setting);
  }
}

async function waitUntilGone({ clients, signal }: GarbageContext, region: string, name: string): Promise<void> {
  const client = await clients.sageMaker(region);
  const end = Date.now() + longestDeletionMs;
  while (await hasEndpoint(client, name)) {
    if (Date.now() > end) {
      throw new Error('AWS is still deleting the endpoint; its configuration and model go with the next run');
    }
    await sleep(lookEveryMs, undefined, { signal });
  }
}

/** Deletes a model or a configuration, unless it is used by now. @throws what AWS says */
export async function removeUnused(
  { clients, signal }: GarbageContext,
  { kind, name, arn, region }: HostingGarbage,
  { own, listedAt, remainingConfigs }: RemovalSetting,
): Promise<Kept> {
  const client = await clients.sageMaker(region);
  const tags = await readTags(client, arn);
  if (tags === undefined) {
    return undefined;
  }
  if (!isOwn(tags, own)) {
    return 'its tags have changed';
  }
  // two clocks, so that an hour is taken off
  const since = listedAt === undefined ? undefined : listedAt - hourMs;
  if (kind === 'endpoint-config') {
    const endpoints = await listEndpoints(client, since);
    const used = await pMap(endpoints, (endpoint) => listConfigsOfEndpoint(client, endpoint.name), inParallel(signal));
    const user = endpoints.find((_endpoint, index) => used[index]?.includes(name));
    if (user !== undefined) {
      return `the endpoint ${user.name} uses it`;
    }
    await deleteEndpointConfig(client, name);
    return undefined;
  }
  const configs = [
    ...(await listEndpointConfigs(client, since)),
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
