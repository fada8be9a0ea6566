import type { EndpointsProbe } from '../../aws/probe-endpoints.js';
import type { SmeCommand } from '../../cli/command.js';
import { prepareScriptsAndAws, type ScriptFlags } from '../../cli/script-session.js';
import type { AwsAccess } from '../../config/types.js';
import { makeInterruption } from '../../errors/user-error.js';
import { qualify } from '../../exasol/quote.js';
import { names } from '../../scripts/names.js';
import { type EndpointRow, readEndpointRows } from '../../tables/endpoint-table.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatList } from '../../terminal/list-table.js';
import { printResult } from '../../terminal/output.js';
import { readTerminalWidth } from '../../terminal/streams.js';
import type { TableRows } from '../../terminal/table.js';
import { formatAge, formatExpiry, formatHardware, formatMoment } from '../../text/format-values.js';

/** An endpoint of the table, or one that exists only in AWS. */
interface ListedEndpoint {
  readonly name: string;
  readonly region: string;
  /** Undefined if the table does not contain the endpoint. */
  readonly row: EndpointRow | undefined;
  readonly status: string;
  readonly isStatusFromAws: boolean;
  readonly ageSeconds: number | undefined;
  readonly expiresAt: Date | undefined;
  readonly note: string | undefined;
}

const header = ['ENDPOINT', 'STATUS', 'AGE', 'RUNS ON', 'EXPIRES', 'FUNCTION', 'JOB', 'REGION', 'NOTE'];

/** `sme endpoint list` */
export function addEndpointList(endpoint: SmeCommand): void {
  endpoint
    .command('list')
    .description(
      'List all endpoints with their status in AWS, including those that the endpoint table does not contain',
    )
    .settingOption('awsRegion', 'list only this AWS Region; default: those of the table and of the variables')
    .settingOption('awsProfile', 'AWS CLI profile with the keys for listing')
    .settingOption('awsEndpointUrl')
    .connectionOptions()
    .examples(
      'sme endpoint list',
      "sme endpoint list --json | jq -r '.data.endpoints[] | select(.is_expired) | .endpoint_name'",
    )
    .runs(runEndpointList);
}

async function runEndpointList(flags: ScriptFlags, io: CommandIo): Promise<void> {
  const { access, aws } = await prepareScriptsAndAws(flags, io);
  const allRows = await access.open(names.createEndpoint, readEndpointRows);
  const rows = allRows.filter((row) => flags.region === undefined || row.region === flags.region);
  const defaultRegion = access.defaults.region;
  const regions = [
    ...new Set([...rows.map(({ region }) => region), ...(defaultRegion === undefined ? [] : [defaultRegion])]),
  ];
  const now = new Date();
  const probes = await probeRegions(regions, rows, aws, io);
  const endpoints = regions.flatMap((region) => listEndpointsIn(region, rows, probes.get(region), now));
  const unrelatedCount = [...probes.values()].reduce(
    (sum, probe) => sum + (probe.kind === 'listed' ? probe.unrelatedCount : 0),
    0,
  );
  const isComplete = regions.length > 0 && [...probes.values()].every(({ kind }) => kind === 'listed');
  printResult<'endpoint.list'>(
    io,
    {
      endpoints: endpoints.map((each) => toJsonEndpoint(each, now)),
      other_endpoints: unrelatedCount,
      is_complete: isComplete,
    },
    () => formatEndpoints(endpoints, { unrelatedCount, isComplete, now }, io),
    isComplete ? 0 : 5,
  );
}

/** Lists the endpoints of all Regions in parallel. Warns about Regions that cannot be listed. */
async function probeRegions(
  regions: readonly string[],
  rows: readonly EndpointRow[],
  aws: AwsAccess,
  io: CommandIo,
): Promise<ReadonlyMap<string, EndpointsProbe>> {
  const [{ probeEndpoints }, { makeLocalAwsClients }] = await Promise.all([
    import('../../aws/probe-endpoints.js'),
    import('../../aws/local-clients.js'),
  ]);
  const clients = makeLocalAwsClients(aws, io.signal);
  const namesIn = (region: string) => rows.filter((row) => row.region === region).map(({ name }) => name);
  const probes = await Promise.all(
    regions.map(async (region) => [region, await probeEndpoints(clients, region, namesIn(region), io.signal)] as const),
  );
  clients.close();
  if (regions.length === 0) {
    io.warn('No AWS Region is known, so AWS was not called. Set one with --region or AWS_REGION.');
  }
  if (io.signal.aborted) {
    throw makeInterruption('Nothing was changed: sme endpoint list only reads.');
  }
  for (const [region, probe] of probes) {
    if (probe.kind === 'inaccessible') {
      io.warn(`The endpoints in ${region} could not be listed, so only those of the table are shown: ${probe.reason}`);
    } else if (probe.tagError !== undefined) {
      io.warn(
        `The tags of the other endpoints in ${region} could not be read, so their owner is unknown: ${probe.tagError}`,
      );
    }
  }
  return new Map(probes);
}

