/** Batch predictions from their start to their rows in the target table, through the real driver. */
import {
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  ListTransformJobsCommand,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishBatch, listBatches, listBatchLeftovers, refuseBatch, startBatch, stopBatch } from '../support/batch.js';
import type { TestSandbox } from '../support/sandbox.js';
import { trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
let driver: ExasolDriver;
let sandbox: TestSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 1, transformJob: 50 } },
    training: { exclude_columns: ['ID'] },
  });
  ({ driver, sandbox } = trained);
}, 120_000);
afterAll(() => trained?.stop());

const nothing = { files: [], models: [], tables: [] };

/** Starts a batch, waits for its transform job and finishes it. */
async function predict(changes: object) {
  const started = await startBatch(driver, { wait: true, ...changes });
  return { started, finished: await finishBatch(driver, started.BATCH_NAME) };
}

const countTransformJobs = async () =>
  (await trained.sagemaker.send(new ListTransformJobsCommand({ MaxResults: 100 }))).TransformJobSummaries?.length;

/** Names and types of the columns of the target table. */
const describeScores = async () => (await run(driver, 'DESCRIBE SALES.SCORES')).map(([name, type]) => [name, type]);

const countRows = () => run(driver, 'SELECT COUNT(*) FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS');

beforeEach(async () => {
  await run(driver, 'DROP TABLE IF EXISTS SALES.SCORES');
});

