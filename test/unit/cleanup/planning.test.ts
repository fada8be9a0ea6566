import { describe, expect, test } from 'vitest';
import { readExpiry } from '../../../src/aws/tag-expiry.js';
import { chooseMinAges } from '../../../src/cleanup/ages.js';
import { chooseKinds } from '../../../src/cleanup/choose-kinds.js';
import { groupByOutputPath } from '../../../src/cleanup/find-data.js';
import { findExpiredRows } from '../../../src/cleanup/find-endpoints.js';
import { chooseRegions } from '../../../src/cleanup/find-unused.js';
import type { JobWithStatus } from '../../../src/cleanup/job-status.js';
import { findExpiry, isOwn, toTagValue } from '../../../src/cleanup/ownership.js';
import {
  isExportedFile,
  isGeneratedJobName,
  isJobName,
  readTrainingLocation,
} from '../../../src/cleanup/training-location.js';
import type { EndpointRow } from '../../../src/tables/endpoint-table.js';
import { formatAge } from '../../../src/text/format-values.js';

const hourMs = 3_600_000;

describe('the location of training data', () => {
  test('is read from the row', () => {
    expect(readTrainingLocation('s3://my-bucket/a/b/churn-1/train/', 'churn-1')).toEqual({
      bucket: 'my-bucket',
      base: 'a/b/',
      prefix: 'a/b/churn-1/train/',
    });
    expect(readTrainingLocation('s3://my-bucket/churn-1/train/', 'churn-1')).toMatchObject({ base: '' });
  });

  test.each([
    { title: 'another job', uri: 's3://my-bucket/runs/other/train/' },
    { title: 'a job whose name has the same ending', uri: 's3://my-bucket/runs/x-a/train/' },
    { title: 'the output', uri: 's3://my-bucket/runs/a/output/' },
    { title: 'the folder of the job', uri: 's3://my-bucket/runs/a/' },
    { title: 'a URI without a trailing slash', uri: 's3://my-bucket/runs/a/train' },
    { title: 'the bucket', uri: 's3://my-bucket/' },
    { title: 'no bucket', uri: 's3:///runs/a/train/' },
    { title: 'something other than a URI', uri: 'runs/a/train/' },
  ])('is unknown if the row names $title', ({ uri }) => {
    expect(readTrainingLocation(uri, 'a')).toBeUndefined();
  });

  test('is unknown if AWS would not accept the name of the job', () => {
    expect(readTrainingLocation('s3://my-bucket/runs//train/', '')).toBeUndefined();
    expect(readTrainingLocation('s3://my-bucket/runs/../train/', '..')).toBeUndefined();
    expect(readTrainingLocation('s3://my-bucket/runs/a/b/train/', 'a/b')).toBeUndefined();
  });

  test.each([
    { key: 'runs/a/train/part-0001.csv.gz', isExported: true },
    { key: 'runs/a/train/part-12345.csv.gz', isExported: true },
    { key: 'runs/a/train/part-001.csv.gz', isExported: false },
    { key: 'runs/a/train/part-0001.csv', isExported: false },
    { key: 'runs/a/train/xpart-0001.csv.gz', isExported: false },
    { key: 'runs/a/train/part-0001.csv.gz.bak', isExported: false },
    { key: 'runs/a/train/b/train/part-0001.csv.gz', isExported: false },
    { key: 'runs/a-b/train/part-0001.csv.gz', isExported: false },
  ])('contains $key: $isExported', ({ key, isExported }) => {
    expect(isExportedFile('runs/a/train/', key)).toBe(isExported);
  });

  test('has folders with names of jobs, of which only those with a time were generated', () => {
    expect(['churn-20261122213000', 'churn', 'my.data', 'a--b', '-a', 'a'.repeat(33)].map(isJobName)).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(
      ['churn-20261122213000', 'churn-2026', 'churn20261122213000', 'churn-99991122213000'].map(isGeneratedJobName),
    ).toEqual([true, false, false, false]);
  });
});

