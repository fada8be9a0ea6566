import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const listFiles = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => ending.test(path));

test('source files have at most 300 lines', () => {
  const files = ['src', 'templates', 'test'].flatMap((folder) => listFiles(folder, /\.(?:ts|mjs|lua|py)$/));
  const long = files.filter((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > 300);
  expect(long).toEqual([]);
});

test('unit and Lua tests start neither processes nor servers', () => {
  const parts = /child_process|node:http'|worker_threads|startTestSandbox|start(?:Exasol|Aws)Server|openTestDatabase/;
  const tests = ['test/unit', 'test/lua'].flatMap((folder) => listFiles(folder, /\.test\.ts$/));
  const starting = tests.filter(
    (path) => !path.endsWith('source-files.test.ts') && parts.test(readFileSync(path, 'utf8')),
  );
  expect(starting).toEqual([]);
});
