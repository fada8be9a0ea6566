import { describe, expect, test } from 'vitest';
import { chooseAges, formatAge } from '../../../src/cleanup/age.js';
import { chooseKinds } from '../../../src/cleanup/choose-kinds.js';
import { groupByOutputPath } from '../../../src/cleanup/find-data.js';
import { findExpiredRows } from '../../../src/cleanup/find-endpoints.js';
import { chooseRegions } from '../../../src/cleanup/find-garbage.js';
import { isOwn, laterExpiry, readExpiry, writeTag } from '../../../src/cleanup/ownership.js';
import type { EndpointRow, JobRow } from '../../../src/cleanup/read-rows.js';
import { isExportedFile, isJobName, isTimedJobName, readTrainingPlace } from '../../../src/cleanup/training-data.js';

const hourMs = 3_600_000;

describe('where training data lies', () => {
  test('is read from the row, with the output path before it', () => {
    expect(readTrainingPlace('s3://my-bucket/a/b/churn-1/train/', 'churn-1')).toEqual({
      bucket: 'my-bucket',
      base: 'a/b/',
      prefix: 'a/b/churn-1/train/',
    });
    expect(readTrainingPlace('s3://my-bucket/churn-1/train/', 'churn-1')).toMatchObject({ base: '' });
  });

  test.each([
    { title: 'another job', uri: 's3://my-bucket/runs/other/train/' },
    { title: 'a job whose name ends alike', uri: 's3://my-bucket/runs/x-a/train/' },
    { title: 'the output', uri: 's3://my-bucket/runs/a/output/' },
    { title: 'all of the job', uri: 's3://my-bucket/runs/a/' },
    { title: 'no slash at the end', uri: 's3://my-bucket/runs/a/train' },
    { title: 'the bucket', uri: 's3://my-bucket/' },
    { title: 'no bucket', uri: 's3:///runs/a/train/' },
    { title: 'what is no URI', uri: 'runs/a/train/' },
  ])('is not believed where the row names $title', ({ uri }) => {
    expect(readTrainingPlace(uri, 'a')).toBeUndefined();
  });

  test('is not believed where the job has no name that AWS takes', () => {
    expect(readTrainingPlace('s3://my-bucket/runs//train/', '')).toBeUndefined();
    expect(readTrainingPlace('s3://my-bucket/runs/../train/', '..')).toBeUndefined();
    expect(readTrainingPlace('s3://my-bucket/runs/a/b/train/', 'a/b')).toBeUndefined();
  });

  test.each([
    { key: 'runs/a/train/part-0001.csv.gz', isOurs: true },
    { key: 'runs/a/train/part-12345.csv.gz', isOurs: true },
    { key: 'runs/a/train/part-001.csv.gz', isOurs: false },
    { key: 'runs/a/train/part-0001.csv', isOurs: false },
    { key: 'runs/a/train/xpart-0001.csv.gz', isOurs: false },
    { key: 'runs/a/train/part-0001.csv.gz.bak', isOurs: false },
    { key: 'runs/a/train/b/train/part-0001.csv.gz', isOurs: false },
    { key: 'runs/a-b/train/part-0001.csv.gz', isOurs: false },
  ])('holds $key: $isOurs', ({ key, isOurs }) => {
    expect(isExportedFile('runs/a/train/', key)).toBe(isOurs);
  });

  test('has names of jobs, and only those with the time are sure to be ours', () => {
    expect(['churn-20261122213000', 'churn', 'my.data', 'a--b', '-a', 'a'.repeat(33)].map(isJobName)).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(
      ['churn-20261122213000', 'churn-2026', 'churn20261122213000', 'churn-99991122213000'].map(isTimedJobName),
    ).toEqual([true, false, false, false]);
  });
});

const row = (changes: Partial<JobRow>): JobRow => ({
  job: 'a',
  connection: 'AWS',
  region: 'eu-central-1',
  trainUri: 's3://my-bucket/runs/a/train/',
  status: 'Completed',
  ...changes,
});
const anywhere = { onlyRegion: undefined, defaultRegion: undefined };

