import { formatBytes } from '../text/format-bytes.js';
import { formatMoment } from '../text/format-values.js';
import { formatAge } from './age.js';
import type { DataGarbage, Garbage, GarbagePlan, Remark, Removal } from './types.js';

const kindNames: Readonly<Record<Garbage['kind'], string>> = {
  data: 'training data',
  endpoint: 'endpoint',
  'endpoint-row': 'leftover of endpoint',
  'endpoint-config': 'endpoint configuration',
  model: 'model',
};

/** `endpoint churn`, `training data s3://bucket/sme/churn-1/train/`. */
export function nameGarbage(garbage: Garbage): string {
  return `${kindNames[garbage.kind]} ${nameOf(garbage)}`;
}

function nameOf(garbage: Garbage): string {
  return garbage.kind === 'data' ? `s3://${garbage.bucket}/${garbage.prefix}` : garbage.name;
}

/** What was found, for --json: sizes in bytes, moments in UTC. */
export function describeGarbage(garbage: Garbage, now: number) {
  const { kind, region } = garbage;
  const since = startOf(garbage);
  const common = {
    kind,
    name: nameOf(garbage),
    region,
    why: explain(garbage),
    since: formatMoment(new Date(since)),
    age_in_seconds: Math.max(0, Math.round((now - since) / 1000)),
  };
  if (kind === 'data') {
    const { job, status = null, files, bytes, uploads } = garbage;
    return { ...common, job_name: job, job_status: status, files, bytes, uploads };
  }
  return kind === 'endpoint'
    ? { ...common, instances: garbage.instances ?? null, in_endpoint_table: garbage.isInTable }
    : common;
}

/** What became of one of them, for --json. */
export function describeRemoval({ garbage, outcome, reason, files, bytes }: Removal) {
  const common = { kind: garbage.kind, name: nameOf(garbage), region: garbage.region };
  const size = garbage.kind === 'data' ? { files, bytes } : {};
  return { ...common, ...size, ...(outcome === 'deleted' ? {} : { reason: reason ?? '' }) };
}

/** The list for people: header and rows. With removals, what became of each. */
export function listGarbage(plan: GarbagePlan, removals: readonly Removal[] = []): readonly (readonly string[])[] {
  const outcomes = new Map(removals.map((removal) => [removal.garbage, removal]));
  const withResults = removals.length > 0;
  return [
    ['WHAT', 'NAME', 'REGION', 'SIZE', 'AGE', ...(withResults ? ['RESULT'] : []), 'WHY'],
    ...plan.garbage.map((garbage) => [
      kindNames[garbage.kind],
      nameOf(garbage),
      garbage.region,
      describeSize(garbage),
      formatAge(plan.madeAt - startOf(garbage)),
      ...(withResults ? [describeOutcome(outcomes.get(garbage))] : []),
      explain(garbage),
    ]),
  ];
}

/** `2 endpoints (billed by the hour), 1 model, 34 MB of training data in 12 files`. */
export function summarize(list: readonly Garbage[], isBilled = true): string {
  const count = (kind: Garbage['kind']) => list.filter((garbage) => garbage.kind === kind).length;
  const data = list.filter((garbage) => garbage.kind === 'data');
  const [files, bytes, uploads] = [sum(data, 'files'), sum(data, 'bytes'), sum(data, 'uploads')];
  const endpoints = count('endpoint');
  return [
    ...(endpoints === 0 ? [] : [`${countOf(endpoints, 'endpoint')}${isBilled ? ' (billed by the hour)' : ''}`]),
    ...describeCount(count('endpoint-row'), 'leftover row'),
    ...describeCount(count('endpoint-config'), 'endpoint configuration'),
    ...describeCount(count('model'), 'model'),
    ...describeCount(data.filter(({ cause }) => cause === 'unfinished').length, 'unfinished training'),
    ...(files === 0 ? [] : [`${formatBytes(bytes)} of training data in ${countOf(files, 'file')}`]),
    ...describeCount(uploads, 'unfinished upload'),
  ].join(', ');
}

/** The same of what was deleted, files also of training data of which some stay. */
export function summarizeRemovals(removals: readonly Removal[]): string {
  const list = removals.flatMap(({ garbage, outcome, files, bytes }): readonly Garbage[] => {
    if (garbage.kind === 'data') {
      const rest = outcome === 'deleted' ? {} : { uploads: 0, cause: 'missing' as const };
      return [{ ...garbage, files, bytes, ...rest }];
    }
    return outcome === 'deleted' ? [garbage] : [];
  });
  return summarize(list, false) || 'nothing';
}

/** What could not be looked at and what is left to people, a line each. */
export function listRemarks(remarks: readonly Remark[]): string {
  return remarks.map(({ what, reason }) => `  ${what}: ${oneLine(reason)}\n`).join('');
}

/** What was not deleted, a line each. */
export function listFailures(removals: readonly Removal[]): string {
  return removals.map(({ garbage, reason = '' }) => `  ${nameGarbage(garbage)}: ${oneLine(reason)}`).join('\n');
}

function explain(garbage: Garbage): string {
  switch (garbage.kind) {
    case 'data':
      return causes[garbage.cause](garbage);
    case 'endpoint':
      return `past its time to live; ${garbage.instances === undefined ? '' : `${garbage.instances}, `}billed by the hour${
        garbage.isInTable ? '' : '; not in the endpoint table'
      }`;
    case 'endpoint-row':
      return 'AWS has no such endpoint: its row, prediction function, configuration and model are left; not billed';
    default:
      return 'no endpoint uses it; costs nothing';
  }
}

const causes: Readonly<Record<DataGarbage['cause'], (garbage: DataGarbage) => string>> = {
  ended: ({ job, status }) => `its job ${job} has ended${status === undefined ? '' : ` (${status})`}`,
  missing: ({ job }) => `AWS has no job ${job}: it was never started`,
  unfinished: () => 'its export did not finish: session gone, no job; its row goes, too',
  leftover: () => 'the session died while it exported: no row, no job',
};

function describeSize(garbage: Garbage): string {
  if (garbage.kind !== 'data') {
    return '';
  }
  const { files, bytes, uploads } = garbage;
  return [
    ...(files === 0 ? [] : [`${formatBytes(bytes)} in ${countOf(files, 'file')}`]),
    ...describeCount(uploads, 'upload'),
  ].join(', ');
}

function describeOutcome(removal: Removal | undefined): string {
  return removal?.outcome ?? 'not reached';
}

/** From when the age counts, in milliseconds since 1970. */
function startOf(garbage: Garbage): number {
  switch (garbage.kind) {
    case 'data':
      return garbage.newestAt;
    case 'endpoint':
      return garbage.expiredAt;
    case 'endpoint-row':
      return garbage.writtenAt;
    default:
      return garbage.createdAt;
  }
}

function sum(list: readonly DataGarbage[], key: 'files' | 'bytes' | 'uploads'): number {
  return list.reduce((total, garbage) => total + garbage[key], 0);
}

function describeCount(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [countOf(count, what)];
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '�');
}
