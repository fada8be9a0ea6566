/** The program in doc/user_guide/typescript_api.md, which imports the built package by its name. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, expectTypeOf, test } from 'vitest';
import type { DesiredState, WantedObjects } from '../../src/index.js';

test('a program deploys into the sandbox with the API', async () => {
  const page = await readFile('doc/user_guide/typescript_api.md', 'utf8');
  const [, program = ''] = /^```ts\n([\s\S]*?)^```/m.exec(page) ?? [];
  // inside the package, where Node resolves the package's own name
  const file = `.cache/api-${process.pid}.mts`;
  await mkdir('.cache', { recursive: true });
  await writeFile(file, program);
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ objects to create\ndeployed into ML of Exasol \S+\nCREATE OR REPLACE .+\n$/);
  } finally {
    await rm(file);
  }
});

test('the API exports the former name of DesiredState', () => {
  const renamed: WantedObjects = { schema: 'ML', scripts: [], tables: [] };
  expectTypeOf(renamed).toEqualTypeOf<DesiredState>();
});
