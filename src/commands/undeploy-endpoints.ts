import { type EndpointsProbe, findEndpoint } from '../aws/probe-endpoints.js';
import type { OwnTags } from '../cleanup/ownership.js';
import type { AwsAccess } from '../config/types.js';
import { makeError, makeInterruption } from '../errors/user-error.js';
import type { EndpointRow } from '../tables/endpoint-table.js';
import { ask, type ConfirmFlags } from './confirm.js';
import type { CommandIo } from './io.js';

/** Flags that decide about the endpoints before their scripts go. */
export interface EndpointDecision extends ConfirmFlags {
  readonly deleteEndpoints?: boolean | undefined;
  readonly keepEndpoints?: boolean | undefined;
}

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
  /** Asked in addition to the Regions of the rows. */
  readonly defaultRegion: string | undefined;
}

/** Asks AWS for the endpoints of this database and schema, with the user's own keys. */
export async function readBilledEndpoints(
  { rows, own, defaultRegion }: EndpointSearch,
  aws: AwsAccess,
  io: CommandIo,
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
  const clients = makeLocalAwsClients(aws, io.signal);
  const look = async (region: string): Promise<readonly [string, EndpointsProbe]> => {
    const names = rows.filter((row) => row.region === region).map(({ name }) => name.toLowerCase());
    return [region, await probeEndpoints(clients, region, names, io.signal)];
  };
  const views = new Map(await Promise.all(regions.map(look)));
  clients.close();
  if (io.signal.aborted) {
    throw makeInterruption('Nothing was changed.');
  }
  for (const [region, view] of views) {
    if (view.kind === 'inaccessible') {
      const said = `AWS could not be asked for the endpoints in ${region}: ${view.reason}`;
      // users without AWS keys of their own, whose table has no endpoint there, have nothing to fix
      if (rowRegions.has(region)) {
        io.warn(said);
      } else {
        io.logger.detail(said);
      }
    } else if (view.tagError !== undefined) {
      io.warn(`AWS did not show the tags of the endpoints in ${region} that the table lacks: ${view.tagError}`);
    }
  }
  const endpoints = rows.map((row) => {
    const view = views.get(row.region);
    return view?.kind === 'listed'
      ? { row, status: findEndpoint(view.endpoints, row.name)?.status ?? 'missing', isAskedOfAws: true }
      : { row, status: row.status ?? 'unknown', isAskedOfAws: false };
  });
  return { endpoints, untracked: [...views].flatMap(([region, view]) => listUntracked(region, view, own)) };
}

function listUntracked(region: string, view: EndpointsProbe, own: OwnTags): readonly UntrackedEndpoint[] {
  if (view.kind === 'inaccessible' || own.database === '') {
    return [];
  }
  return [...view.untracked]
    .filter(([, { database, schema }]) => database === own.database && schema === own.schema)
    .map(([{ name, status }]) => ({ name, region, status }));
}

/** What to know about endpoints that the table lacks; sme does not delete them here. */
export function formatUntracked(endpoints: readonly UntrackedEndpoint[]): string {
  const list = endpoints.map(({ name, region, status }) => `- ${name} in ${region}: ${status} in AWS`).join('\n');
  return (
    'AWS has endpoints with the tags of this database and schema that the endpoint table does not list. They stay in AWS and are billed:\n' +
    `${list}\nIf they are yours, delete each with: sme endpoint delete NAME --connection CONNECTION --region REGION`
  );
}

/**
 * Whether to delete the endpoints first. On a terminal, sme asks where no flag decides.
 * @throws UserError E-SME-301 without a decision
 */
export async function decideAboutEndpoints(
  endpoints: readonly BilledEndpoint[],
  flags: EndpointDecision,
  io: CommandIo,
): Promise<boolean> {
  const deletes = flags.deleteEndpoints === true;
  if (endpoints.length === 0 || deletes !== (flags.keepEndpoints === true)) {
    return deletes;
  }
  const list = formatEndpoints(endpoints);
  const isSure = flags.yes === true || flags.autoApprove === true;
  if (deletes || isSure || !io.interactive) {
    throw makeError('E-SME-301', { list });
  }
  return await ask(io, `AWS may bill these endpoints, and no script can delete them after undeploy:\n${list}`, {
    question: 'Delete these endpoints first?',
  });
}

export function formatEndpoints(endpoints: readonly BilledEndpoint[]): string {
  return endpoints
    .map(({ row, status, isAskedOfAws }) => {
      const said = isAskedOfAws ? describeStatus(status) : `last known status ${status} (unverified)`;
      return `- ${row.name} in ${row.region}: ${said}`;
    })
    .join('\n');
}

/** The user's own keys may belong to another account than those of the connection, so a missing endpoint may still exist. */
const describeStatus = (status: string) =>
  status === 'missing' ? 'missing in AWS, or in another account than your keys' : `${status} in AWS`;
