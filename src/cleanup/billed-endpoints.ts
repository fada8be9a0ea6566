import type { EndpointsView } from '../aws/look-at-endpoints.js';
import type { AwsAccess } from '../config/types.js';
import { makeInterruption } from '../errors/user-error.js';
import type { EndpointRow } from '../jobs/endpoint-rows.js';
import type { Logger } from '../logger.js';
import type { OwnTags } from './ownership.js';

/** An endpoint of the table, with the status that AWS reports or, where AWS could not be asked, the last known one. */
export interface BilledEndpoint {
  readonly row: EndpointRow;
  readonly status: string;
  readonly isAskedOfAws: boolean;
}

/** An endpoint with the tags of this database and schema that the table lacks. Another database of the same name may have created it. */
export interface UntrackedEndpoint {
  readonly name: string;
  readonly region: string;
  readonly status: string;
}

interface EndpointSearch {
  readonly rows: readonly EndpointRow[];
  readonly own: OwnTags;
  /** Searched in addition to the Regions of the rows. */
  readonly defaultRegion: string | undefined;
}

interface SearchContext {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  warn(text: string): void;
}

/** Asks AWS for the endpoints of this database and schema, with the user's own keys. */
export async function readBilledEndpoints(
  { rows, own, defaultRegion }: EndpointSearch,
  aws: AwsAccess,
  { signal, logger, warn }: SearchContext,
): Promise<{ readonly endpoints: readonly BilledEndpoint[]; readonly untracked: readonly UntrackedEndpoint[] }> {
  const rowRegions = new Set(rows.map(({ region }) => region));
  const regions = [...new Set([...rowRegions, ...(defaultRegion === undefined ? [] : [defaultRegion])])];
  if (regions.length === 0) {
    return { endpoints: [], untracked: [] };
  }
  const [{ lookAtEndpoints }, { makeOwnClients }] = await Promise.all([
    import('../aws/look-at-endpoints.js'),
    import('../aws/own-clients.js'),
  ]);
  const clients = makeOwnClients(aws, signal);
  const look = async (region: string): Promise<readonly [string, EndpointsView]> => {
    const names = rows.filter((row) => row.region === region).map(({ name }) => name.toLowerCase());
    return [region, await lookAtEndpoints(clients, region, names, signal)];
  };
  const views = new Map(await Promise.all(regions.map(look)));
  clients.close();
  if (signal.aborted) {
    throw makeInterruption('Nothing was changed.');
  }
  for (const [region, view] of views) {
    if (view.kind === 'unseen') {
      const said = `AWS could not be asked for the endpoints in ${region}: ${view.reason}`;
      // users without AWS keys of their own, whose table has no endpoint there, have nothing to fix
      if (rowRegions.has(region)) {
        warn(said);
      } else {
        logger.detail(said);
      }
    } else if (view.untold !== undefined) {
      warn(`AWS did not show the tags of the endpoints in ${region} that the table lacks: ${view.untold}`);
    }
  }
  const endpoints = rows.map((row) => {
    const view = views.get(row.region);
    return view?.kind === 'seen'
      ? { row, status: view.byName.get(row.name.toLowerCase())?.status ?? 'missing', isAskedOfAws: true }
      : { row, status: row.status ?? 'unknown', isAskedOfAws: false };
  });
  return { endpoints, untracked: [...views].flatMap(([region, view]) => listUntracked(region, view, own)) };
}

function listUntracked(region: string, view: EndpointsView, own: OwnTags): readonly UntrackedEndpoint[] {
  if (view.kind === 'unseen' || own.database === '') {
    return [];
  }
  return [...view.strays]
    .filter(([, { database, schema }]) => database === own.database && schema === own.schema)
    .map(([{ name, status }]) => ({ name, region, status }));
}
