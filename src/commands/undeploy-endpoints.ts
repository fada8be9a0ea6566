import type { EndpointsView } from '../aws/look-at-endpoints.js';
import type { AwsAccess } from '../config/types.js';
import { makeError, makeInterruption } from '../errors/user-error.js';
import type { EndpointRow } from '../jobs/endpoint-rows.js';
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

/** Asks AWS for the state of the table's endpoints, in every Region of theirs, with the user's own keys. */
export async function readBilledEndpoints(
  rows: readonly EndpointRow[],
  aws: AwsAccess,
  io: CommandIo,
): Promise<readonly BilledEndpoint[]> {
  if (rows.length === 0) {
    return [];
  }
  const [{ lookAtEndpoints }, { makeOwnClients }] = await Promise.all([
    import('../aws/look-at-endpoints.js'),
    import('../aws/own-clients.js'),
  ]);
  const clients = makeOwnClients(aws, io.signal);
  const regions = [...new Set(rows.map(({ region }) => region))];
  const look = async (region: string): Promise<readonly [string, EndpointsView]> => {
    const names = rows.filter((row) => row.region === region).map(({ name }) => name.toLowerCase());
    return [region, await lookAtEndpoints(clients, region, names, io.signal)];
  };
  const views = new Map(await Promise.all(regions.map(look)));
  clients.close();
  if (io.signal.aborted) {
    throw makeInterruption('Nothing was changed.');
  }
  for (const [region, view] of views) {
    if (view.kind === 'unseen') {
      io.warn(`AWS could not be asked for the endpoints in ${region}: ${view.reason}`);
    }
  }
  return rows.map((row) => {
    const view = views.get(row.region);
    return view?.kind === 'seen'
      ? { row, status: view.byName.get(row.name.toLowerCase())?.status ?? 'missing', isAskedOfAws: true }
      : { row, status: row.status ?? 'unknown', isAskedOfAws: false };
  });
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
