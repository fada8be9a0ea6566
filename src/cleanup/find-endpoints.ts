import pMap from 'p-map';
import { type HostingObject, listEndpoints, readTags } from '../aws/hosting.js';
import { checkConnection, describeFailure } from '../connection/check-connection.js';
import { type GarbageContext, inParallel } from './context.js';
import { isOwn, laterExpiry, type OwnTags } from './ownership.js';
import type { EndpointRow } from './read-rows.js';
import type { EndpointGarbage, LeftoverRow, Remark } from './types.js';

export interface FoundEndpoints {
  readonly garbage: readonly (EndpointGarbage | LeftoverRow)[];
  readonly unseen: readonly Remark[];
  readonly leftAlone: readonly Remark[];
}

/** Endpoints of the table that are past their time, where AWS cannot be asked with the keys of this machine. */
export function findExpiredRows(
  rows: readonly EndpointRow[],
  { now }: Pick<GarbageContext, 'now'>,
): readonly EndpointGarbage[] {
  return rows.flatMap(({ name, region, expiresAt, instances }) =>
    expiresAt !== undefined && expiresAt <= now
      ? [{ kind: 'endpoint', name, region, expiredAt: expiresAt, instances, arn: undefined, isInTable: true } as const]
      : [],
  );
}

/**
 * Compares the rows of one Region with what AWS has: endpoints with our tags that are past the later of row and tag, and rows whose
 * endpoint AWS does not have. @throws what AWS says
 */
export async function findEndpoints(
  context: GarbageContext,
  region: string,
  { own, rows }: { readonly own: OwnTags; readonly rows: readonly EndpointRow[] },
): Promise<FoundEndpoints> {
  const client = await context.clients.sageMaker(region);
  const listed = await listEndpoints(client);
  const byName = new Map(rows.map((row) => [row.name.toLowerCase(), row]));
  const leftAlone: Remark[] = [];
  const judge = async ({ name, arn }: HostingObject): Promise<readonly EndpointGarbage[]> => {
    const row = byName.get(name.toLowerCase());
    const tags = await readTags(client, arn);
    if (tags === undefined) {
      return [];
    }
    const expiredAt = laterExpiry(row?.expiresAt, tags);
    if (expiredAt === undefined || expiredAt > context.now) {
      return [];
    }
    if (!isOwn(tags, own)) {
      if (row !== undefined) {
        const reason = 'its row is past its time, but AWS has it without the tags of this database and schema';
        leftAlone.push({ what: `endpoint ${name} in ${region}`, reason });
      }
      return [];
    }
    return [
      { kind: 'endpoint', name, region, expiredAt, instances: row?.instances, arn, isInTable: row !== undefined },
    ];
  };
  const expired = (await pMap(listed, judge, inParallel(context.signal))).flat();
  const names = new Set(listed.map(({ name }) => name.toLowerCase()));
  const missing = rows.filter((row) => !names.has(row.name.toLowerCase()) && row.ageMs >= context.ages.models);
  const { garbage: leftovers, unseen } = await confirmMissing(context, region, missing);
  return { garbage: [...expired, ...leftovers], unseen, leftAlone };
}

/** The keys of this machine may be of another account, so the connection of a row has to miss its endpoint, too. */
async function confirmMissing(context: GarbageContext, region: string, rows: readonly EndpointRow[]) {
  const garbage: LeftoverRow[] = [];
  const unseen: Remark[] = [];
  for (const connection of new Set(rows.map((row) => row.connection))) {
    context.signal.throwIfAborted();
    const asked = await listThroughConnection(context, region, connection);
    const concerned = rows.filter((row) => row.connection === connection);
    if (typeof asked === 'string') {
      const reason = `not found with the keys of this machine, and the connection ${connection} does not tell: ${asked}`;
      unseen.push(...concerned.map(({ name }) => ({ what: `endpoint ${name} in ${region}`, reason })));
      continue;
    }
    const missing = concerned.filter(({ name }) => !asked.has(name.toLowerCase()));
    garbage.push(
      ...missing.map(
        ({ name, ageMs }) =>
          ({ kind: 'endpoint-row', name, region, connection, writtenAt: context.now - ageMs }) as const,
      ),
    );
  }
  return { garbage, unseen };
}

/** Names of our endpoints, in small letters, as a connection sees them; or why it does not see all. */
export async function listThroughConnection(
  { session, schema }: Pick<GarbageContext, 'session' | 'schema'>,
  region: string,
  connection: string,
): Promise<ReadonlySet<string> | string> {
  const answer = await checkConnection(session, schema, { connection, ask: ['endpoints'], region });
  if (answer.endpoints === undefined) {
    return [...answer.problems, ...answer.failures.map(describeFailure)].join(' ') || 'it does not answer';
  }
  return (answer.endpoints_unread ?? 0) > 0
    ? 'it shows only a part of the endpoints'
    : new Set(answer.endpoints.map(({ name }) => name.toLowerCase()));
}
