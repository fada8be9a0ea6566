/** Updates of endpoints that AWS refuses or rolls back, or that would change the prediction function. */
import { DeleteModelCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';
import { serveVersion, trainVersion } from '../support/versions.js';

let trained: TrainedSandbox;
/** Versions 1 and 2 have the same columns; version 3 lacks AGE. */
const jobs: string[] = [];

const serve = (parameters: object = {}) =>
  serveVersion(trained, { model_name: 'churn', prediction_schema: 'SALES', ...parameters });

/** Everything that a failed update must leave as it was. */
const readState = async () => ({
  hosting: await listHosting(trained.sagemaker),
  config: (await trained.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'churn' }))).EndpointConfigName,
  rows: await run(
    trained.driver,
    `SELECT JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, INSTANCE_TYPE, INSTANCE_COUNT, PREDICTION_UDF,
       PREDICTION_SETTINGS, PREVIOUS_JOB_NAME, SUPERSEDED FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS`,
  ),
  functions: await run(
    trained.driver,
    "SELECT SCRIPT_NAME, SCRIPT_OBJECT_ID FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1",
  ),
});

const predict = async (columns: string) =>
  run(
    trained.driver,
    `SELECT COUNT("PREDICTIONS") FROM (SELECT SALES.CHURN(${columns}) FROM (SELECT * FROM SALES.CUSTOMERS LIMIT 5))`,
  );

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 20, endpointUpdate: 500, endpointDelete: 20 } },
  });
  await run(trained.driver, 'CREATE TABLE SALES.YOUNGER AS SELECT ID, SEGMENT, CHURN FROM SALES.CUSTOMERS');
  for (const changes of [{}, {}, { input_table_or_view_name: 'YOUNGER' }]) {
    jobs.push(await trainVersion(trained, { model_name: 'churn', ...changes }));
  }
}, 120_000);
afterAll(() => trained?.stop());

