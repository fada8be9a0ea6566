/** `sme sandbox load`, `list`, `status` and `stop`, as a user runs them, and what --sandbox provides. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';

let home: string;
let sandbox: ChildProcess;
let startText = '';

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-sandbox-commands-'));
  const main = join(import.meta.dirname, '../../src/cli.ts');
  sandbox = spawn(process.execPath, ['--import', 'tsx', main, 'sandbox', '--name', 'first', '--quiet'], {
    env: { ...process.env, HOME: home, XDG_STATE_HOME: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  while (!startText.includes('Next, in another terminal')) {
    const [chunk] = await once(sandbox.stdout ?? sandbox, 'data');
    startText += String(chunk);
  }
});
afterAll(async () => {
  sandbox?.kill();
  await rm(home, { recursive: true, force: true });
});

const run = (...args: readonly string[]) =>
  runCommand([...args, '--no-input'], { env: { HOME: home, EXASOL_SCHEMA: 'PRODUCTION' }, cwd: home });

async function writeParquet(name: string, query: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${query}) TO '${join(home, name)}' (FORMAT parquet)`);
  connection.closeSync();
}

test('the start message contains the next commands', () => {
  expect(startText).toContain('sme train SANDBOX.MY_TABLE --target COLUMN --sandbox-name first\n');
});

describe('sme sandbox load', () => {
  test('loads a CSV file into a new table, on which a training starts immediately', async () => {
    const rows = Array.from({ length: 520 }, (_row, id) => `${id};${id % 7};"a;""${id}""";${id % 3 ? 'yes' : 'no'}\n`);
    await writeFile(join(home, 'My data.csv'), `sep=;\nid;age;note;churned\n${rows.join('')}`);
    const loaded = await run('sandbox', 'load', 'My data.csv', '--json');
    expect(JSON.parse(loaded.stdout)).toMatchObject({
      schema: 'sme.sandbox.load/v1',
      data: {
        schema_name: 'SANDBOX',
        table_name: 'MY_DATA',
        rows: 520,
        columns: [
          { name: 'ID', type: 'DECIMAL(18,0)', file_column: 'id' },
          { name: 'AGE', type: 'DECIMAL(18,0)' },
          { name: 'NOTE', type: 'VARCHAR(20) UTF8' },
          { name: 'CHURNED', type: 'VARCHAR(20) UTF8' },
        ],
      },
      warnings: [expect.stringContaining("'sep=;'")],
    });
    const trained = await run(
      'train',
      'SANDBOX.MY_DATA',
      '--target',
      'CHURNED',
      '--sandbox',
      '--yes',
      '--no-data-check',
    );
    expect(trained, trained.stderr).toMatchObject({ exitCode: 0 });
    expect(trained.stdout).toContain('520 rows');
  });

  test('keeps an existing table, unless it may be replaced', async () => {
    await writeFile(join(home, 'twice.csv'), 'a,b\n1,x\n');
    await run('sandbox', 'load', 'twice.csv', 'S."Twice"');
    await writeFile(join(home, 'twice.csv'), 'a,b\n1,x\n2,y\n');
    const refused = await run('sandbox', 'load', 'twice.csv', 'S."Twice"');
    expect(refused.stderr).toContain('E-SME-620');
    const replaced = await run('sandbox', 'load', 'twice.csv', 'S."Twice"', '--replace');
    expect(replaced.stdout).toContain('Loaded 2 rows into S."Twice":');
    expect(replaced.stdout).toContain('sme train \'S."Twice"\' --target COLUMN --sandbox\n');
  });

  test('loads a Parquet file with texts, dates, times and values that are not finite', async () => {
    await writeParquet(
      'types.parquet',
      `SELECT i AS id, CASE WHEN i = 0 THEN 'ä"' || chr(10) || ',' END AS "my text", DATE '2024-02-29' AS d,
         TIMESTAMP '2024-01-01 10:00:00.123456' AS t, TIMESTAMPTZ '2024-01-01 10:00:00+02' AS z,
         CASE WHEN i = 0 THEN 'nan'::DOUBLE WHEN i = 1 THEN 'inf'::DOUBLE ELSE 0.5 END AS f, i = 0 AS b, 1.50::DECIMAL(9,2) AS e
       FROM range(3) numbers(i)`,
    );
    const loaded = await run('sandbox', 'load', 'types.parquet', 'P.TYPES');
    expect(loaded, loaded.stderr).toMatchObject({ exitCode: 0 });
    expect(loaded.stdout).toContain('my text  VARCHAR(4) UTF8');
    expect(loaded.stderr).toContain('Column Z is stored in UTC.');
    expect(loaded.stderr).toContain('Column F: 1 value is NaN and 1 value is infinite, stored as NULL.');
    const { rows } = await query('SELECT * FROM P.TYPES ORDER BY ID');
    const same = ['2024-02-29', '2024-01-01 10:00:00.123000', '2024-01-01 08:00:00.000000'];
    expect(rows).toEqual([
      ['0', 'ä"\n,', ...same, null, true, '1.5'],
      ['1', null, ...same, null, false, '1.5'],
      ['2', null, ...same, 0.5, false, '1.5'],
    ]);
  });

  test('names all columns that Exasol cannot store, and creates no table', async () => {
    await writeParquet('nested.parquet', "SELECT [1, 2] AS l, {'a': 1} AS s, 1 AS n");
    const refused = await run('sandbox', 'load', 'nested.parquet', 'P.NESTED');
    expect(refused.stderr).toContain("- 'l' of the type INTEGER[]\n- 's' of the type STRUCT(a INTEGER)\n");
    const { rows } = await query("SELECT 1 FROM SYS.EXA_ALL_TABLES WHERE TABLE_NAME = 'NESTED'");
    expect(rows).toEqual([]);
  });

  test.each([
    ['missing.parquet', 'E-SME-621'],
    ['missing.csv', 'E-SME-125'],
    ['*.parquet', 'E-SME-621'],
  ])('fails for %s, which does not exist', async (file, code) => {
    expect(await run('sandbox', 'load', file)).toMatchObject({ exitCode: 7, stderr: expect.stringContaining(code) });
  });
});

async function query(sql: string) {
  const { listSandboxes } = await import('../../src/config/sandbox-registry.js');
  const { toAccess, toConnectionConfig } = await import('../../src/commands/sandbox/running.js');
  const { withSession } = await import('../../src/exasol/session.js');
  const [running] = await listSandboxes({ HOME: home });
  if (running === undefined) throw new Error('the sandbox is not registered');
  return await withSession(toConnectionConfig(toAccess(running)), (session) => session.query(sql));
}

test('a misspelled verb is an error with a suggestion', async () => {
  const { stderr } = await run('sandbox', 'lod', 'x.csv');
  expect(stderr).toContain("unknown command 'lod' (did you mean 'load'?)");
});

test('status shows the tables and list shows the name', async () => {
  await writeFile(join(home, 'shown.csv'), 'a,b\n1,x\n');
  await run('sandbox', 'load', 'shown.csv');
  const status = JSON.parse((await run('sandbox', 'status', '--json')).stdout);
  expect(status.data).toMatchObject({ name: 'first', responds: true, schema_name: 'SME' });
  expect(status.data.tables).toContain('SANDBOX.SHOWN');
  expect((await run('sandbox', 'list')).stdout).toMatch(/first +running +127\.0\.0\.1:\d+/);
});

test('a second sandbox with the same name does not start', async () => {
  expect(await run('sandbox', '--name', 'first')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('E-SME-615'),
  });
});

test('stop does not signal a process that is not the registered sandbox', async () => {
  const { registerSandbox } = await import('../../src/config/sandbox-registry.js');
  const settings = { host: '127.0.0.1', port: '1', fingerprint: 'AB'.repeat(32), user: 'sys', password: 'x' };
  const { unregister } = await registerSandbox({ HOME: home }, settings, { name: 'other' });
  expect(await run('sandbox', 'stop', 'other')).toMatchObject({ stderr: expect.stringContaining('E-SME-617') });
  expect((await run('sandbox', 'list')).stdout).toContain('not responding');
  await unregister();
});

test('stop ends the process and waits for its end', async () => {
  const ended = once(sandbox, 'exit');
  expect(await run('sandbox', 'stop')).toMatchObject({ exitCode: 0, stdout: 'Stopped first.\n' });
  expect((await ended)[0]).toBe(0);
  expect((await run('sandbox', 'list')).stdout).toContain('No sandbox is running');
  expect(await run('sandbox', 'stop')).toMatchObject({ exitCode: 7 });
});
