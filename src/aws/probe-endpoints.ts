import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import pMap from 'p-map';
import { tagNames } from '../scripts/facts.js';
import { describeWithFix } from './aws-failure.js';
import { maxParallelCalls } from './clients.js';
import { type ListedEndpoint, listEndpoints } from './endpoints.js';
import type { LocalAwsClients } from './local-clients.js';
import { readTags } from './read-tags.js';
import { readExpiry } from './tag-expiry.js';

/** Who created an endpoint, from its tags. Anyone with access to the account can write tags, so these texts are only displayed. */
export interface EndpointOrigin {
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly user: string | undefined;
  readonly expiresAt: Date | undefined;
}

/** The endpoints of a Region that are visible with the user's own keys. */
export type EndpointsProbe =
  | {
      readonly kind: 'listed';
      /** Finds any endpoint of the Region by name; case does not matter. */
      readonly find: (name: string) => ListedEndpoint | undefined;
      /** Created by this extension, but not among the known names. */
      readonly untracked: ReadonlyMap<ListedEndpoint, EndpointOrigin>;
      /** How many endpoints were not created by this extension. */
      readonly unrelatedCount: number;
      /** Why the tags could not be read; endpoints that the table does not have then count as unrelated. */
      readonly tagError: string | undefined;
    }
  | { readonly kind: 'inaccessible'; readonly reason: string };

/** Limits the delay by a Region that does not respond. */
const timeoutMs = 30_000;

/**
 * Lists the endpoints of a Region. Never throws: the result contains the error.
 * @param known names of the endpoints that the endpoint table has; case does not matter
 */
export async function probeEndpoints(
  clients: LocalAwsClients,
  region: string,
  known: readonly string[],
  signal: AbortSignal,
): Promise<EndpointsProbe> {
  try {
    const client = await clients.sageMaker(region);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const endpoints = await listEndpoints(client, { signal: limit });
    const knownNames = new Set(known.map((name) => name.toLowerCase()));
    const unknown = endpoints.filter(({ name }) => !knownNames.has(name.toLowerCase()));
    let untracked: ReadonlyMap<ListedEndpoint, EndpointOrigin> = new Map();
    let tagError: string | undefined;
    try {
      untracked = await findOrigins(client, unknown, limit);
    } catch (thrown) {
      tagError = describeWithFix(thrown);
    }
    const byName = new Map(endpoints.map((endpoint) => [endpoint.name.toLowerCase(), endpoint]));
    const find = (name: string) => byName.get(name.toLowerCase());
    return { kind: 'listed', find, untracked, unrelatedCount: unknown.length - untracked.size, tagError };
  } catch (thrown) {
    return { kind: 'inaccessible', reason: describeWithFix(thrown) };
  }
}

/** The endpoints that this extension created, by their tags. */
export async function findOrigins(
  client: SageMakerClient,
  endpoints: readonly ListedEndpoint[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ListedEndpoint, EndpointOrigin>> {
  const found = new Map<ListedEndpoint, EndpointOrigin>();
  const findOrigin = async (endpoint: ListedEndpoint) => {
    const tags = await readTags(client, endpoint.arn, signal);
    if (tags?.has(tagNames.version)) {
      found.set(endpoint, {
        database: tags.get(tagNames.database),
        schema: tags.get(tagNames.schema),
        user: tags.get(tagNames.user),
        expiresAt: readExpiry(tags),
      });
    }
  };
  await pMap(endpoints, findOrigin, { concurrency: maxParallelCalls, signal });
  return found;
}
