import pMap from 'p-map';
import { type ListedEndpoint, listEndpoints } from '../aws/endpoints.js';
import { readTags } from '../aws/read-tags.js';
import { checkConnection, describeFailure } from '../connection/check-connection.js';
import { foldName } from '../tables/aws-names.js';
import type { EndpointRow } from '../tables/endpoint-table.js';
import { type CleanupContext, inParallel } from './context.js';
import { findExpiry, isOwn, type OwnTags } from './ownership.js';
import { type ExpiredEndpoint, type Findings, FindingsCollector, type OrphanedEndpointRow } from './types.js';

/** Finds expired endpoints in the table alone, without AWS credentials. */
export function findExpiredRows(
  rows: readonly EndpointRow[],
  { now }: Pick<CleanupContext, 'now'>,
): readonly ExpiredEndpoint[] {
  return rows.flatMap((row) => {
    const expiredAt = row.expiresAt?.getTime();
    return expiredAt !== undefined && expiredAt <= now
      ? [{ ...describe(row.name, row.region, row), expiredAt, arn: undefined }]
      : [];
  });
}

function describe(name: string, region: string, row: EndpointRow | undefined) {
  return {
    kind: 'endpoint',
    name,
    region,
    instances: row && formatInstances(row),
    isInTable: row !== undefined,
  } as const;
}

function formatInstances({ instanceType, instanceCount }: EndpointRow): string | undefined {
  return instanceType === undefined ? undefined : `${instanceType} × ${instanceCount ?? 1}`;
}

/**
 * Compares the rows of one Region with AWS. Finds expired endpoints with the tags of this deployment, and rows whose endpoint does not
 * exist in AWS. @throws the error of AWS
 */
export async function findEndpoints(
  context: CleanupContext,
  region: string,
  { own, rows }: { readonly own: OwnTags; readonly rows: readonly EndpointRow[] },
): Promise<Findings<ExpiredEndpoint | OrphanedEndpointRow>> {
  const found = new FindingsCollector<ExpiredEndpoint | OrphanedEndpointRow>();
  const client = await context.clients.sageMaker(region);
  const listed = await listEndpoints(client);
  const rowsByName = new Map(rows.map((row) => [foldName(row.name), row]));
  const checkEndpoint = async ({ name, arn }: ListedEndpoint): Promise<void> => {
    const row = rowsByName.get(foldName(name));
    const tags = await readTags(client, arn);
    const expiredAt = tags && findExpiry(row?.expiresAt, tags);
    if (tags === undefined || expiredAt === undefined || expiredAt > context.now) {
      return;
    }
    if (isOwn(tags, own)) {
      found.unused.push({ ...describe(name, region, row), expiredAt, arn });
    } else if (row !== undefined) {
      const reason = 'its row has expired, but in AWS it does not have the tags of this database and schema';
      found.skipped.push({ what: `endpoint ${name} in ${region}`, reason });
    }
  };
  await pMap(listed, checkEndpoint, inParallel(context.signal));
  const names = new Set(listed.map(({ name }) => foldName(name)));
  const missing = rows.filter(
    (row) => !names.has(foldName(row.name)) && row.ageSeconds * 1000 >= context.minAges.models,
  );
  found.add(await confirmMissing(context, region, missing));
  return found;
}

/** Checks missing endpoints again through the connections of their rows, because the local credentials may belong to another account. */
async function confirmMissing(
  context: CleanupContext,
  region: string,
  rows: readonly EndpointRow[],
): Promise<Findings<OrphanedEndpointRow>> {
  const found = new FindingsCollector<OrphanedEndpointRow>();
  for (const connection of new Set(rows.map((row) => row.connection))) {
    context.signal.throwIfAborted();
    const names = await listThroughConnection(context, region, connection);
    for (const { name, ageSeconds } of rows.filter((row) => row.connection === connection)) {
      if (typeof names === 'string') {
        const reason = `not found with the AWS credentials of this machine, and connection ${connection} cannot confirm that: ${names}`;
        found.inaccessible.push({ what: `endpoint ${name} in ${region}`, reason });
      } else if (!names.has(foldName(name))) {
        found.unused.push({
          kind: 'endpoint-row',
          name,
          region,
          connection,
          writtenAt: context.now - ageSeconds * 1000,
        });
      }
    }
  }
  return found;
}

/** The folded names of all endpoints of the extension that a connection can list, or the reason why the list is incomplete. */
export async function listThroughConnection(
  { session, schema }: Pick<CleanupContext, 'session' | 'schema'>,
  region: string,
  connection: string,
): Promise<ReadonlySet<string> | string> {
  const result = await checkConnection(session, schema, { connection, facts: ['endpoints'], region });
  if (result.endpoints === undefined) {
    return [...result.problems, ...result.failures.map(describeFailure)].join(' ') || 'it returned no list';
  }
  return (result.endpoints_unread ?? 0) > 0
    ? 'it lists only some of the endpoints'
    : new Set(result.endpoints.map(({ name }) => foldName(name)));
}
