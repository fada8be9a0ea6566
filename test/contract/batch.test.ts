/** Batch predictions from their start to their rows in the target table, through the real driver. */
import { ListTransformJobsCommand } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishBatch, listBatchLeftovers, startBatch } from '../support/batch.js';
import { trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 1, transformJob: 50 } },
    training: { exclude_columns: ['ID'] },
  });
  ({ driver } = trained);
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

beforeEach(async () => {
  await run(driver, 'DROP TABLE IF EXISTS SALES.SCORES');
});

describe('a batch prediction', () => {
  test('exports and predicts the same in a session with a decimal comma', async () => {
    const predictAll = async () => {
      const query = 'SELECT C.*, CAST(AGE / 7 AS DECIMAL(9,3)) AS SHARE FROM SALES.CUSTOMERS C';
      await predict({
        input_query: query,
        input_schema_name: undefined,
        input_table_or_view_name: undefined,
        key_columns: ['ID', 'SHARE'],
        target_table_name: 'SCORES',
      });
      const rows = await run(driver, 'SELECT * FROM SALES.SCORES ORDER BY ID');
      await run(driver, 'DROP TABLE SALES.SCORES');
      return rows;
    };
    const expected = await predictAll();
    await run(driver, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = ',.'");
    try {
      expect(await predictAll()).toEqual(expected);
    } finally {
      await run(driver, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'");
    }
  });

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