const row = (changes: Partial<JobWithStatus>): JobWithStatus => ({
  name: 'a',
  connection: 'AWS',
  region: 'eu-central-1',
  trainUri: 's3://my-bucket/runs/a/train/',
  status: 'Completed',
  unfinishedRun: undefined,
  ...changes,
});
const anywhere = { onlyRegion: undefined, defaultRegion: undefined };

describe('jobs grouped by output path', () => {
  test('are separated by bucket, path and Region', () => {
    const { paths, skipped } = groupByOutputPath(
      [
        row({}),
        row({ name: 'a-b', trainUri: 's3://my-bucket/runs/a-b/train/', connection: 'OTHER' }),
        row({ name: 'c', trainUri: 's3://my-bucket/c/train/' }),
        row({ name: 'd', trainUri: 's3://their-bucket/runs/d/train/', region: 'us-east-1' }),
      ],
      anywhere,
    );
    expect(skipped).toEqual([]);
    expect(paths.map(({ bucket, base, region, jobs }) => [bucket, base, region, jobs.map(({ name }) => name)])).toEqual(
      [
        ['my-bucket', 'runs/', 'eu-central-1', ['a', 'a-b']],
        ['my-bucket', '', 'eu-central-1', ['c']],
        ['their-bucket', 'runs/', 'us-east-1', ['d']],
      ],
    );
  });

  test('are ignored without a URI, and skipped with an unexpected URI', () => {
    expect(groupByOutputPath([row({ trainUri: undefined })], anywhere)).toEqual({ paths: [], skipped: [] });
    expect(groupByOutputPath([row({ trainUri: 's3://my-bucket/runs/a/output/' })], anywhere)).toEqual({
      paths: [],
      skipped: [{ what: 's3://my-bucket/runs/a/output/', reason: expect.stringContaining('job a') }],
    });
  });

  test('without a Region use the default, and --region excludes other Regions', () => {
    const rows = [row({ region: undefined }), row({ name: 'b', trainUri: 's3://my-bucket/runs/b/train/' })];
    const regionsOf = (regions: Parameters<typeof groupByOutputPath>[1]) =>
      groupByOutputPath(rows, regions).paths.map(({ region, jobs }) => `${region}: ${jobs.map(({ name }) => name)}`);
    expect(regionsOf(anywhere)).toEqual(['eu-central-1: b']);
    expect(regionsOf({ onlyRegion: undefined, defaultRegion: 'us-east-1' })).toEqual([
      'us-east-1: a',
      'eu-central-1: b',
    ]);
    expect(regionsOf({ onlyRegion: 'us-east-1', defaultRegion: 'us-east-1' })).toEqual(['us-east-1: a']);
  });
});

const endpoint = (changes: Partial<EndpointRow>): EndpointRow => ({
  name: 'churn',
  region: 'eu-central-1',
  connection: 'AWS',
  job: 'churn',
  previousJob: undefined,
  candidate: 'churn-1',
  model: 'churn-0000000a',
  config: 'churn-0000000a',
  instanceType: 'ml.m5.large',
  instanceCount: 1,
  memoryMb: undefined,
  maxConcurrency: undefined,
  prediction: { schema: 'ML', name: 'CHURN', keyColumns: [], hasCsvFunctions: true, parallelRequests: 4 },
  status: 'InService',
  createdAt: undefined,
  ageSeconds: 0,
  expiresAt: undefined,
  user: undefined,
  ...changes,
});

test('an endpoint with a time to live expires when it ends, and one without never expires', () => {
  const rows = [
    endpoint({ name: 'never' }),
    endpoint({ name: 'now', expiresAt: new Date(1000) }),
    endpoint({ name: 'later', expiresAt: new Date(1001) }),
  ];
  expect(findExpiredRows(rows, { now: 1000 }).map(({ name }) => name)).toEqual(['now']);
});