describe('jobs by output path', () => {
  test('are held apart by bucket, path and Region', () => {
    const { paths, leftAlone } = groupByOutputPath(
      [
        row({}),
        row({ job: 'a-b', trainUri: 's3://my-bucket/runs/a-b/train/', connection: 'OTHER' }),
        row({ job: 'c', trainUri: 's3://my-bucket/c/train/' }),
        row({ job: 'd', trainUri: 's3://their-bucket/runs/d/train/', region: 'us-east-1' }),
      ],
      anywhere,
    );
    expect(leftAlone).toEqual([]);
    expect(paths.map(({ bucket, base, region, jobs }) => [bucket, base, region, jobs.map(({ job }) => job)])).toEqual([
      ['my-bucket', 'runs/', 'eu-central-1', ['a', 'a-b']],
      ['my-bucket', '', 'eu-central-1', ['c']],
      ['their-bucket', 'runs/', 'us-east-1', ['d']],
    ]);
  });

  test('of the earlier extension, without a URI, are passed over; a URI of something else is left to people', () => {
    expect(groupByOutputPath([row({ trainUri: undefined })], anywhere)).toEqual({ paths: [], leftAlone: [] });
    expect(groupByOutputPath([row({ trainUri: 's3://my-bucket/runs/a/output/' })], anywhere)).toEqual({
      paths: [],
      leftAlone: [{ what: 's3://my-bucket/runs/a/output/', reason: expect.stringContaining('the job a') }],
    });
  });

  test('without a Region are in that of the settings; --region leaves the others out', () => {
    const rows = [row({ region: undefined }), row({ job: 'b', trainUri: 's3://my-bucket/runs/b/train/' })];
    const regionsOf = (regions: Parameters<typeof groupByOutputPath>[1]) =>
      groupByOutputPath(rows, regions).paths.map(({ region, jobs }) => `${region}: ${jobs.map(({ job }) => job)}`);
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
  configName: 'churn-0000000a',
  modelName: 'churn-0000000a',
  connection: 'AWS',
  ageMs: 0,
  instances: 'ml.m5.large × 1',
  expiresAt: undefined,
  ...changes,
});

test('endpoints are expired from their moment on, and those without one never', () => {
  const rows = [
    endpoint({ name: 'never' }),
    endpoint({ name: 'now', expiresAt: 1000 }),
    endpoint({ name: 'later', expiresAt: 1001 }),
  ];
  expect(findExpiredRows(rows, { now: 1000 }).map(({ name }) => name)).toEqual(['now']);
});

test('the later of row and tag counts, and one of them is enough', () => {
  const tags = (text?: string) => new Map(text === undefined ? [] : [['exasol:expires-at', text]]);
  const at = Date.parse('2026-11-27T08:00:00Z');
  expect(laterExpiry(at - 1, tags('2026-11-27T08:00:00Z'))).toBe(at);
  expect(laterExpiry(at + 1, tags('2026-11-27T08:00:00Z'))).toBe(at + 1);
  expect(laterExpiry(undefined, tags('2026-11-27T08:00:00Z'))).toBe(at);
  expect(laterExpiry(at, tags('soon'))).toBe(at);
  expect(laterExpiry(undefined, tags())).toBeUndefined();
});

test('Regions are those of the rows and of the settings, or the one that is asked for', () => {
  const rows = { jobs: [row({}), row({ region: undefined })], endpoints: [endpoint({ region: 'us-east-1' })] };
  expect(chooseRegions(rows, anywhere)).toEqual(['eu-central-1', 'us-east-1']);
  expect(chooseRegions(rows, { ...anywhere, defaultRegion: 'ap-south-1' })).toContain('ap-south-1');
  expect(chooseRegions(rows, { onlyRegion: 'eu-west-1', defaultRegion: 'eu-west-1' })).toEqual(['eu-west-1']);
});

describe('tags', () => {
  const own = { database: 'db', schema: 'ML' };
  const tags = (changes: Record<string, string>) =>
    new Map(Object.entries({ 'exasol:database': 'db', 'exasol:schema': 'ML', ...changes }));

  test('are ours where database and schema are', () => {
    expect(isOwn(tags({}), own)).toBe(true);
    expect(isOwn(tags({ 'exasol:schema': 'ML2' }), own)).toBe(false);
    expect(isOwn(tags({ 'exasol:database': 'prod' }), own)).toBe(false);
    expect(isOwn(new Map(), own)).toBe(false);
    // a database that does not tell its name makes nothing ours
    expect(isOwn(tags({ 'exasol:database': '' }), { ...own, database: '' })).toBe(false);
  });

  test('hold names as AWS takes them', () => {
    expect(writeTag('Größe "x" 1.0:/=+-@_')).toBe('Größe _x_ 1.0:/=+-@_');
    expect([...writeTag('é'.repeat(300))]).toHaveLength(256);
  });

  test('tell a moment, or nothing', () => {
    expect(readExpiry(tags({ 'exasol:expires-at': '2026-11-23T08:15:00Z' }))).toBe(Date.UTC(2026, 10, 23, 8, 15));
    expect(readExpiry(tags({ 'exasol:expires-at': 'soon' }))).toBeUndefined();
    expect(readExpiry(tags({}))).toBeUndefined();
  });
});

describe('flags', () => {
  test('--older-than counts for data as it is, and for what may be in the making from an hour on', () => {
    expect(chooseAges(undefined)).toEqual({ data: 0, leftovers: 24 * hourMs, models: hourMs });
    expect(chooseAges('5m')).toEqual({ data: 300_000, leftovers: hourMs, models: hourMs });
    expect(chooseAges('7d')).toEqual({ data: 168 * hourMs, leftovers: 168 * hourMs, models: 168 * hourMs });
    expect(() => chooseAges('-1d')).toThrow("--older-than '-1d' is no age");
  });

  test('--only takes kinds in any order and case', () => {
    expect([...chooseKinds(undefined)]).toEqual(['data', 'endpoints', 'models']);
    expect([...chooseKinds(' Models,data')]).toEqual(['models', 'data']);
    expect(() => chooseKinds('')).toThrow("''");
  });

  test.each([
    { ms: -5, text: '0 min' },
    { ms: 59 * 60_000, text: '59 min' },
    { ms: 47 * hourMs, text: '47 h' },
    { ms: 72 * hourMs, text: '3 days' },
  ])('an age of $ms ms is $text', ({ ms, text }) => {
    expect(formatAge(ms)).toBe(text);
  });
});