describe('a batch prediction', () => {
  test('adds a prediction for each row to a new table, and leaves nothing else', async () => {
    const { started, finished } = await predict({ key_columns: ['ID'], target_table_name: 'scores' });
    expect(started).toMatchObject({
      BATCH_NAME: expect.stringMatching(/^churn-\d{14}$/),
      STATUS: 'Completed',
      ROWS_EXPORTED: 500,
      FILES_EXPORTED: 1,
      TARGET_TABLE: '"SALES"."SCORES"',
      LINE_BREAKS_REPLACED: 0,
    });
    expect(finished).toEqual({
      BATCH_NAME: started.BATCH_NAME,
      STATUS: 'Imported',
      ROWS_EXPORTED: 500,
      ROWS_PREDICTED: 500,
      ROWS_FAILED: 0,
      TARGET_TABLE: '"SALES"."SCORES"',
      FAILURE_REASON: null,
    });
    expect(await describeScores()).toEqual([
      ['ID', 'DECIMAL(18,0)'],
      ['PROBABILITY', 'DOUBLE'],
      ['PREDICTIONS', 'VARCHAR(3) UTF8'],
    ]);
    const scores = await run(
      driver,
      `SELECT COUNT(*), COUNT(DISTINCT S.ID), SUM(CASE WHEN S.PREDICTIONS = C.CHURN THEN 1 ELSE 0 END), MIN(PROBABILITY)
         FROM SALES.SCORES S JOIN SALES.CUSTOMERS C ON S.ID = C.ID`,
    );
    const [count, distinct, right, lowest] = scores[0] ?? [];
    expect([count, distinct]).toEqual([500, 500]);
    expect(Number(right)).toBeGreaterThan(450);
    expect(Number(lowest)).toBeGreaterThanOrEqual(0.5);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
    expect(await finishBatch(driver, started.BATCH_NAME)).toEqual(finished);
    expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[500]]);
  });

  test('adds rows to a table that has other columns and rows already', async () => {
    await run(
      driver,
      'CREATE TABLE SALES.SCORES (NOTE VARCHAR(9), PREDICTIONS VARCHAR(20), ID DECIMAL(36,0), PROBABILITY DOUBLE)',
    );
    await run(driver, "INSERT INTO SALES.SCORES (NOTE) VALUES ('mine')");
    const { finished } = await predict({ key_columns: 'id' });
    expect(finished).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
    expect(await run(driver, 'SELECT COUNT(*), COUNT(NOTE), COUNT(DISTINCT ID) FROM SALES.SCORES')).toEqual([
      [501, 1, 500],
    ]);
  });

  test('keeps keys of any type and name, NULLs and repeated rows, and replaces line breaks', async () => {
    await run(
      driver,
      `CREATE TABLE SALES."new ones" ("select" HASHTYPE(16 BYTE), "Größe, ""m""" DOUBLE, "PREDICTIONS" TIMESTAMP WITH LOCAL TIME ZONE,
         SEGMENT VARCHAR(2000), AGE DOUBLE)`,
    );
    await run(
      driver,
      `INSERT INTO SALES."new ones" VALUES
        (HASHTYPE_MD5('a'), 1.5, '2026-01-31 10:20:30', 'S1' || CHR(13) || CHR(10) || '"x", y', 20),
        (NULL, NULL, NULL, NULL, NULL),
        (NULL, NULL, NULL, NULL, NULL),
        (HASHTYPE_MD5('a'), 1.5, '2026-01-31 10:20:30', 'S2', 70.5)`,
    );
    const { started, finished } = await predict({ input_table_or_view_name: 'new ones' });
    expect(started).toMatchObject({ ROWS_EXPORTED: 4, LINE_BREAKS_REPLACED: 1 });
    expect(finished).toMatchObject({ ROWS_PREDICTED: 4, ROWS_FAILED: 0 });
    const names = (await describeScores()).map(([name]) => name);
    expect(names).toEqual(['select', 'Größe, "m"', 'PREDICTIONS', 'SEGMENT', 'AGE', 'PROBABILITY', 'PREDICTIONS_2']);
    expect(
      await run(
        driver,
        `SELECT COUNT(*), COUNT(N."select"), COUNT(PREDICTIONS_2), COUNT(DISTINCT S.AGE), MAX(LENGTH(S.SEGMENT))
           FROM SALES.SCORES S LEFT JOIN SALES."new ones" N ON N."select" = S."select" AND N.SEGMENT = S.SEGMENT`,
      ),
    ).toEqual([[4, 2, 4, 2, 10]]);
    await run(driver, 'DROP TABLE SALES."new ones"');
  });

  test('predicts for a query with columns in another order', async () => {
    const { started, finished } = await predict({
      input_schema_name: undefined,
      input_table_or_view_name: undefined,
      input_query: 'SELECT SEGMENT, ID AS "Key", AGE FROM SALES.CUSTOMERS WHERE ID < 20 -- the first ones',
      key_columns: ['Key'],
    });
    expect(started).toMatchObject({ ROWS_EXPORTED: 20 });
    expect(finished).toMatchObject({ ROWS_PREDICTED: 20 });
    expect(
      await run(
        driver,
        'SELECT COUNT(*) FROM SALES.SCORES S JOIN SALES.CUSTOMERS C ON S."Key" = C.ID AND S.PREDICTIONS = C.CHURN',
      ),
    ).toEqual([[20]]);
  });

  test('of an empty input creates the table and no transform job', async () => {
    const jobs = await countTransformJobs();
    const { started, finished } = await predict({
      input_schema_name: undefined,
      input_table_or_view_name: undefined,
      input_query: 'SELECT * FROM SALES.CUSTOMERS WHERE ID < 0',
      key_columns: ['ID'],
    });
    expect(started).toMatchObject({ STATUS: 'Imported', ROWS_EXPORTED: 0, FILES_EXPORTED: 0 });
    expect(finished).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 0, ROWS_FAILED: 0 });
    expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[0]]);
    expect(await countTransformJobs()).toBe(jobs);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });

  test('of a regression has numbers and no probability', async () => {
    await trainToEnd(driver, trained.sagemaker, 'SME', {
      ...trained.training,
      job_name: 'age',
      target_attribute_name: 'AGE',
      problem_type: 'Regression',
      exclude_columns: ['ID'],
    });
    const { finished } = await predict({ job_name: 'age', key_columns: ['ID'] });
    expect(finished).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
    expect(await describeScores()).toEqual([
      ['ID', 'DECIMAL(18,0)'],
      ['PREDICTIONS', 'DECIMAL(36,0)'],
    ]);
  }, 60_000);

  test('of a model uses its newest completed job', async () => {
    await trainToEnd(driver, trained.sagemaker, 'SME', { ...trained.training, job_name: 'older' });
    await run(
      driver,
      "UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET MODEL_NAME = 'm' WHERE JOB_NAME IN ('churn', 'older')",
    );
    const { started } = await predict({ job_name: undefined, model_name: 'M', key_columns: ['ID'] });
    expect(started.BATCH_NAME).toMatch(/^older-\d{14}$/);
  }, 60_000);
});

