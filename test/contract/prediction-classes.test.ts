/** Many classes: the response is bounded like the request, and contains no value that the prediction does not use. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEndpoint, trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
const rows = 100_000;

beforeAll(async () => {
  trained = await startTrainedSandbox({ sandbox: { timings: { jobPhase: 1, endpointCreate: 10 } } });
  const { driver, sagemaker, training } = trained;
  await run(
    driver,
    `CREATE TABLE SALES.CLASSES AS SELECT MOD(RANGE_VALUE, 30) AS A, RANGE_VALUE AS B,
       'a class with a long name ' || MOD(RANGE_VALUE, 30) AS Y FROM VALUES BETWEEN 1 AND 1500`,
  );
  for (const mode of ['ENSEMBLING', 'HYPERPARAMETER_TUNING']) {
    const name = mode === 'ENSEMBLING' ? 'ensemble' : 'tuned';
    await trainToEnd(driver, sagemaker, 'SME', {
      ...training,
      job_name: name,
      mode,
      input_table_or_view_name: 'CLASSES',
      target_attribute_name: 'Y',
    });
    const endpoint = { job_name: name, prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };
    const created = await createEndpoint(driver, 'SME', endpoint);
    if (created.kind !== 'resultSet') throw new Error(JSON.stringify(created));
  }
}, 120_000);
afterAll(() => trained?.stop());

test.each(['ENSEMBLE', 'TUNED'])('%s predicts 100,000 rows of 30 classes without a split or a retry', async (udf) => {
  const [statistics = []] = await run(
    trained.driver,
    `SELECT SALES.${udf}_STATISTICS(A, B) FROM (SELECT MOD(RANGE_VALUE, 30) AS A, RANGE_VALUE AS B FROM VALUES BETWEEN 1 AND ${rows})`,
  );
  const [predicted, , retries, splits, , received] = statistics.map(Number);
  expect([predicted, retries, splits]).toEqual([rows, 0, 0]);
  // a label and its probability: 50 bytes a row instead of 1,327 with the probabilities and labels of all classes
  expect(received).toBeLessThan(rows * 60);
});
