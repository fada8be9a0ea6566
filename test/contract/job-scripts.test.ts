/** The scripts about one job, through the published driver: description, leaderboard, feature importance, stop. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { execute, executeForRows, makeTraining, waitForStatus } from '../support/job-scripts.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

/** A deployment schema whose name must be quoted everywhere. */
const schema = 'select "Größe" \'x\'';
const scripts = {
  describe: 'SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB',
  candidates: 'SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES',
  importance: 'SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE',
  stop: 'SME_STOP_SAGEMAKER_AUTOPILOT_JOB',
} as const;

/** Moves only in `waitForStatus`, so that a started job keeps running. */
const clock = new SteppedClock(Date.now());

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock });
  driver = await sandbox.connect();
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 900);
  for (const [job_name, settings] of Object.entries({
    trained: { problem_type: 'BinaryClassification', objective: 'AUC', max_candidates: 4, mode: 'ENSEMBLING' },
    tuned: { mode: 'HYPERPARAMETER_TUNING', max_candidates: 3 },
  })) {
    await start(job_name, settings);
  }
  for (const job of ['trained', 'tuned']) await waitFor(job, 'Completed');
});

afterAll(() => sandbox.stop());

async function start(job_name: string, settings: object = {}): Promise<void> {
  const parameters = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), job_name, ...settings };
  expect(await train(driver, schema, parameters)).toMatchObject({ kind: 'resultSet' });
}

const waitFor = (job: string, status: string) =>
  waitForStatus({ driver, schema, region: sandbox.aws.region, clock }, job, status);

const call = (script: keyof typeof scripts, job: string) =>
  executeForRows(driver, schema, scripts[script], job, 'AWS', sandbox.aws.region);

async function describeJob(job: string): Promise<Record<string, string | null>> {
  const rows = await call('describe', job);
  return Object.fromEntries(rows.map(({ ATTRIBUTE, VALUE }) => [ATTRIBUTE, VALUE]));
}

describe('a description', () => {
  test('of a completed job contains its parameters, its result and its S3 locations', async () => {
    const { bucket, roleArn } = sandbox.aws;
    expect(await describeJob('trained')).toMatchObject({
      JOB_NAME: 'trained',
      JOB_STATUS: 'Completed',
      JOB_SECONDARY_STATUS: 'MaxCandidatesReached',
      FAILURE_REASON: null,
      CREATION_TIME_UTC: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      END_TIME_UTC: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      DURATION_IN_SECONDS: expect.stringMatching(/^\d+$/),
      PROBLEM_TYPE_REQUESTED: 'BinaryClassification',
      PROBLEM_TYPE_RESOLVED: 'BinaryClassification',
      OBJECTIVE_REQUESTED: 'AUC',
      OBJECTIVE_RESOLVED: 'AUC',
      MODE: 'ENSEMBLING',
      TARGET_ATTRIBUTE_NAME: 'CHURN',
      MAX_CANDIDATES: '4',
      BEST_METRIC_NAME: 'AUC',
      BEST_METRIC_VALUE: expect.stringMatching(/^[01](\.\d+)?$/),
      INPUT_LOCATIONS: expect.stringMatching(
        new RegExp(`^\\["s3://${bucket}/runs/trained/train/\\d{14}-\\d+-\\d+/"\\]$`),
      ),
      OUTPUT_LOCATION: `s3://${bucket}/runs/trained/output/`,
      EXPLAINABILITY_REPORT: expect.stringContaining('/explainability/'),
      ROLE_ARN: roleArn,
      ROWS_EXPORTED: '900',
      INPUT_SCHEMA_NAME: 'SALES',
      INPUT_TABLE_OR_VIEW_NAME: 'CUSTOMERS',
      SCRIPT_USER: 'SYS',
    });
    expect(JSON.parse((await describeJob('trained'))['CONTAINER_IMAGES'] ?? '')).toHaveLength(1);
  });

  test('shows each container of a tuned model, and the problem type that AWS found', async () => {
    const tuned = await describeJob('tuned');
    expect(tuned).toMatchObject({ PROBLEM_TYPE_REQUESTED: null, PROBLEM_TYPE_RESOLVED: 'BinaryClassification' });
    expect(JSON.parse(tuned['CONTAINER_IMAGES'] ?? '')).toHaveLength(3);
  });

  test('of a job without candidates has the same attributes', async () => {
    await start('young');
    const young = await describeJob('young');
    expect(young).toMatchObject({ JOB_STATUS: 'InProgress', END_TIME_UTC: null, BEST_CANDIDATE_NAME: null });
    expect(Object.keys(young)).toEqual(Object.keys(await describeJob('trained')));
    await call('stop', 'young');
  });

  test('contains the full reason why a job failed', async () => {
    await run(
      driver,
      `CREATE TABLE SALES.RARE_TEXTS AS SELECT AGE, 'text ' || FLOOR(ID / 2) AS CHURN FROM SALES.CUSTOMERS`,
    );
    await start('failing', { input_table_or_view_name: 'RARE_TEXTS' });
    await waitFor('failing', 'Failed');
    expect(await describeJob('failing')).toMatchObject({
      JOB_STATUS: 'Failed',
      FAILURE_REASON: expect.stringContaining('distinct'),
      BEST_CANDIDATE_NAME: null,
    });
  });
});