describe('a transform job that fails for one file', () => {
  test('adds the rows of the other files, and names the file', async () => {
    const { started, finished } = await predict({
      input_schema_name: undefined,
      input_table_or_view_name: undefined,
      // A record larger than a request makes its file fail.
      input_query: `SELECT C.ID + 500 * N AS ID, AGE, CASE WHEN ID + N = 1 THEN RPAD('x', 2000000, '😀') ELSE SEGMENT END AS SEGMENT
        FROM SALES.CUSTOMERS C CROSS JOIN (SELECT LEVEL - 1 AS N FROM DUAL CONNECT BY LEVEL <= 6)`,
      key_columns: ['ID'],
    });
    expect(started).toMatchObject({ STATUS: 'Failed', FILES_EXPORTED: 3 });
    const { ROWS_PREDICTED: predicted, ROWS_FAILED: failed } = finished;
    expect(finished).toMatchObject({
      STATUS: 'Imported',
      FAILURE_REASON: expect.stringMatching(/Files without output: part-000\d\.csv\.$/),
    });
    expect(Number(failed)).toBeGreaterThan(0);
    expect(Number(predicted) + Number(failed)).toBe(3000);
    expect(await run(driver, 'SELECT COUNT(DISTINCT ID) FROM SALES.SCORES')).toEqual([[predicted]]);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });
});

describe('a batch that is stopped', () => {
  test('adds nothing and leaves nothing', async () => {
    const { BATCH_NAME: name, STATUS } = await startBatch(driver, { key_columns: ['ID'] });
    expect(STATUS).toBe('InProgress');
    expect((await listBatches(driver))[0]).toMatchObject({ BATCH_NAME: name, JOB_NAME: 'churn', ROWS_EXPORTED: 500 });
    expect(await stopBatch(driver, name)).toEqual({
      BATCH_NAME: name,
      STATUS: expect.stringMatching(/^(Stopping|Stopped)$/),
    });
    const finish = async () => (await finishBatch(driver, name)).STATUS;
    await expect.poll(finish, { timeout: 10_000 }).toBe('Stopped');
    expect(await finishBatch(driver, name)).toMatchObject({ ROWS_PREDICTED: 0, ROWS_FAILED: 500 });
    expect((await listBatches(driver))[0]).toMatchObject({ BATCH_NAME: name, STATUS: 'Stopped', REMARK: null });
    expect(await run(driver, "SELECT COUNT(*) FROM SYS.EXA_ALL_TABLES WHERE TABLE_NAME = 'SCORES'")).toEqual([[0]]);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });

  test('after its transform job has completed adds nothing either', async () => {
    const { BATCH_NAME: name } = await startBatch(driver, { key_columns: ['ID'], wait: true });
    expect(await stopBatch(driver, name)).toMatchObject({ STATUS: 'Stopped' });
    expect(await finishBatch(driver, name)).toMatchObject({ STATUS: 'Stopped', ROWS_PREDICTED: 0 });
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });
});

describe('the same command', () => {
  test('with the same batch_name returns the batch that exists, and with other parameters is refused', async () => {
    const jobs = await countTransformJobs();
    const first = await startBatch(driver, { key_columns: ['ID'], batch_name: 'nightly', wait: true });
    expect(await startBatch(driver, { key_columns: ['ID'], batch_name: 'nightly' })).toEqual(first);
    expect(await refuseBatch(driver, { key_columns: ['AGE'], batch_name: 'Nightly' })).toContain('E-SME-393');
    expect(await countTransformJobs()).toBe(Number(jobs) + 1);
    await stopBatch(driver, 'NIGHTLY');
  });
});

