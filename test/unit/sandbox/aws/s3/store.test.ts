import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bucket, ObjectStore } from '../../../../../src/sandbox/aws/s3/store.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function openBucket(): Promise<{ store: ObjectStore; bucket: Bucket }> {
  const store = await ObjectStore.open(join(folder, 's3'), () => 1000);
  if (!store.buckets.has('b')) await store.createBucket('b', 'eu-central-1');
  const bucket = store.buckets.get('b');
  if (!bucket) throw new Error('The bucket was not created.');
  return { store, bucket };
}

async function put(store: ObjectStore, bucket: Bucket, key: string, ...texts: string[]): Promise<void> {
  const staged = await store.stage(chunks(...texts));
  await store.commit(bucket, staged, { key, etag: staged.md5, contentType: 'x/y', headers: {}, checksums: {} });
}

async function read(store: ObjectStore, bucket: Bucket, key: string): Promise<string> {
  let text = '';
  for await (const chunk of store.read(bucket, key)) text += chunk;
  return text;
}

test('keeps objects across a restart', async () => {
  const first = await openBucket();
  await put(first.store, first.bucket, 'a/ü', 'hello ', 'world');
  const { store, bucket } = await openBucket();
  expect(bucket.objects.get('a/ü')).toMatchObject({ size: 11, lastModified: 1000, contentType: 'x/y' });
  expect(await read(store, bucket, 'a/ü')).toBe('hello world');
});

test('never uses a key as a path outside the folder', async () => {
  const { store, bucket } = await openBucket();
  for (const key of ['../../../escaped', '/etc/passwd', 'a/../../b', `${'x'.repeat(1024)}`]) {
    await put(store, bucket, key, key);
    expect(await read(store, bucket, key)).toBe(key);
  }
  expect(await readdir(folder)).toEqual(['s3']);
});

test('lists in the order of UTF-8 bytes', async () => {
  const { store, bucket } = await openBucket();
  for (const key of ['\u{1F600}', '\uFFFD', 'b', 'a', 'B']) await put(store, bucket, key, 'x');
  expect(store.listKeys(bucket, '')).toEqual(['B', 'a', 'b', '\uFFFD', '\u{1F600}']);
});

test('removes truncated content', async () => {
  const { store } = await openBucket();
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('gone');
  }
  await expect(store.stage(broken())).rejects.toThrow('gone');
  expect(await readdir(join(folder, 's3', 'staging'))).toEqual([]);
});