describe('the leaderboard', () => {
  test('has one row for each candidate, best first, and a column for each metric and data set', async () => {
    const rows = await call('candidates', 'trained');
    expect(rows).toHaveLength(4);
    expect(rows.map(({ RANK }) => RANK)).toEqual([1, 2, 3, 4]);
    const values = rows.map(({ OBJECTIVE_VALUE }) => Number(OBJECTIVE_VALUE));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const [best] = rows;
    expect(Object.keys(best ?? {}).slice(0, 10)).toEqual([
      'RANK',
      'CANDIDATE_NAME',
      'CANDIDATE_STATUS',
      'OBJECTIVE_METRIC',
      'OBJECTIVE_VALUE',
      'TRAINING_SECONDS',
      'FAILURE_REASON',
      'CREATION_TIME_UTC',
      'END_TIME_UTC',
      'AUC_VALIDATION',
    ]);
    for (const { CREATION_TIME_UTC: created, END_TIME_UTC: ended } of rows) {
      expect(created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(String(ended) >= String(created)).toBe(true);
    }
    expect(best).toMatchObject({ OBJECTIVE_METRIC: 'AUC', LOG_LOSS_VALIDATION: expect.any(Number) });
    expect(best?.['AUC_VALIDATION']).toBe(best?.['OBJECTIVE_VALUE']);
    expect(best?.['CANDIDATE_NAME']).toBe((await describeJob('trained'))['BEST_CANDIDATE_NAME']);
  });
});

describe('feature importance', () => {
  test('lists the most important column first, with shares that add up to 1', async () => {
    const rows = await call('importance', 'trained');
    expect(rows[0]).toMatchObject({ FEATURE: 'AGE' });
    expect(new Set(rows.map(({ FEATURE }) => FEATURE))).toEqual(new Set(['ID', 'AGE', 'SEGMENT']));
    expect(rows.reduce((sum, { SHARE }) => sum + Number(SHARE), 0)).toBeCloseTo(1);
    const values = rows.map(({ IMPORTANCE }) => Number(IMPORTANCE));
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  test('is empty while the job runs, and an error for a stopped job', async () => {
    await start('halted');
    expect(await call('importance', 'halted')).toEqual([]);
    await call('stop', 'halted');
    await waitFor('halted', 'Stopped');
    expect(await execute(driver, schema, scripts.importance, 'halted', 'AWS', sandbox.aws.region)).toMatchObject({
      text: expect.stringContaining("E-SME-140: Job 'halted' (Stopped, Stopped) has no feature importance report."),
    });
  });
});

describe('stopping', () => {
  test('can be repeated, and does not change a job that has ended', async () => {
    await start('stopped');
    expect(await call('stop', 'stopped')).toEqual([{ JOB_STATUS: 'Stopping', JOB_SECONDARY_STATUS: 'Stopping' }]);
    expect(await call('stop', 'stopped')).toMatchObject([{ JOB_STATUS: expect.stringMatching(/^Stop/) }]);
    await waitFor('stopped', 'Stopped');
    expect(await call('stop', 'stopped')).toEqual([{ JOB_STATUS: 'Stopped', JOB_SECONDARY_STATUS: 'Stopped' }]);
    expect(await call('stop', 'trained')).toEqual([
      { JOB_STATUS: 'Completed', JOB_SECONDARY_STATUS: 'MaxCandidatesReached' },
    ]);
  });
});

describe('recovering jobs', () => {
  const read = () => run(driver, `SELECT * FROM ${identifier(schema)}.SME_METADATA_AUTOPILOT_JOBS ORDER BY JOB_NAME`);

  test('restores deleted rows completely, and only once', async () => {
    const before = await read();
    await run(driver, `DELETE FROM ${identifier(schema)}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME <> 'trained'`);
    const recover = () => execute(driver, schema, 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'aws', sandbox.aws.region);
    expect(await recover()).toMatchObject({
      names: ['JOB_NAME', 'CREATED', 'RESULT'],
      rows: expect.arrayContaining([
        ['tuned', expect.any(String), 'recovered'],
        ['failing', expect.any(String), 'recovered'],
      ]),
    });
    expect((await read()).map((row) => row.slice(1))).toEqual(before.map((row) => row.slice(1)));
    expect(await recover()).toMatchObject({ rows: [] });
  });
});

test('SME_JOBS lists all of them', async () => {
  const rows = await executeForRows(driver, schema, 'SME_JOBS');
  const found = Object.fromEntries(rows.map(({ JOB_NAME, ...row }) => [JOB_NAME, row]));
  const { BEST_CANDIDATE_NAME, BEST_METRIC_VALUE } = await describeJob('trained');
  expect(found['trained']).toMatchObject({ JOB_STATUS: 'Completed', BEST_METRIC_NAME: 'AUC', BEST_CANDIDATE_NAME });
  expect(String(found['trained']?.['BEST_METRIC_VALUE'])).toBe(BEST_METRIC_VALUE);
  expect(found['failing']).toMatchObject({ JOB_STATUS: 'Failed', FAILURE_REASON: expect.stringContaining('distinct') });
});

test.each(Object.values(scripts))('%s reports the same errors as polling', async (script) => {
  const { region } = sandbox.aws;
  expect(await execute(driver, schema, script, 'nobody', 'AWS', region)).toMatchObject({
    text: expect.stringContaining(`E-SME-85: There is no job 'nobody' in Region '${region}'`),
  });
  expect(await execute(driver, schema, script, 'a b', 'NONE', 'Mars')).toMatchObject({
    text: expect.stringMatching(
      /E-SME-50: 3 problems.*E-SME-54: Invalid job_name 'a b'.*E-SME-54: Invalid aws_region.*E-SME-69/s,
    ),
  });
  await createConnection(driver, 'WRONG', sandbox.aws, { secretAccessKey: 'wrong' });
  expect(await execute(driver, schema, script, 'trained', 'WRONG', region)).toMatchObject({
    text: expect.stringContaining("Correct IDENTIFIED BY of the connection 'WRONG'"),
  });
});