describe('a refusal', () => {
  test.each([
    [
      'without parameters',
      { target_table_name: undefined, instance_type: undefined },
      'Missing: target_table_name, instance_type',
    ],
    ['for a missing job', { job_name: 'no-such' }, 'E-SME-151'],
    ['for a missing model', { job_name: undefined, model_name: 'no-such' }, 'E-SME-386'],
    ['for a missing table', { input_table_or_view_name: 'NO_SUCH' }, 'E-SME-58'],
    ['for a missing key column', { key_columns: ['NO_SUCH'] }, 'E-SME-59'],
    ['for a repeated key column', { key_columns: ['ID', 'id'] }, 'E-SME-392'],
    ['for a missing target schema', { target_schema_name: 'NO_SUCH' }, 'E-SME-150'],
    [
      'for a missing input of the model',
      { input_query: 'SELECT ID, AGE FROM SALES.CUSTOMERS' },
      "E-SME-390: The input lacks columns that the model was trained on: 'SEGMENT'",
    ],
    ['for an input of another type', { input_query: "SELECT 'x' AS AGE, SEGMENT FROM SALES.CUSTOMERS" }, 'E-SME-391'],
    ['for too many parallel requests', { max_concurrent_transforms: 99 }, 'must be at most'],
    ['for an unknown candidate', { candidate_name: 'no-such' }, 'E-SME-184'],
  ])('%s leaves nothing', async (_title, changes: object, message) => {
    const before = await countRows();
    const input = 'input_query' in changes ? { input_schema_name: undefined, input_table_or_view_name: undefined } : {};
    expect(await refuseBatch(driver, { ...input, ...changes })).toContain(message);
    expect(await countRows()).toEqual(before);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });

  test('for a target table that lacks a column, or whose columns have other types', async () => {
    await run(driver, 'CREATE TABLE SALES.SCORES (ID DECIMAL(18,0), PREDICTIONS DECIMAL(3,0))');
    expect(await refuseBatch(driver, { key_columns: ['ID'] })).toContain(
      'E-SME-389: The target table "SALES"."SCORES" lacks columns that the predictions need: \'PROBABILITY\'',
    );
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });

  test('by AWS removes everything that was exported', async () => {
    const before = await countRows();
    sandbox.awsControl?.quotas.transformInstances.set('ml.m5.xlarge', 0);
    const error = await refuseBatch(driver, { key_columns: ['ID'] });
    sandbox.awsControl?.quotas.transformInstances.delete('ml.m5.xlarge');
    expect(error).toMatch(/E-SME-399: The transform job '.*' was not created: .*ResourceLimitExceeded/);
    expect(error).toContain('Its files, its tables and its row were deleted.');
    expect(await countRows()).toEqual(before);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });

  test('for an unknown batch suggests a name', async () => {
    await expect(finishBatch(driver, 'nightli')).rejects.toThrow("Did you mean 'nightly'?");
  });
});

test('an import that fails changes nothing, and succeeds after its cause is fixed', async () => {
  await run(driver, 'CREATE TABLE SALES.SCORES (ID DECIMAL(18,0), PROBABILITY DOUBLE, PREDICTIONS VARCHAR(3))');
  const { BATCH_NAME: name } = await startBatch(driver, { key_columns: ['ID'], wait: true });
  await run(driver, 'ALTER TABLE SALES.SCORES DROP COLUMN PROBABILITY');
  await expect(finishBatch(driver, name)).rejects.toThrow(/E-SME-401.*PROBABILITY.*Nothing has changed/s);
  expect((await listBatches(driver))[0]).toMatchObject({ STATUS: 'Completed' });
  await run(driver, 'ALTER TABLE SALES.SCORES ADD COLUMN PROBABILITY DOUBLE');
  expect(await finishBatch(driver, name)).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
});

