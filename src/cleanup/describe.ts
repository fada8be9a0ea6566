import { formatBytes } from '../text/format-bytes.js';
import { formatAge, formatMoment } from '../text/format-values.js';
import type { CleanupPlan, Deletion, Note, UnusedData, UnusedResource } from './types.js';

const kindNames: Readonly<Record<UnusedResource['kind'], string>> = {
  data: 'training data',
  batch: 'batch prediction',
  endpoint: 'endpoint',
  'endpoint-row': 'remains of endpoint',
  'endpoint-config': 'endpoint configuration',
  model: 'model',
};

/** `endpoint churn`, `training data s3://bucket/sme/churn-1/train/`. */
export function nameResource(resource: UnusedResource): string {
  return `${kindNames[resource.kind]} ${nameOf(resource)}`;
}

function nameOf(resource: UnusedResource): string {
  return resource.kind === 'data' ? `s3://${resource.bucket}/${resource.prefix}` : resource.name;
}

/** A resource of a plan for --json: sizes in bytes, times in UTC. */
export function describeResource(resource: UnusedResource, now: number) {
  const { kind, region } = resource;
  const since = unusedSince(resource);
  const common = {
    kind,
    name: nameOf(resource),
    aws_region: region,
    region,
    why: explain(resource),
    since: formatMoment(new Date(since)),
    age_in_seconds: Math.max(0, Math.round((now - since) / 1000)),
  };
  const data = kind === 'data' ? resource : undefined;
  const endpoint = kind === 'endpoint' ? resource : undefined;
  const isInTable = endpoint?.isInTable ?? null;
  return {
    ...common,
    job_name: data?.job ?? null,
    job_status: data?.status ?? null,
    files: data?.files ?? null,
    bytes: data?.bytes ?? null,
    uploads: data?.uploads ?? null,
    instances: endpoint?.instances ?? null,
    is_in_table: isInTable,
    in_endpoint_table: isInTable,
  };
}

/** The outcome for a resource, for --json. */
export function describeDeletion({ resource, outcome, reason, files, bytes }: Deletion) {
  const { kind, region } = resource;
  const size = kind === 'data' ? { files, bytes } : { files: null, bytes: null };
  const why = outcome === 'deleted' ? null : (reason ?? '');
  return { kind, name: nameOf(resource), aws_region: region, region, ...size, reason: why };
}

/** A plan as a table: header and rows. With deletions, it includes their outcomes. */
export function listResources(plan: CleanupPlan, deletions: readonly Deletion[] = []): readonly (readonly string[])[] {
  const outcomes = new Map<UnusedResource, string>(deletions.map(({ resource, outcome }) => [resource, outcome]));
  const withResults = deletions.length > 0;
  return [
    ['WHAT', 'NAME', 'REGION', 'SIZE', 'AGE', ...(withResults ? ['RESULT'] : []), 'WHY'],
    ...plan.unused.map((resource) => [
      kindNames[resource.kind],
      nameOf(resource),
      resource.region,
      describeSize(resource),
      formatAge((plan.madeAt - unusedSince(resource)) / 1000),
      ...(withResults ? [outcomes.get(resource) ?? 'not reached'] : []),
      explain(resource),
    ]),
  ];
}

/** `2 endpoints (billed by the hour), 1 model, 34 MB of training data in 12 files`. */
export function summarizeResources(list: readonly UnusedResource[], isBilled = true): string {
  const count = (kind: UnusedResource['kind']) => list.filter((resource) => resource.kind === kind).length;
  const data = list.filter((resource) => resource.kind === 'data');
  const [files, bytes, uploads] = [sum(data, 'files'), sum(data, 'bytes'), sum(data, 'uploads')];
  const endpoints = count('endpoint');
  return [
    ...(endpoints === 0 ? [] : [`${countOf(endpoints, 'endpoint')}${isBilled ? ' (billed by the hour)' : ''}`]),
    ...describeCount(count('endpoint-row'), 'row without endpoint', 'rows without endpoint'),
    ...describeCount(count('endpoint-config'), 'endpoint configuration'),
    ...describeCount(count('model'), 'model'),
    ...describeCount(data.filter(({ cause }) => cause === 'unfinished').length, 'unfinished training'),
    ...describeCount(count('batch'), 'unfinished batch prediction'),
    ...(files === 0 ? [] : [`${formatBytes(bytes)} of training data in ${countOf(files, 'file')}`]),
    ...describeCount(uploads, 'unfinished upload'),
  ].join(', ');
}

