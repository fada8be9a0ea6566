/** `sme data check`, and what `sme train` shows about its data before it asks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createConnection, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 60_000 } });
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await run(
    driver,
    `CREATE TABLE SALES.CUSTOMERS AS SELECT L AS ID, MOD(L * 13, 97) + L / 1000 AS X, 'a"b' AS "my ''col",
      CASE WHEN MOD(L * 7, 11) < 5 THEN 'yes' ELSE 'no' END AS CHURN
     FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= 800)`,
  );
}, 60_000);
afterAll(() => sandbox?.stop());

const environment = () => ({ ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' });
const sme = (args: readonly string[], options: RunCommandOptions = {}) =>
  runCommand([...args, '--no-config'], { env: environment(), ...options });
const check = (...args: string[]) => sme(['data', 'check', ...args]);
const train = (...args: string[]) =>
  runCommand(['train', 'sales.customers', '--target', 'CHURN', ...args, '--no-config'], {
    env: { ...environment(), SME_CONNECTION: 'AWS' },
  });

describe('sme data check', () => {
  test('prints each finding with what to do, and names the flags', async () => {
    const { stdout, exitCode } = await check('sales.customers', '--target', 'churn');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`warning  ID  nearly_unique
  800 of 800 values are different: this looks like an ID, from which a model learns nothing general.
  → Add it to --exclude-columns.
warning  my ''col  constant
  The column has the same value in every row that has one: 'a"b'.
  → Add it to --exclude-columns.
hint  (all data)  expected_ensembling
  The data has 800 rows, 4 columns and ${/and ([\d.]+ KB) as CSV/.exec(stdout)?.[1]} as CSV. Up to 100 MB, mode AUTO means ENSEMBLING.
  → The bill grows with the number of candidates, the runtime and the size of the data.
hint  (all data)  no_limits
  The job has no limit of its own, so those of AWS apply: 250 candidates and 30 days.
  → Set --max-candidates and --max-runtime.
2 warnings and 2 hints.
`);
  });

  test('exits with 3 if a training would be refused, and prints the columns of the script with --json', async () => {
    const { stdout, exitCode } = await check(
      '--query',
      'SELECT * FROM SALES.CUSTOMERS WHERE ID < 10',
      '--target',
      'CHURN',
      '--json',
    );
    expect(exitCode).toBe(3);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ schema: 'sme.data.check/v1', ok: false });
    expect(document.data.counts).toEqual({ error: 1, warning: expect.any(Number), hint: expect.any(Number) });
    expect(document.data.findings[0]).toEqual({
      severity: 'error',
      column_name: null,
      finding: 'E-SME-62',
      detail: 'The input has 9 rows.',
      suggestion: 'Provide at least 500 rows. Autopilot rejects fewer.',
    });
  });

  test('takes the file of a training, without settings for AWS', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sme-data-'));
    const file = join(folder, 'churn.json');
    const parameters = {
      target_attribute_name: 'CHURN',
      exclude_columns: ['ID', "my ''col"],
      model_name: 'churn',
      max_candidates: 2,
    };
    await writeFile(file, JSON.stringify(parameters));
    const { stdout, exitCode } = await check('SALES.CUSTOMERS', '--file', file);
    await rm(folder, { recursive: true });
    expect([exitCode, stdout.split('\n').at(-2)]).toEqual([0, '1 hint.']);
  });

  test.each([
    [['SALES.CUSTOMERS'], 2, 'target_attribute_name is missing; add --target COLUMN'],
    [['--target', 'CHURN'], 2, 'input_table_or_view_name is missing'],
    [['SALES.CUSTOMER', '--target', 'CHURN'], 7, "did you mean 'SALES.CUSTOMERS'?"],
    [['SALES.CUSTOMERS', '--target', 'CHURN', '--sample-rows', '10'], 2, "Invalid sample_rows '10'"],
    [['SALES.CUSTOMERS', '--target', 'CHURN', '--query', 'SELECT 1'], 2, 'a table cannot be combined with --query'],
  ])('%j is refused', async (args, code, text) => {
    const { stderr, exitCode } = await check(...args);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(code);
  });
});

describe('sme train', () => {
  test('shows errors and warnings before it asks, and counts hints', async () => {
    const { stderr, exitCode } = await train();
    expect(exitCode).toBe(2);
    const shown = stderr.indexOf('Warning: ID: 800 of 800 values are different');
    expect(shown).toBeGreaterThan(-1);
    expect(stderr.search(/SALES\.CUSTOMERS \(.* rows\) will be exported/)).toBeGreaterThan(shown);
    expect(stderr).toContain('"sme data check" with the same options also shows 2 hints.');
  });

  test('shows them in a dry run, with the rows that it uses', async () => {
    const { stderr, stdout } = await train(
      ...['--dry-run', '--json', '--sample-rows', '600', '--holdout-fraction', '0.2', '--holdout-key', 'ID,X'],
    );
    const document = JSON.parse(stdout);
    expect(document.warnings).toContainEqual(expect.stringContaining("my ''col: The column has the same value"));
    expect(document.data.parameters).toMatchObject({
      sample_rows: '600',
      holdout_fraction: '0.2',
      holdout_key_columns: ['ID', 'X'],
    });
    expect(stderr).not.toContain('could not be examined');
    const plan = (await train('--sample-rows', '600', '--holdout-fraction', '0.2', '--holdout-key', 'ID,X')).stderr;
    expect(plan).toContain('Rows are kept apart for an evaluation: about 20 % of the values of ID, X.');
    expect(plan).toContain('a sample of at most 600 rows (seed 0); each class keeps its share.');
  });

  test('does not examine the data with --no-data-check', async () => {
    expect((await train('--no-data-check')).stderr).not.toMatch(/Warning|Examining/);
  });

  test('a wrong parameter is reported once, by the training', async () => {
    const { stderr, exitCode } = await train('--objective', 'F2', '--yes');
    expect(stderr.match(/objective metric 'F2'/g)).toHaveLength(1);
    expect(exitCode).toBe(2);
  });

  test('starts although the data cannot be examined', async () => {
    await run(driver, 'DROP SCRIPT SME.SME_EXAMINE_TRAINING_DATA');
    const { stderr, exitCode } = await train('--max-candidates', '1', '--yes');
    expect(stderr).toContain('The data could not be examined: ');
    expect(exitCode).toBe(0);
  });
});
