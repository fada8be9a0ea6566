/** Endpoints that serve versions of a model: choosing a version, updates without downtime, and what keeps an update from happening. */
import { DescribeEndpointCommand, DescribeEndpointConfigCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';
import { serveVersion, trainVersion } from '../support/versions.js';

let trained: TrainedSandbox;
/** Names of the jobs of the model `churn` in the order of their versions. */
const jobs: string[] = [];

const serve = (parameters: object) => serveVersion(trained, { model_name: 'churn', ...parameters });

const describeEndpoint = async () => trained.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'churn' }));

const readRow = async () =>
  (
    await run(
      trained.driver,
      `SELECT JOB_NAME, PREVIOUS_JOB_NAME, SUPERSEDED, ENDPOINT_CONFIG_NAME, MODEL_NAME, INSTANCE_TYPE
       FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS WHERE ENDPOINT_NAME = 'churn'`,
    )
  )[0];

/** The text of a prediction function and the object that grants refer to. */
const readFunction = async () =>
  (
    await run(
      trained.driver,
      `SELECT SCRIPT_OBJECT_ID, SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' AND SCRIPT_NAME = 'CHURN'`,
    )
  )[0];

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointUpdate: 1500, endpointDelete: 50 } },
  });
  for (let version = 1; version <= 3; version++) jobs.push(await trainVersion(trained, { model_name: 'churn' }));
}, 120_000);
afterAll(() => trained?.stop());

const first = {
  version: 1,
  prediction_schema: 'SALES',
  instance_type: 'ml.m5.large',
  tags: { team: 'sales' },
};

describe('updating an endpoint', () => {
  test('serves a version, then another one with the same function, and deletes what it replaced', async () => {
    expect(await serve(first)).toMatchObject({
      ENDPOINT_NAME: 'churn',
      ENDPOINT_STATUS: 'InService',
      JOB_NAME: jobs[0],
      VERSION: 1,
      REMARK: null,
    });
    const [before, createdFunction] = [await readRow(), await readFunction()];
    expect(await serve({ version: 2 })).toMatchObject({ JOB_NAME: jobs[1], VERSION: 2, REMARK: null });
    const { EndpointConfigName = '', EndpointStatus } = await describeEndpoint();
    expect(EndpointStatus).toBe('InService');
    const row = await readRow();
    expect(row?.slice(0, 4)).toEqual([jobs[1], jobs[0], null, EndpointConfigName]);
    expect(row?.[3]).not.toBe(before?.[3]);
    expect(row?.[5]).toBe('ml.m5.large');
    expect(await listHosting(trained.sagemaker)).toEqual({
      models: [row?.[4]],
      configs: [row?.[3]],
      endpoints: ['churn'],
    });
    expect(await readFunction()).toEqual(createdFunction);
  });

  test('new models and configurations get the tags of the endpoint', async () => {
    const { EndpointConfigName } = await describeEndpoint();
    const { EndpointConfigArn } = await trained.sagemaker.send(
      new DescribeEndpointConfigCommand({ EndpointConfigName }),
    );
    const { Tags } = await trained.sagemaker.send(new ListTagsCommand({ ResourceArn: EndpointConfigArn }));
    expect(Tags).toContainEqual({ Key: 'team', Value: 'sales' });
  });

  test('predictions succeed at any time during an update', async () => {
    const other = await trained.sandbox.connect();
    let isFinished = false;
    const update = serve({ version: 3 }).finally(() => {
      isFinished = true;
    });
    let [predictions, updating] = [0, 0];
    while (!isFinished) {
      const { EndpointStatus } = await describeEndpoint();
      const rows = await run(
        other,
        'SELECT COUNT("PREDICTIONS") FROM (SELECT SALES.CHURN(ID, AGE, SEGMENT) FROM (SELECT * FROM SALES.CUSTOMERS LIMIT 20))',
      );
      expect(Number(rows[0]?.[0])).toBe(20);
      predictions++;
      updating += EndpointStatus === 'Updating' ? 1 : 0;
    }
    await other.close();
    expect(await update).toMatchObject({ VERSION: 3, ENDPOINT_STATUS: 'InService' });
    expect(updating).toBeGreaterThan(0);
    expect(predictions).toBeGreaterThan(updating);
  });

  test('rolls back with the same call', async () => {
    expect(await serve({ version: 2 })).toMatchObject({ JOB_NAME: jobs[1], VERSION: 2 });
    expect((await readRow())?.slice(0, 3)).toEqual([jobs[1], jobs[2], null]);
  });
});
