import type { EndpointsProbe } from '../../aws/probe-endpoints.js';
import { prepareScriptsAndAws } from '../../cli/script-session.js';
import type { AwsAccess } from '../../config/types.js';
import { makeInterruption } from '../../errors/user-error.js';
import { qualify } from '../../exasol/quote.js';
import { names } from '../../scripts/names.js';
import { type EndpointRow, readEndpointRows } from '../../tables/endpoint-table.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { readColumns } from '../../terminal/streams.js';
import { fitTable } from '../../terminal/table.js';
import { describeExpiry, describeHosting, formatDuration } from '../../text/endpoint-text.js';
import { formatMoment } from '../../text/format-values.js';
import type { AwsFlags } from '../aws-settings.js';

/** A line of the list: an endpoint of the table, or one that AWS has and the table does not. */
interface Line {
  readonly name: string;
  readonly region: string;
  /** Of the table; undefined for one that it does not know. */
  readonly row: EndpointRow | undefined;
  readonly status: string;
  readonly isAskedOfAws: boolean;
  readonly ageSeconds: number | undefined;
  readonly expiresAt: Date | undefined;
  readonly note: string | undefined;
}

/** `sme endpoint list`: the endpoints of the table as AWS sees them now, and those of AWS that the table has lost. */
export async function runEndpointList(flags: AwsFlags, io: CommandIo): Promise<void> {
  const { access, aws } = await prepareScriptsAndAws(flags, io);
  const rows = await access.open(names.createEndpoint, readEndpointRows);
  const wanted = rows.filter((row) => flags.region === undefined || row.region === flags.region);
  const ownRegion = access.defaults.region;
  const regions = [
    ...new Set([...wanted.map(({ region }) => region), ...(ownRegion === undefined ? [] : [ownRegion])]),
  ];
  const now = new Date();
  const views = await lookEverywhere(regions, wanted, aws, io);
  const lines = regions.flatMap((region) => listLines(region, wanted, views.get(region), now));
  const others = [...views.values()].reduce((sum, view) => sum + (view.kind === 'listed' ? view.unrelatedCount : 0), 0);
  const isAsked = regions.length > 0 && [...views.values()].every(({ kind }) => kind === 'listed');
  printResult(
    io,
    { endpoints: lines.map((line) => describeLine(line, now)), other_endpoints: others, is_complete: isAsked },
    () => formatLines(lines, { others, isAsked, now }, io),
    isAsked ? 0 : 5,
  );
}

/** Asks AWS in every Region at once; where it cannot be asked, says why. */
async function lookEverywhere(
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
  const views = await Promise.all(
    regions.map(async (region) => [region, await probeEndpoints(clients, region, namesIn(region), io.signal)] as const),
  );
  clients.close();
  if (regions.length === 0) {
    io.warn('AWS was not asked: no Region is known. Give --region (or AWS_REGION).');
  }
  if (io.signal.aborted) {
    throw makeInterruption('Nothing was changed: sme endpoint list only looks.');
  }
  for (const [region, view] of views) {
    if (view.kind === 'inaccessible') {
      io.warn(`AWS was not asked in ${region}, so what is known here is of the table alone: ${view.reason}`);
    } else if (view.tagError !== undefined) {
      io.warn(
        `Whose the other endpoints in ${region} are is not known, for AWS did not show their tags: ${view.tagError}`,
      );
    }
  }
  return new Map(views);
}

function listLines(
  region: string,
  rows: readonly EndpointRow[],
  view: EndpointsProbe | undefined,
  now: Date,
): readonly Line[] {
  const own = rows.filter((row) => row.region === region).map((row) => makeLine(row, view, now));
  const strays = view?.kind === 'listed' ? [...view.untracked] : [];
  return [
    ...own,
    ...strays.map(([{ name, status, createdAt }, { schema = '?', database = '?', user = '?', expiresAt }]) => ({
      name,
      region,
      row: undefined,
      status,
      isAskedOfAws: true,
      ageSeconds: countSeconds(createdAt, now),
      expiresAt,
      note: `not in this table: made by ${user} in schema ${schema} of database ${database}`,
    })),
  ];
}

function makeLine(row: EndpointRow, view: EndpointsProbe | undefined, now: Date): Line {
  const isAskedOfAws = view?.kind === 'listed';
  const found = isAskedOfAws ? view.find(row.name) : undefined;
  return {
    name: row.name,
    region: row.region,
    row,
    status: isAskedOfAws ? (found?.status ?? 'missing') : 'unknown',
    isAskedOfAws,
    ageSeconds: countSeconds(found?.createdAt, now) ?? row.ageSeconds,
    expiresAt: row.expiresAt,
    note: makeNote(row, isAskedOfAws, found !== undefined),
  };
}

function makeNote(row: EndpointRow, isAskedOfAws: boolean, isFound: boolean): string | undefined {
  if (!isAskedOfAws) {
    return `AWS could not be asked; its last known status is ${row.status ?? 'not recorded'}`;
  }
  return isFound
    ? undefined
    : `your AWS keys see none of this name: gone (then "sme endpoint delete ${row.name}" clears the rest), or of another account`;
}

function countSeconds(since: Date | undefined, now: Date): number | undefined {
  return since === undefined ? undefined : Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
}

function describeLine({ name, region, row, status, isAskedOfAws, ageSeconds, expiresAt, note }: Line, now: Date) {
  return {
    endpoint_name: name,
    aws_region: region,
    endpoint_status: status,
    /** Who says so. */
    status_source: isAskedOfAws ? 'aws' : 'table',
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

/** Columns that say nothing of any endpoint take no room. */
function dropEmptyColumns([first = [], ...rest]: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const isFilled = first.map((_name, column) => rest.some((row) => row[column] !== ''));
  return [first, ...rest].map((row) => row.filter((_cell, column) => isFilled[column]));
}

const header = ['ENDPOINT', 'STATUS', 'AGE', 'RUNS ON', 'EXPIRES', 'FUNCTION', 'JOB', 'REGION', 'NOTE'];

function formatLines(
  lines: readonly Line[],
  { others, isAsked, now }: { readonly others: number; readonly isAsked: boolean; readonly now: Date },
  io: CommandIo,
): string {
  const table = lines.map(({ name, region, row, status, ageSeconds, expiresAt, note }) => [
    name,
    status,
    ageSeconds === undefined ? '' : formatDuration(ageSeconds),
    row === undefined ? '' : describeHosting(row),
    describeExpiry(expiresAt, now),
    row === undefined ? '' : qualify(row.prediction.schema, row.prediction.name),
    row?.job ?? '',
    region,
    note ?? '',
  ]);
  const nothing = isAsked
    ? 'There is no endpoint. Make one with: sme endpoint create JOB --instance-type ml.m5.large\n'
    : 'The table has no endpoint. AWS could not be asked, so endpoints may exist there.\n';
  const text =
    lines.length === 0
      ? nothing
      : fitTable(dropEmptyColumns([header, ...table]), { width: readColumns(io.stdout), paint: io.paint });
  const more =
    others === 0 ? '' : `${others} more in SageMaker ${others === 1 ? 'was' : 'were'} not made by this extension.\n`;
  return `${text}${more}`;
}
