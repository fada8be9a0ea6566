/** A batch prediction from its start to its rows in the target table, through the real driver. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finishBatch, listBatchLeftovers, startBatch } from '../support/batch.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox();
}, 120_000);
afterAll(() => trained?.stop());

const nothing = { files: [], models: [], tables: [] };

describe('a batch prediction', () => {
  test('adds a prediction for each row to a new table, and leaves nothing else', async () => {
    const { driver } = trained;
    const started = await startBatch(driver, { key_columns: ['ID'], target_table_name: 'scores', wait: true });
    expect(started).toMatchObject({
      BATCH_NAME: expect.stringMatching(/^churn-\d{14}$/),
      STATUS: 'Completed',
      ROWS_EXPORTED: 500,
      TARGET_TABLE: '"SALES"."SCORES"',
      LINE_BREAKS_REPLACED: 0,
    });
    const { BATCH_NAME: name } = started;
    expect(await finishBatch(driver, name)).toEqual({
      BATCH_NAME: name,
      STATUS: 'Imported',
      ROWS_EXPORTED: 500,
      ROWS_PREDICTED: 500,
      ROWS_FAILED: 0,
      TARGET_TABLE: '"SALES"."SCORES"',
      FAILURE_REASON: null,
    });
    const scores = await run(
      driver,
      'SELECT COUNT(*), COUNT(DISTINCT S.ID), SUM(CASE WHEN S.PREDICTIONS = C.CHURN THEN 1 ELSE 0 END), MIN(PROBABILITY) FROM SALES.SCORES S JOIN SALES.CUSTOMERS C ON S.ID = C.ID',
    );
    const [count, distinct, right, lowest] = scores[0] ?? [];
    expect([count, distinct]).toEqual([500, 500]);
    expect(Number(right)).toBeGreaterThan(450);
    expect(Number(lowest)).toBeGreaterThanOrEqual(0.5);
    expect(await listBatchLeftovers(trained)).toEqual(nothing);
    expect(await finishBatch(driver, name)).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500 });
    expect(await run(driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[500]]);
  });
});