function listEndpointsIn(
  region: string,
  rows: readonly EndpointRow[],
  probe: EndpointsProbe | undefined,
  now: Date,
): readonly ListedEndpoint[] {
  const tracked = rows.filter((row) => row.region === region).map((row) => describeTracked(row, probe, now));
  const untracked = probe?.kind === 'listed' ? [...probe.untracked] : [];
  return [
    ...tracked,
    ...untracked.map(([{ name, status, createdAt }, { schema = '?', database = '?', user = '?', expiresAt }]) => ({
      name,
      region,
      row: undefined,
      status,
      isStatusFromAws: true,
      ageSeconds: countSeconds(createdAt, now),
      expiresAt,
      note: `not in this table: created by ${user} in schema ${schema} of database ${database}`,
    })),
  ];
}

function describeTracked(row: EndpointRow, probe: EndpointsProbe | undefined, now: Date): ListedEndpoint {
  const isStatusFromAws = probe?.kind === 'listed';
  const found = isStatusFromAws ? probe.find(row.name) : undefined;
  return {
    name: row.name,
    region: row.region,
    row,
    status: isStatusFromAws ? (found?.status ?? 'missing') : 'unknown',
    isStatusFromAws,
    ageSeconds: countSeconds(found?.createdAt, now) ?? row.ageSeconds,
    expiresAt: row.expiresAt,
    note: makeNote(row, isStatusFromAws, found !== undefined),
  };
}

/** Local keys may belong to another account than the CONNECTION, so a missing endpoint may still exist. */
function makeNote(row: EndpointRow, isStatusFromAws: boolean, isFound: boolean): string | undefined {
  if (!isStatusFromAws) {
    return `AWS could not be called; last known status: ${row.status ?? 'not recorded'}`;
  }
  return isFound
    ? undefined
    : `not visible with your AWS keys: in another account, or deleted ("sme endpoint delete ${row.name}" removes the rest)`;
}

function countSeconds(since: Date | undefined, now: Date): number | undefined {
  return since === undefined ? undefined : Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
}

function toJsonEndpoint(endpoint: ListedEndpoint, now: Date) {
  const { name, region, row, status, isStatusFromAws, ageSeconds, expiresAt, note } = endpoint;
  return {
    endpoint_name: name,
    aws_region: region,
    endpoint_status: status,
    status_source: isStatusFromAws ? ('aws' as const) : ('table' as const),
    is_in_table: row !== undefined,
    age_in_seconds: ageSeconds ?? null,
    expires_at: expiresAt === undefined ? null : formatMoment(expiresAt),
    is_expired: expiresAt !== undefined && expiresAt <= now,
    instance_type: row?.instanceType ?? null,
    instance_count: row?.instanceCount ?? null,
    serverless_memory_mb: row?.memoryMb ?? null,
    serverless_max_concurrency: row?.maxConcurrency ?? null,
    prediction_udf: row === undefined ? null : qualify(row.prediction.schema, row.prediction.name),
    job_name: row?.job ?? null,
    candidate_name: row?.candidate ?? null,
    model_name: row?.model ?? null,
    endpoint_config_name: row?.config ?? null,
    aws_credentials_connection_name: row?.connection ?? null,
    note: note ?? null,
  };
}

function dropEmptyColumns([first = [], ...rest]: TableRows): TableRows {
  const isFilled = first.map((_name, column) => rest.some((row) => row[column] !== ''));
  return [first, ...rest].map((row) => row.filter((_cell, column) => isFilled[column]));
}

function formatEndpoints(
  endpoints: readonly ListedEndpoint[],
  list: { readonly unrelatedCount: number; readonly isComplete: boolean; readonly now: Date },
  io: CommandIo,
): string {
  const { unrelatedCount, isComplete, now } = list;
  const rows = endpoints.map(({ name, region, row, status, ageSeconds, expiresAt, note }) => [
    name,
    status,
    ageSeconds === undefined ? '' : formatAge(ageSeconds),
    row === undefined ? '' : formatHardware(row),
    formatExpiry(expiresAt, now),
    row === undefined ? '' : qualify(row.prediction.schema, row.prediction.name),
    row?.job ?? '',
    region,
    note ?? '',
  ]);
  const noEndpoints = isComplete
    ? 'No endpoints. Create one with: sme endpoint create JOB --instance-type ml.m5.large\n'
    : 'No endpoints in the table. AWS could not be called, so endpoints may exist there.\n';
  const layout = {
    width: readTerminalWidth(io.stdout),
    shrinkable: ['NOTE'],
    droppable: ['RUNS ON', 'AGE', 'FUNCTION'],
    colorStatus: io.colorStatus,
  };
  const table = endpoints.length === 0 ? noEndpoints : formatList(dropEmptyColumns([header, ...rows]), layout);
  const isOne = unrelatedCount === 1;
  const footer =
    unrelatedCount === 0
      ? ''
      : `${unrelatedCount} other ${isOne ? 'endpoint' : 'endpoints'} in SageMaker ${isOne ? 'was' : 'were'} not created by this extension.\n`;
  return `${table}${footer}`;
}
