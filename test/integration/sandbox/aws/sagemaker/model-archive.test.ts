import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { packArchive, unpackArchive } from '../../../../../src/sandbox/aws/sagemaker/model-archive.js';

const files = { 'model.json': '{"ü":1}', 'empty.txt': '', 'block.bin': 'x'.repeat(512), 'long.txt': 'y'.repeat(1000) };

test('unpacks what it packed', () => {
  expect(unpackArchive(packArchive(files))).toEqual(files);
});

test('is readable for tar(1)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'model.tar.gz'), packArchive(files));
  await promisify(execFile)('tar', ['xzf', 'model.tar.gz'], { cwd: folder });
  expect(await readFile(join(folder, 'model.json'), 'utf8')).toBe(files['model.json']);
  expect(await readFile(join(folder, 'long.txt'), 'utf8')).toBe(files['long.txt']);
});

test('rejects bytes that are not an archive', () => {
  expect(() => unpackArchive(Buffer.from('text'))).toThrow();
});
