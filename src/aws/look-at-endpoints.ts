import type { AwsAccess } from '../config/types.js';
import { describeThrown } from '../errors/user-error.js';
import { makeSageMakerClient } from './clients.js';
import { type EndpointOrigin, findOrigins, type ListedEndpoint, listEndpoints } from './list-endpoints.js';
import { findOwnCredentials } from './own-credentials.js';

/** What the user's own keys see of the endpoints of a Region, or why they see nothing. */
export type EndpointsView =
  | {
      readonly kind: 'seen';
      /** Of those that were asked for, by name in small letters. */
      readonly known: ReadonlyMap<string, ListedEndpoint>;
      /** Made by this extension, and not asked for. */
      readonly strays: ReadonlyMap<ListedEndpoint, EndpointOrigin>;
      /** How many others there are, which are nobody's business here. */
      readonly others: number;
    }
  | { readonly kind: 'unseen'; readonly reason: string };

/** A Region that does not answer must not hold up a list for long. */
const patienceMs = 30_000;

/** Asks SageMaker for the endpoints of a Region with the user's own keys. Never throws: what went wrong is a part of the answer. */
export async function lookAtEndpoints(
  names: readonly string[],
  { region, access, signal }: { readonly region: string; readonly access: AwsAccess; readonly signal: AbortSignal },
): Promise<EndpointsView> {
  try {
    const keys = await findOwnCredentials({ region, profile: access.profile, credentials: access.credentials });
    const client = makeSageMakerClient({
      region,
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey.reveal(),
      ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken.reveal() }),
      ...(access.endpointUrl === undefined ? {} : { endpointUrl: access.endpointUrl }),
    });
    try {
      const untilThen = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const all = await listEndpoints(client, untilThen);
      const wanted = new Set(names);
      const unknown = all.filter(({ name }) => !wanted.has(name.toLowerCase()));
      const strays = await findOrigins(client, unknown, untilThen);
      return {
        kind: 'seen',
        known: new Map(all.map((endpoint) => [endpoint.name.toLowerCase(), endpoint])),
        strays,
        others: unknown.length - strays.size,
      };
    } finally {
      client.destroy();
    }
  } catch (thrown) {
    return { kind: 'unseen', reason: describeThrown(thrown) };
  }
}
