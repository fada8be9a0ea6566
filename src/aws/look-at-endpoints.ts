import { describeThrown } from '../errors/user-error.js';
import { type EndpointOrigin, findOrigins, type ListedEndpoint, listEndpoints } from './list-endpoints.js';
import type { OwnClients } from './own-clients.js';

/** What the user's own keys see of the endpoints of a Region, or why they see nothing. */
export type EndpointsView =
  | {
      readonly kind: 'seen';
      /** All of them, by name in small letters. */
      readonly byName: ReadonlyMap<string, ListedEndpoint>;
      /** Made by this extension, and not asked for. */
      readonly strays: ReadonlyMap<ListedEndpoint, EndpointOrigin>;
      /** How many others there are, which are nobody's business here. */
      readonly others: number;
      /** Why strays could not be told from others, where that is so. */
      readonly untold: string | undefined;
    }
  | { readonly kind: 'unseen'; readonly reason: string };

/** A Region that does not answer must not hold up a list for long. */
const patienceMs = 30_000;

/**
 * Asks SageMaker for the endpoints of a Region. Never throws: what went wrong is a part of the answer.
 * @param names of the endpoints that are known, in small letters
 */
export async function lookAtEndpoints(
  clients: OwnClients,
  region: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<EndpointsView> {
  try {
    const client = await clients.sageMaker(region);
    const untilThen = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const all = await listEndpoints(client, untilThen);
    const wanted = new Set(names);
    const unknown = all.filter(({ name }) => !wanted.has(name.toLowerCase()));
    let strays: ReadonlyMap<ListedEndpoint, EndpointOrigin> = new Map();
    let untold: string | undefined;
    try {
      strays = await findOrigins(client, unknown, untilThen);
    } catch (thrown) {
      untold = describeThrown(thrown);
    }
    const byName = new Map(all.map((endpoint) => [endpoint.name.toLowerCase(), endpoint]));
    return { kind: 'seen', byName, strays, others: unknown.length - strays.size, untold };
  } catch (thrown) {
    return { kind: 'unseen', reason: describeThrown(thrown) };
  }
}
