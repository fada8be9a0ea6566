import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../../src/config/files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sme-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('creates missing parents, and does nothing if the folder exists', async () => {
  const path = join(folder, 'a', 'b', 'c');
  await makeFolder(path, 0o700);
  await makeFolder(path, 0o700);
  expect((await stat(path)).isDirectory()).toBe(true);
  expect((await stat(join(folder, 'a'))).mode & 0o077).toBe(0);
});

test('can create the same folder several times concurrently', async () => {
  const path = join(folder, 'a', 'b');
  await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(path, 'c'))]);
  expect((await stat(join(path, 'c'))).isDirectory()).toBe(true);
});

test('fails if a file is in the way', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(makeFolder(file)).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(file, 'below'))).rejects.toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')('fails on a file system that allows no new folders', async () => {
  await expect(makeFolder('/proc/sme/deep')).rejects.toThrow('ENOENT');
});
