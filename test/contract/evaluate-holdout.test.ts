/** `sme evaluate --holdout`: the rows that a training kept apart are predicted by its endpoint and evaluated. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
const source = 'SALES."Table ""x"""';

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointDelete: 50 } },
    rows: 1000,
    training: { holdout_fraction: 0.3 },
  });
  const { driver, sagemaker, training } = trained;
  await run(
    driver,
    `CREATE TABLE ${source} (ID VARCHAR(9), "local" TIMESTAMP WITH LOCAL TIME ZONE, C CHAR(5), "it's" VARCHAR(20), F DOUBLE, N DECIMAL(9,3), PREDICTIONS DATE, PRICE DECIMAL(9,2))`,
  );
  await run(
    driver,
    `INSERT INTO ${source} SELECT 'k' || MOD(RANGE_VALUE, 90), ADD_HOURS(TIMESTAMP '2024-03-01 00:00:00', RANGE_VALUE),
      CASE WHEN MOD(RANGE_VALUE, 7) > 0 THEN 'x' || MOD(RANGE_VALUE, 3) END, CASE WHEN MOD(RANGE_VALUE, 5) > 0 THEN 'a "b", ' || MOD(RANGE_VALUE, 4) END,
      MOD(RANGE_VALUE, 11) / 7, MOD(RANGE_VALUE, 13) / 8, DATE '2024-01-01', CASE WHEN MOD(RANGE_VALUE, 7) > 0 THEN RANGE_VALUE * 1.5 END
     FROM VALUES BETWEEN 1 AND 1200`,
  );
  await trainToEnd(driver, sagemaker, 'SME', {
    ...training,
    job_name: 'price',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'Table "x"',
    target_attribute_name: 'PRICE',
    exclude_columns: ['ID'],
    problem_type: 'Regression',
    holdout_key_columns: ['ID'],
  });
  await trainToEnd(driver, sagemaker, 'SME', {
    ...training,
    job_name: 'queried',
    input_schema_name: undefined,
    input_table_or_view_name: undefined,
    input_query: 'SELECT C.*, AGE * 2 AS "twice" FROM SALES.CUSTOMERS C -- all of them\n;',
    holdout_fraction: 0.2,
  });
  await trainToEnd(driver, sagemaker, 'SME', { ...training, job_name: 'whole', holdout_fraction: undefined });
  for (const [job, keys] of [
    ['churn', undefined],
    ['price', ['ID']],
    ['queried', undefined],
  ] as const) {
    const answer = await createEndpoint(driver, 'SME', {
      job_name: job,
      prediction_schema: 'SALES',
      instance_type: 'ml.m5.large',
      wait: true,
      key_columns: keys,
    });
    if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  }
}, 120_000);
afterAll(() => trained?.stop());

const evaluate = async (...args: readonly string[]) =>
  await runCommand(['evaluate', ...args, '--no-config', '--quiet'], {
    env: { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' },
  });

const countHeldOut = async (job: string) =>
  Number(
    (
      await run(trained.driver, `SELECT ROWS_HELD_OUT FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${job}'`)
    )[0]?.[0],
  );

test('every row that was kept apart is predicted: two labels', async () => {
  const { stdout, stderr } = await evaluate('--holdout', 'churn', '--json');
  expect(stderr).toBe('');
  const { data } = JSON.parse(stdout);
  const rows = await countHeldOut('churn');
  expect(rows).toBeGreaterThan(200);
  expect(data.metrics).toMatchObject({ rows, rows_evaluated: rows, rows_without_probability: 0 });
  expect(data.metrics.roc_auc).toBeGreaterThan(0.5);
});

test('every row that was kept apart is predicted: a regression with a key, hostile names and NULLs', async () => {
  const { stdout, stderr } = await evaluate('--holdout', 'price', '--json');
  expect(stderr).toBe('');
  const { data } = JSON.parse(stdout);
  const rows = await countHeldOut('price');
  expect(data.metrics.rows).toBe(rows);
  expect(data.metrics.rows_without_actual).toBeGreaterThan(0);
  expect(data.metrics).toMatchObject({ rows_without_prediction: 0, mae: expect.any(Number) });
});

test('a training on a query', async () => {
  const { stdout, stderr } = await evaluate('--holdout', 'queried', '--json');
  expect(stderr).toBe('');
  const rows = await countHeldOut('queried');
  expect(JSON.parse(stdout).data.metrics).toMatchObject({ rows, rows_evaluated: rows });
});

const report = async (...args: readonly string[]) =>
  await runCommand(['report', ...args, '-o', '-', '--no-config', '--quiet'], {
    env: { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' },
  });

test('sme report --holdout includes the evaluation', async () => {
  const { stdout, stderr } = await report('churn', '--holdout');
  expect(stderr).toBe('');
  const rows = await countHeldOut('churn');
  expect(stdout).toContain(`predicted by an endpoint of this job: ${rows} of ${rows} rows evaluated.`);
  expect(stdout).toContain('id="threshold-chart-wide-title"');
  const plain = await report('churn');
  expect(plain.stdout).toContain('<code>sme report churn --holdout</code> adds the evaluation');
});

test('sme report --predictions includes the evaluation of a table, whose columns the flags name', async () => {
  await run(trained.driver, 'CREATE TABLE SALES."Pred ""x""" ("Act" DOUBLE, P DOUBLE)');
  await run(trained.driver, 'INSERT INTO SALES."Pred ""x""" VALUES (1, 2), (2, 2), (3, NULL)');
  const { stdout, stderr } = await report(
    'price',
    '--predictions',
    'SALES."Pred ""x"""',
    '--actual',
    '"Act"',
    '--predicted',
    'P',
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('2 of 3 rows evaluated (1 without a prediction)');
  expect(stdout).toContain('id="residual-chart-wide-title"');
});

test.each<[string, readonly string[], RegExp]>([
  [
    'both sources',
    ['--holdout', '--predictions', 'A.B'],
    /E-SME-623: .*use one of --holdout and --predictions; name the column/,
  ],
  [
    'columns without a table',
    ['--actual', 'A', '--problem-type', 'Regression'],
    /--actual needs --predictions .*--problem-type needs/,
  ],
  ['columns with --holdout', ['--holdout', '--probability', 'P'], /--probability has no effect with --holdout/],
  ['an endpoint without --holdout', ['--endpoint', 'e'], /--endpoint has no effect without --holdout/],
])('sme report refuses %s', async (_title, args, text) => {
  const { exitCode, stderr } = await report('churn', ...args);
  expect(stderr).toMatch(text);
  expect(exitCode).toBe(2);
});

test('sme report --holdout of a training that used all rows is an error', async () => {
  const { exitCode, stdout, stderr } = await report('whole', '--holdout');
  expect(stderr).toMatch(/E-SME-577: .*kept no rows apart/);
  expect([exitCode, stdout]).toEqual([1, '']);
});

describe('refuses', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['an unknown job', ['--holdout', 'chrun'], /E-SME-231: .*churn/],
    ['an endpoint of another job', ['--holdout', 'churn', '--endpoint', 'price'], /E-SME-577: .*'price'.*'churn'/],
    ['an unknown endpoint', ['--holdout', 'churn', '--endpoint', 'nothing'], /E-SME-241/],
    ['a training that used all rows', ['--holdout', 'whole'], /E-SME-577: .*kept no rows apart/],
    ['columns', ['--holdout', 'churn', '--actual', 'X'], /E-SME-576: .*--actual has no effect/],
  ])('%s', async (_name, args, message) => {
    const { stderr, exitCode } = await evaluate(...args);
    expect(stderr).toMatch(message);
    expect(exitCode).not.toBe(0);
  });
});
