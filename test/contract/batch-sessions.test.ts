/** Batch predictions that are stopped, refused or repeated, or that several sessions work on, through the real driver. */
import {
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  ListTransformJobsCommand,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishBatch, listBatches, listBatchLeftovers, refuseBatch, startBatch, stopBatch } from '../support/batch.js';
import type { TestSandbox } from '../support/sandbox.js';
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

const countTransformJobs = async () =>
  (await trained.sagemaker.send(new ListTransformJobsCommand({ MaxResults: 100 }))).TransformJobSummaries?.length;

const countRows = () => run(driver, 'SELECT COUNT(*) FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS');

beforeEach(async () => {
  await run(driver, 'DROP TABLE IF EXISTS SALES.SCORES');
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
