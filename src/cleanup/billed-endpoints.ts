import type { EndpointsProbe } from '../aws/probe-endpoints.js';
import type { AwsAccess } from '../config/types.js';
import { makeInterruption } from '../errors/user-error.js';
import type { Logger } from '../logger.js';
import type { EndpointRow } from '../tables/endpoint-table.js';
import type { OwnTags } from './ownership.js';

/** An endpoint of the table, with its status in AWS or, if AWS could not be called, its last known status. */
export interface BilledEndpoint {
  readonly row: EndpointRow;
  readonly status: string;
  readonly isStatusFromAws: boolean;
}

/** An endpoint with the tags of this database and schema that is not in the table. A database of the same name may have created it. */
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

/** Finds the endpoints of this database and schema in AWS with the credentials of this machine. */
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
  const [{ probeEndpoints }, { makeLocalAwsClients }] = await Promise.all([
    import('../aws/probe-endpoints.js'),
    import('../aws/local-clients.js'),
  ]);
  const clients = makeLocalAwsClients(aws, signal);
  const probe = async (region: string): Promise<readonly [string, EndpointsProbe]> => {
    const names = rows.filter((row) => row.region === region).map(({ name }) => name);
    return [region, await probeEndpoints(clients, region, names, signal)];
  };
  const probes = new Map(await Promise.all(regions.map(probe)));
  clients.close();
  if (signal.aborted) {
    throw makeInterruption('Nothing was changed.');
  }
  for (const [region, result] of probes) {
    if (result.kind === 'inaccessible') {
      const message = `The endpoints in ${region} could not be listed: ${result.reason}`;
      // without an endpoint of the table in that Region, users without AWS credentials have nothing to fix
      if (rowRegions.has(region)) {
        warn(message);
      } else {
        logger.detail(message);
      }
    } else if (result.tagError !== undefined) {
      warn(`The tags of the endpoints in ${region} that are not in the table could not be read: ${result.tagError}`);
    }
  }
  const endpoints = rows.map((row) => {
    const result = probes.get(row.region);
    return result?.kind === 'listed'
      ? { row, status: result.find(row.name)?.status ?? 'missing', isStatusFromAws: true }
      : { row, status: row.status ?? 'unknown', isStatusFromAws: false };
  });
  return { endpoints, untracked: [...probes].flatMap(([region, result]) => listUntracked(region, result, own)) };
}

function listUntracked(region: string, result: EndpointsProbe, own: OwnTags): readonly UntrackedEndpoint[] {
  if (result.kind === 'inaccessible' || own.database === '') {
    return [];
  }
  return [...result.untracked]
    .filter(([, { database, schema }]) => database === own.database && schema === own.schema)
    .map(([{ name, status }]) => ({ name, region, status }));
}