/** The same for deleted resources, including the deleted files of partly deleted training data. */
export function summarizeDeletions(deletions: readonly Deletion[]): string {
  const list = deletions.flatMap(({ resource, outcome, files, bytes }): readonly UnusedResource[] => {
    if (resource.kind === 'data') {
      const rest = outcome === 'deleted' ? {} : { uploads: 0, cause: 'missing' as const };
      return [{ ...resource, files, bytes, ...rest }];
    }
    return outcome === 'deleted' ? [resource] : [];
  });
  return summarizeResources(list, false) || 'nothing';
}

/** One line per reason. */
export function listNotes(notes: readonly Note[]): string {
  const subjects = new Map<string, string[]>();
  for (const { what, reason } of notes) {
    subjects.set(reason, [...(subjects.get(reason) ?? []), what]);
  }
  return [...subjects].map(([reason, whats]) => `  ${whats.join(', ')}: ${oneLine(reason)}\n`).join('');
}

/** One line per resource that was not deleted, with the reason. */
export function listReasons(deletions: readonly Deletion[]): string {
  return deletions.map(({ resource, reason = '' }) => `  ${nameResource(resource)}: ${oneLine(reason)}`).join('\n');
}

function explain(resource: UnusedResource): string {
  switch (resource.kind) {
    case 'data':
      return causes[resource.cause](resource);
    case 'batch':
      return explainBatch(resource.status);
    case 'endpoint':
      return `its time to live has passed; ${resource.instances === undefined ? '' : `${resource.instances}, `}billed by the hour${
        resource.isInTable ? '' : '; not in the endpoint table'
      }`;
    case 'endpoint-row':
      return 'its endpoint is gone; row, prediction function, configuration and model remain; not billed';
    default:
      return 'no endpoint uses it; not billed';
  }
}

function explainBatch(status: string): string {
  switch (status) {
    case 'Exporting':
    case 'Starting':
      return 'its session ended before AWS had its transform job; its files, staging table and model are deleted';
    case 'Imported':
      return 'its predictions are in the target table; files, staging table or model remain';
    default:
      return `it ended as ${status}; files, staging table or model remain`;
  }
}

const causes: Readonly<Record<UnusedData['cause'], (data: UnusedData) => string>> = {
  ended: ({ job, status }) => `job ${job} has ended${status === undefined ? '' : ` (${status})`}`,
  missing: ({ job }) => `AWS has no job ${job}: it was never created`,
  unfinished: () => 'its export was interrupted before AWS had the job; its row is deleted too',
  leftover: () => 'its export was interrupted; it has neither row nor job',
};

function describeSize(resource: UnusedResource): string {
  if (resource.kind !== 'data') {
    return '';
  }
  const { files, bytes, uploads } = resource;
  return [
    ...(files === 0 ? [] : [`${formatBytes(bytes)} in ${countOf(files, 'file')}`]),
    ...describeCount(uploads, 'upload'),
  ].join(', ');
}

/** When the age of a resource starts, in milliseconds since 1970. */
function unusedSince(resource: UnusedResource): number {
  switch (resource.kind) {
    case 'data':
      return resource.newestAt;
    case 'batch':
      return resource.startedAt;
    case 'endpoint':
      return resource.expiredAt;
    case 'endpoint-row':
      return resource.writtenAt;
    default:
      return resource.createdAt;
  }
}

function sum(list: readonly UnusedData[], key: 'files' | 'bytes' | 'uploads'): number {
  return list.reduce((total, resource) => total + resource[key], 0);
}

function describeCount(count: number, one: string, many = `${one}s`): readonly string[] {
  return count === 0 ? [] : [countOf(count, one, many)];
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '�');
}
