import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { tables } from '../../src/scripts/tables.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { run } from '../support/training.js';

const jobTable = tables.find(({ name }) => name === names.jobTable);
const columns = ['DATETIME', 'JOB_NAME', 'MODEL_NAME'];

let sandbox: TestSandbox;
let home: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' };
  expect(await runCommand(['deploy', '--create-schema'], { env })).toMatchObject({ exitCode: 0 });
  const driver = await sandbox.connect();
  const jobs = [
    ['older', "'churn'", '2026-01-01'],
    ['newer', "'churn'", '2026-01-02'],
    ['Odd name; $(x)', 'NULL', '2026-01-03'],
    ['line\nbreak', 'NULL', '2026-01-04'],
  ];
  const required = (jobTable?.columns ?? []).filter(
    (column) => column.required === true && !columns.includes(column.name),
  );
  for (const [name, model, day] of jobs) {
    await run(
      driver,
      `INSERT INTO SME.${names.jobTable} (${[...columns, ...required.map((column) => column.name)].map((each) => `"${each}"`).join(', ')})
       VALUES (TIMESTAMP '${day} 00:00:00', '${name}', ${model}${required.map(() => ", '1'").join('')})`,
    );
  }
  await run(driver, `CREATE CONNECTION "Mixed Case" TO 'x' USER 'x' IDENTIFIED BY 'x'`);
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-completion-'));
  return () => rm(home, { recursive: true });
});

/** What a shell gets for the last of these words. */
async function complete(words: readonly string[], variables: Readonly<Record<string, string>> = env) {
  const piped = words.map((word) => `${word}\0`).join('');
  const { stdout, stderr, exitCode } = await runCommand(['__complete'], { env: { ...variables, HOME: home }, piped });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]]));
}

test('offers the names of jobs, models and connections that fit, newest first', async () => {
  expect(await complete(['watch', ''])).toEqual(['Odd name; $(x)', 'newer', 'older']);
  expect(await complete(['watch', 'n'])).toEqual(['newer']);
  expect(await complete(['endpoint', 'create', '--model', ''])).toEqual(['churn']);
  expect(await complete(['connection', 'test', ''])).toEqual(['Mixed Case']);
  expect(await complete(['endpoint', 'delete', ''])).toEqual([]);
  expect(await complete(['batch', 'stop', ''])).toEqual([]);
});

test('keeps names for some seconds in a private file, without secrets', async () => {
  await complete(['watch', '']);
  const path = join(home, '.cache', 'sme', 'completion.json');
  const text = await readFile(path, 'utf8');
  expect((await stat(path)).mode & 0o077).toBe(0);
  expect(text).toContain('newer');
  expect(text).not.toContain(sandbox.exasol.password);
  const closed = { ...env, EXASOL_PASSWORD: 'wrong' };
  expect(await complete(['watch', 'n'], closed)).toEqual(['newer']);
});

test('uses the flags of the line', async () => {
  const { EXASOL_SCHEMA: _schema, ...others } = env;
  expect(await complete(['watch', '--schema', 'sme', 'n'], others)).toEqual(['newer']);
  expect(await complete(['watch', '--schema=SME', '--connection', ''], others)).toEqual(['Mixed Case']);
});

test.each([
  ['a wrong password', ['watch', '']],
  ['a schema without scripts', ['watch', '--schema', 'NOTHING', '']],
  ['--password-stdin', ['watch', '--password-stdin', '']],
  ['an invalid host', ['watch', '--host', 'a b', '']],
])('offers nothing, without a prompt, with %s', async (what, words) => {
  const { EXASOL_PASSWORD: _password, ...others } = env;
  const variables =
    what === 'a wrong password' ? { ...env, EXASOL_PASSWORD: 'wrong' } : what.includes('stdin') ? others : env;
  expect(await complete(words, variables)).toEqual([]);
});

test('stops asking a database that accepts the connection and does not answer', async () => {
  const server: Server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as { readonly port: number };
  try {
    expect(await complete(['watch', ''], { ...env, EXASOL_PORT: String(address.port) })).toEqual([]);
  } finally {
    server.close();
  }
});

test('offers nothing on a terminal', async () => {
  expect(await runCommand(['__complete'], { env, typed: 'watch' })).toMatchObject({
    stdout: '',
    stderr: '',
    exitCode: 0,
  });
});