test('an endpoint expires at the later time of row and tag, or at the only one', () => {
  const tags = (text?: string) => new Map(text === undefined ? [] : [['exasol:expires-at', text]]);
  const at = Date.parse('2026-11-27T08:00:00Z');
  expect(findExpiry(new Date(at - 1), tags('2026-11-27T08:00:00Z'))).toBe(at);
  expect(findExpiry(new Date(at + 1), tags('2026-11-27T08:00:00Z'))).toBe(at + 1);
  expect(findExpiry(undefined, tags('2026-11-27T08:00:00Z'))).toBe(at);
  expect(findExpiry(new Date(at), tags('soon'))).toBe(at);
  expect(findExpiry(undefined, tags())).toBeUndefined();
});

test('searches the Regions of rows and settings, or only that of --region', () => {
  const rows = { jobs: [row({}), row({ region: undefined })], endpoints: [endpoint({ region: 'us-east-1' })] };
  expect(chooseRegions(rows, anywhere)).toEqual(['eu-central-1', 'us-east-1']);
  expect(chooseRegions(rows, { ...anywhere, defaultRegion: 'ap-south-1' })).toContain('ap-south-1');
  expect(chooseRegions(rows, { onlyRegion: 'eu-west-1', defaultRegion: 'eu-west-1' })).toEqual(['eu-west-1']);
});

describe('tags', () => {
  const own = { database: 'db', schema: 'ML' };
  const tags = (changes: Record<string, string>) =>
    new Map(Object.entries({ 'exasol:database': 'db', 'exasol:schema': 'ML', ...changes }));

  test('identify a resource by database and schema', () => {
    expect(isOwn(tags({}), own)).toBe(true);
    expect(isOwn(tags({ 'exasol:schema': 'ML2' }), own)).toBe(false);
    expect(isOwn(tags({ 'exasol:database': 'prod' }), own)).toBe(false);
    expect(isOwn(new Map(), own)).toBe(false);
    // without the name of the database, nothing can be identified
    expect(isOwn(tags({ 'exasol:database': '' }), { ...own, database: '' })).toBe(false);
  });

  test('contain names in characters that AWS accepts', () => {
    expect(toTagValue('Größe "x" 1.0:/=+-@_')).toBe('Größe _x_ 1.0:/=+-@_');
    expect([...toTagValue('é'.repeat(300))]).toHaveLength(256);
  });

  test('contain the expiry, if there is one', () => {
    expect(readExpiry(tags({ 'exasol:expires-at': '2026-11-23T08:15:00Z' }))).toEqual(new Date('2026-11-23T08:15:00Z'));
    expect(readExpiry(tags({ 'exasol:expires-at': 'soon' }))).toBeUndefined();
    expect(readExpiry(tags({}))).toBeUndefined();
  });
});

describe('flags', () => {
  test('--older-than applies to data, and with a minimum of an hour to resources that may be in use', () => {
    expect(chooseMinAges(undefined)).toEqual({ data: 0, leftovers: 24 * hourMs, models: hourMs });
    expect(chooseMinAges('5m')).toEqual({ data: 300_000, leftovers: hourMs, models: hourMs });
    expect(chooseMinAges('7d')).toEqual({ data: 168 * hourMs, leftovers: 168 * hourMs, models: 168 * hourMs });
    expect(() => chooseMinAges('-1d')).toThrow('-1d');
  });

  test('--only accepts kinds in any order and case', () => {
    expect([...chooseKinds(undefined)]).toEqual(['data', 'endpoints', 'models', 'batches']);
    expect([...chooseKinds(' Models,data')]).toEqual(['models', 'data']);
    expect(() => chooseKinds('')).toThrow("''");
  });

  test.each([
    { seconds: -5, text: '0 min' },
    { seconds: 59 * 60, text: '59 min' },
    { seconds: 47 * 3600, text: '47 h' },
    { seconds: 72 * 3600, text: '3 days' },
  ])('an age of $seconds s is $text', ({ seconds, text }) => {
    expect(formatAge(seconds)).toBe(text);
  });
});