describe('a user with grants for batch predictions', () => {
  const grants = [
    'CREATE SESSION',
    'USAGE ON SCHEMA SME',
    'EXECUTE ON SCHEMA SME',
    'SELECT ON SME.SME_METADATA_AUTOPILOT_JOBS',
    'SELECT, INSERT, UPDATE, DELETE ON SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS',
    'EXPORT',
    'CONNECTION AWS',
    'ACCESS ON CONNECTION AWS FOR SCHEMA SME',
    'SELECT ON SALES.CUSTOMERS',
    'CREATE TABLE',
  ];

  test('needs IMPORT before anything is exported, and no more than these', async () => {
    await run(driver, 'CREATE USER ANN IDENTIFIED BY "Ann-1234"');
    for (const grant of grants) await run(driver, `GRANT ${grant} TO ANN`);
    await run(driver, 'GRANT CREATE SCHEMA TO ANN');
    const ann = await sandbox.connect({ user: 'ANN', password: 'Ann-1234' });
    await run(ann, 'CREATE SCHEMA ANN_OWN');
    const batch = { key_columns: ['ID'], target_schema_name: 'ANN_OWN', wait: true };
    expect(await refuseBatch(ann, batch)).toContain('GRANT IMPORT TO "ANN"');
    expect(await refuseBatch(ann, { ...batch, target_schema_name: 'SALES' })).toMatch(
      /E-SME-395: .*insufficient privileges/,
    );
    await run(driver, 'GRANT IMPORT TO ANN');
    const { BATCH_NAME: name } = await startBatch(ann, batch);
    expect(await finishBatch(ann, name)).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
    expect(await run(ann, 'SELECT COUNT(*) FROM ANN_OWN.SCORES')).toEqual([[500]]);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
  });
});

test('an output that contains the inputs, too, is imported without them', async () => {
  const { sagemaker } = trained;
  await startBatch(driver, { key_columns: ['ID'], batch_name: 'filtered', wait: true });
  const { ModelName, TransformInput, TransformOutput, TransformResources } = await sagemaker.send(
    new DescribeTransformJobCommand({ TransformJobName: 'filtered' }),
  );
  const DataProcessing = { InputFilter: '$[1:]', JoinSource: 'Input' } as const;
  const job = { TransformJobName: 'unfiltered', ModelName, TransformInput, TransformOutput, TransformResources };
  await sagemaker.send(new CreateTransformJobCommand({ ...job, DataProcessing }));
  await run(
    driver,
    "UPDATE SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS SET BATCH_NAME = 'unfiltered' WHERE BATCH_NAME = 'filtered'",
  );
  const finish = async () => (await finishBatch(driver, 'unfiltered')).STATUS;
  await expect.poll(finish, { timeout: 10_000 }).toBe('Imported');
  expect(
    await run(
      driver,
      "SELECT COUNT(*), COUNT(PROBABILITY) FROM SALES.SCORES S JOIN SALES.CUSTOMERS C ON S.ID = C.ID WHERE PREDICTIONS IN ('yes', 'no')",
    ),
  ).toEqual([[500, 500]]);
});

test('two sessions that finish a batch at the same time add its rows once', async () => {
  const { BATCH_NAME: name } = await startBatch(driver, { key_columns: ['ID'], wait: true });
  const other = await sandbox.connect();
  const answers = await Promise.allSettled([finishBatch(driver, name), finishBatch(other, name)]);
  const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.STATUS : 'error'));
  expect(statuses).toContain('Imported');
  expect(statuses.filter((status) => status !== 'Imported' && status !== 'Importing')).toEqual([]);
  expect(await finishBatch(other, name)).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
  expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[500]]);
});

test('two sessions that start the same batch create one transform job', async () => {
  const jobs = Number(await countTransformJobs());
  const other = await sandbox.connect();
  const batch = { key_columns: ['ID'], batch_name: 'same' };
  const answers = await Promise.allSettled([startBatch(driver, batch), startBatch(other, batch)]);
  const failed = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []));
  for (const error of failed) expect(error).toMatch(/E-SME-396|E-SME-393/);
  expect(failed.length).toBeLessThan(2);
  expect(await countTransformJobs()).toBe(jobs + 1);
  const finish = async () => (await finishBatch(driver, 'same')).STATUS;
  await expect.poll(finish, { timeout: 10_000 }).toBe('Imported');
  expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[500]]);
  expect(await listBatchLeftovers(trained)).toEqual(nothing);
});
