/** The whole path on a script language container whose boto3 is of 2021: the first version of Autopilot's calls, no serverless endpoints. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { findPythonWith } from '../support/python-with.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

const python = await findPythonWith('old-boto3');
const testWithPython = test.skipIf(python === undefined);

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let training: Record<string, unknown>;

beforeAll(async () => {
  if (python === undefined) return;
  sandbox = await startTestSandbox({ python, timings: { jobPhase: 1, endpointCreate: 50, endpointDelete: 50 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  training = {
    ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'),
    exclude_columns: ['ID'],
    max_candidates: 2,
  };
});

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

testWithPython('trains, knows the job and its candidates, serves, predicts and deletes', async () => {
  const { region } = sandbox.aws;
  await trainToEnd(driver, sagemaker, 'SME', { ...training, job_name: 'churn' });
  const ask = (script: string) => executeForRows(driver, 'SME', script, 'churn', 'AWS', region);
  expect(await ask('SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS')).toEqual([
    { JOB_STATUS: 'Completed', JOB_SECONDARY_STATUS: expect.any(String) },
  ]);
  const description = await ask('SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB');
  expect(description).toContainEqual({ ATTRIBUTE: 'JOB_NAME', VALUE: 'churn' });
  expect(await ask('SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES')).toHaveLength(2);
  expect(await ask('SME_STOP_SAGEMAKER_AUTOPILOT_JOB')).toMatchObject([{ JOB_STATUS: 'Completed' }]);
  expect(await executeForRows(driver, 'SME', 'SME_JOBS')).toMatchObject([
    { JOB_NAME: 'churn', JOB_STATUS: 'Completed', REMARK: null },
  ]);

  const endpoint = { job_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };
  expect(await createEndpoint(driver, 'SME', endpoint)).toMatchObject({ kind: 'resultSet' });
  const rows = await run(driver, 'SELECT SALES.CHURN(AGE, SEGMENT) FROM SALES.CUSTOMERS');
  expect(rows).toHaveLength(500);
  expect(rows.every(([age, , , label]) => label === (Number(age) > 40 ? 'yes' : 'no'))).toBe(true);
  expect(await deleteEndpoint(driver, 'SME', 'churn', 'AWS', region)).toMatchObject({ kind: 'resultSet' });
  expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
});

testWithPython('brings a lost row back', async () => {
  const read = () => run(driver, 'SELECT JOB_NAME, COLUMN_TYPES FROM SME.SME_METADATA_AUTOPILOT_JOBS');
  const before = await read();
  await run(driver, 'DELETE FROM SME.SME_METADATA_AUTOPILOT_JOBS');
  const script = 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS';
  expect(await executeForRows(driver, 'SME', script, 'AWS', sandbox.aws.region)).toMatchObject([
    { RESULT: 'recovered' },
  ]);
  expect(await read()).toEqual(before);
});

testWithPython('names what this boto3 is too old for, before anything is exported or created', async () => {
  const mode = await train(driver, 'SME', { ...training, job_name: 'tuned', mode: 'ENSEMBLING' });
  expect(mode).toMatchObject({
    kind: 'error',
    text: expect.stringMatching(
      /E-SME-102: The boto3 of .+ Unknown parameter in AutoMLJobConfig: "Mode".+ newer container/,
    ),
  });
  const serverless = await createEndpoint(driver, 'SME', {
    job_name: 'churn',
    prediction_schema: 'SALES',
    serverless: {},
  });
  expect(serverless).toMatchObject({
    kind: 'error',
    text: expect.stringMatching(/E-SME-162: .*ServerlessConfig.* boto3 .*All its objects were deleted/s),
  });
  expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
});