beforeEach(async () => {
  await serve({ version: 1, instance_type: 'ml.m5.large' });
});
afterEach(async () => {
  trained.sandbox.awsControl?.exhaustedInstanceTypes.clear();
  await deleteEndpoint(trained.driver, 'SME', 'churn', null, null);
  expect(await listHosting(trained.sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
});

describe('a failed update', () => {
  test('that AWS rolls back keeps the served version and deletes the new one', async () => {
    const before = await readState();
    trained.sandbox.awsControl?.exhaustedInstanceTypes.add('ml.m5.xlarge');
    await expect(serve({ version: 2, instance_type: 'ml.m5.xlarge' })).rejects.toThrow(
      new RegExp(
        `E-SME-585: The endpoint 'churn' was not updated and still serves job '${jobs[0]}'. E-SME-586: .*InsufficientInstanceCapacity`,
      ),
    );
    expect(await readState()).toEqual(before);
    expect(await predict('ID, AGE, SEGMENT')).toEqual([[5]]);
  });

  test('is found by a later call that does not wait', async () => {
    const before = await readState();
    trained.sandbox.awsControl?.exhaustedInstanceTypes.add('ml.m5.xlarge');
    const request = { version: 2, instance_type: 'ml.m5.xlarge', wait: false };
    expect(await serve(request)).toMatchObject({ ENDPOINT_STATUS: 'Updating', JOB_NAME: jobs[1] });
    await expect
      .poll(() => serve({ ...request, only_if_there: true }).catch((thrown: unknown) => String(thrown)), {
        timeout: 10_000,
      })
      .toContain('E-SME-585');
    expect(await readState()).toEqual(before);
  });

  test('that AWS refuses keeps the served version too', async () => {
    const before = await readState();
    // AWS does not update instances to a serverless endpoint
    await expect(serve({ version: 2, serverless: {}, replace_function: true })).rejects.toThrow(
      /E-SME-585.*UpdateEndpoint failed/,
    );
    expect(await readState()).toEqual({ ...before, functions: expect.any(Array) });
    expect(await predict('ID, AGE, SEGMENT')).toEqual([[5]]);
  });

  test('gives back the function of the served version', async () => {
    trained.sandbox.awsControl?.exhaustedInstanceTypes.add('ml.m5.xlarge');
    const request = { version: 3, instance_type: 'ml.m5.xlarge', replace_function: true };
    await expect(serve(request)).rejects.toThrow('E-SME-585');
    expect(await predict('ID, AGE, SEGMENT')).toEqual([[5]]);
  });
});

describe('a version with other columns', () => {
  test('is refused before anything changes, and the error names the differences', async () => {
    const before = await readState();
    await expect(serve({ version: 3 })).rejects.toThrow(
      `E-SME-583: The prediction function "SALES"."CHURN" cannot stay as it is: the column 'AGE' is missing.`,
    );
    await expect(serve({ version: 2, key_columns: [{ name: 'K', type: 'DECIMAL(9,0)' }] })).rejects.toThrow(
      'the key columns are K DECIMAL(9,0) instead of none',
    );
    expect(await readState()).toEqual(before);
  });

  test('is served with replace_function, and back again', async () => {
    expect(await serve({ version: 3, replace_function: true })).toMatchObject({ JOB_NAME: jobs[2] });
    expect(await predict('ID, SEGMENT')).toEqual([[5]]);
    expect(await serve({ version: 1, replace_function: true })).toMatchObject({ JOB_NAME: jobs[0] });
    expect(await predict('ID, AGE, SEGMENT')).toEqual([[5]]);
  });
});

describe('the choice of the version', () => {
  const setMetric = (job: string | undefined, metric: string, value: number) =>
    run(
      trained.driver,
      `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET BEST_METRIC_NAME = '${metric}', BEST_METRIC_VALUE = ${value},
         BEST_METRIC_IS_KNOWN = TRUE WHERE JOB_NAME = '${job}'`,
    );

  test('takes the best value of the metric, which can be the smallest', async () => {
    await serve({ version: 2 });
    for (const [metric, best] of [
      ['F1', 1],
      ['MSE', 0],
    ] as const) {
      await setMetric(jobs[0], metric, 0.25);
      await setMetric(jobs[1], metric, 0.5);
      await setMetric(jobs[2], 'AUC', 0.1);
      await run(
        trained.driver,
        `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET MODEL_NAME = NULL WHERE JOB_NAME = '${jobs[2]}'`,
      );
      expect(await serve()).toMatchObject({ JOB_NAME: jobs[best] });
      const other = { version: 2 - best, only_if_better: true };
      expect(await serve(other)).toMatchObject({
        JOB_NAME: jobs[best],
        REMARK: `Version ${2 - best} (${metric} ${best === 1 ? '0.25' : '0.5'}) is worse than the served version ${best + 1} (${metric} ${best === 1 ? '0.5' : '0.25'}), which was kept.`,
      });
      await run(
        trained.driver,
        `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET MODEL_NAME = 'churn' WHERE JOB_NAME = '${jobs[2]}'`,
      );
    }
  });

  test('does not compare versions with other metrics', async () => {
    await setMetric(jobs[0], 'F1', 0.25);
    await setMetric(jobs[1], 'AUC', 0.5);
    await expect(serve({ version: 2, only_if_better: true })).rejects.toThrow(
      'E-SME-582: only_if_better cannot compare version 2 (AUC 0.5) with the served version 1 (F1 0.25).',
    );
  });

  test('refuses an endpoint of another model, and unknown models and versions', async () => {
    await expect(serve({ version: 7 })).rejects.toThrow(
      "E-SME-580: The model 'churn' has no version 7. It has: 3 (Completed), 2 (Completed), 1 (Completed).",
    );
    await expect(serveVersion(trained, { model_name: 'chrun' })).rejects.toThrow("Did you mean 'churn'?");
    const job = await trainVersion(trained, { model_name: 'other' });
    await expect(serveVersion(trained, { model_name: 'other', endpoint_name: 'churn' })).rejects.toThrow(
      `E-SME-581: The endpoint 'churn' serves job '${jobs[0]}', which is not a version of the model 'other'.`,
    );
    expect(job).toMatch(/^other-/);
    await expect(serveVersion(trained, { model_name: 'churn', job_name: 'x', version: 'two' })).rejects.toThrow(
      /E-SME-54.*E-SME-55/s,
    );
  });
});

test('a replaced model that another hand has deleted is no obstacle', async () => {
  await serve({ version: 2, wait: false });
  const [row] = await run(trained.driver, 'SELECT SUPERSEDED FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS');
  const [{ MODEL_NAME: ModelName }] = JSON.parse(String(row?.[0]));
  await trained.sagemaker.send(new DeleteModelCommand({ ModelName }));
  expect(await serve({ version: 2 })).toMatchObject({ ENDPOINT_STATUS: 'InService', REMARK: null });
  expect((await readState()).rows[0]?.[9]).toBe(null);
});

test('an endpoint that AWS is still updating is not updated again, unless the call waits', async () => {
  const slow = await startTrainedSandbox({
    // the update never ends
    sandbox: { timings: { jobPhase: 10, endpointCreate: 20, endpointUpdate: 3_600_000 } },
  });
  try {
    for (let version = 1; version <= 2; version++) await trainVersion(slow, { model_name: 'churn' });
    const request = { model_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large' };
    await serveVersion(slow, { ...request, version: 1 });
    const second = { ...request, version: 2, wait: false };
    expect(await serveVersion(slow, second)).toMatchObject({ ENDPOINT_STATUS: 'Updating', VERSION: 2 });
    expect(await serveVersion(slow, second)).toMatchObject({ ENDPOINT_STATUS: 'Updating', VERSION: 2 });
    await expect(serveVersion(slow, { ...second, version: 1 })).rejects.toThrow(
      "E-SME-584: AWS is changing the endpoint 'churn' (status 'Updating'), so it cannot be updated now.",
    );
    const { models, configs } = await listHosting(slow.sagemaker);
    expect([models.length, configs.length]).toEqual([2, 2]);
  } finally {
    await slow.stop();
  }
});
