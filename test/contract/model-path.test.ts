/**
 * The whole life of a model through the published driver: train, describe, recover the row, create an endpoint, predict, delete. Runs
 * on the sandbox and on a real AWS account, where it is billed for one job and a few minutes of an endpoint.
 */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { executeForRows } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { openTarget, type Target } from '../support/target.js';
import { createChurnTable, createConnection, installScripts, poll, run, train } from '../support/training.js';

const instanceType = 'ml.m5.large';

let target: Target;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let schema: string;
let sales: string;
let aws: string;
let job: string;
let endpoint: string;
let udf: string;

beforeAll(async () => {
  target = await openTarget({ timings: { jobPhase: 10, endpointCreate: 100, endpointDelete: 100 } });
  driver = await target.connect();
  sagemaker = connectSageMaker(target.aws);
  schema = target.schemaName('SME');
  await installScripts(driver, schema);
  aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  sales = await target.ownSchema('SALES');
  await createChurnTable(driver, `${sales}.CUSTOMERS`, 1500);
  job = target.jobName('model');
  endpoint = target.endpointName('model');
  udf = `${sales}.${endpoint.toUpperCase().replaceAll('-', '_')}`;
  const { region, bucket, roleArn } = target.aws;
  const outcome = await train(driver, schema, {
    job_name: job,
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('runs'),
    input_query: `SELECT AGE, 1 + MOD(ID, 2) AS WEIGHT, SEGMENT, CHURN FROM ${sales}.CUSTOMERS WHERE ID < 1000`,
    target_attribute_name: 'CHURN',
    // in the middle, so that predictions are wrong if the UDF omits another column
    sample_weight_column: 'WEIGHT',
    problem_type: 'BinaryClassification',
    mode: 'ENSEMBLING',
    max_candidates: 3,
    max_runtime_for_automl_job_in_seconds: 1800,
  });
  expect(outcome).toMatchObject({ rows: [[job, 1000, expect.any(Number), expect.any(String)]] });
  await vi.waitFor(
    async () => {
      const polled = await poll(driver, schema, job, aws, region);
      expect(polled).toMatchObject({ rows: [['Completed', expect.any(String)]] });
    },
    { timeout: target.patienceMs, interval: target.isSandbox ? 200 : 15_000 },
  );
});

afterAll(async () => {
  sagemaker?.destroy();
  await target?.stop();
});

const call = (script: string, ...values: readonly string[]) => executeForRows(driver, schema, script, ...values);
const callForJob = (script: string) => call(script, job, aws, target.aws.region);
const listOwn = async () => {
  const { models, configs, endpoints } = await listHosting(sagemaker);
  return [models, configs, endpoints].map((names) => names.filter((name) => name.startsWith(endpoint)).length);
};
const create = (changes: object = {}) =>
  createEndpoint(driver, schema, {
    job_name: job,
    endpoint_name: endpoint,
    prediction_schema: sales,
    instance_type: instanceType,
    key_columns: [{ name: 'ID', type: 'DECIMAL(18,0)' }],
    wait: 3000,
    ...changes,
  });

test('the job has a description, and its candidates are listed best first', async () => {
  const described = await callForJob('SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB');
  const attributes = Object.fromEntries(described.map(({ ATTRIBUTE, VALUE }) => [String(ATTRIBUTE), VALUE]));
  expect(attributes).toMatchObject({
    JOB_STATUS: 'Completed',
    PROBLEM_TYPE_RESOLVED: 'BinaryClassification',
    BEST_METRIC_NAME: 'F1',
  });
  const candidates = await callForJob('SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES');
  expect(candidates[0]).toMatchObject({ RANK: 1, OBJECTIVE_METRIC: 'F1', CANDIDATE_STATUS: 'Completed' });
  expect(candidates[0]?.['CANDIDATE_NAME']).toBe(attributes['BEST_CANDIDATE_NAME']);
});

test('feature importance covers the columns that the model was trained on', async ({ skip }) => {
  if (!target.isSandbox) skip('not documented whether AWS explains such a small job');
  const importance = await callForJob('SME_LIST_SAGEMAKER_AUTOPILOT_FEATURE_IMPORTANCE');
  expect(importance.map(({ FEATURE }) => FEATURE)).toEqual(['AGE', 'SEGMENT']);
});

test('SME_JOBS lists the job with its best metric', async () => {
  const [row] = await call('SME_JOBS');
  expect(row).toMatchObject({ JOB_NAME: job, JOB_STATUS: 'Completed', BEST_METRIC_NAME: 'F1', REMARK: null });
});

test('the deleted row of the job is recovered completely', async () => {
  const columns = 'JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, COLUMN_NAMES, COLUMN_TYPES, INPUT_QUERY, S3_TRAIN_URI';
  const read = () => run(driver, `SELECT ${columns} FROM ${schema}.SME_METADATA_AUTOPILOT_JOBS`);
  const before = await read();
  await run(driver, `DELETE FROM ${schema}.SME_METADATA_AUTOPILOT_JOBS`);
  expect(await call('SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', aws, target.aws.region)).toEqual([
    { JOB_NAME: job, CREATED: expect.any(String), RESULT: 'recovered' },
  ]);
  expect(await read()).toEqual(before);
});

test('an endpoint whose quota is 0 reports the error of AWS', async ({ skip }) => {
  if (!target.isSandbox) skip('a test must not change quotas of an AWS account');
  target.awsControl?.quotas.instances.set(instanceType, 0);
  expect(await create()).toMatchObject({
    text: expect.stringContaining("'ml.m5.large for endpoint usage' is 0 Instances"),
  });
  target.awsControl?.quotas.instances.delete(instanceType);
  expect(await listOwn()).toEqual([0, 0, 0]);
});

test('the endpoint is created, and the same command returns it again', async () => {
  const created = await create();
  expect(created).toMatchObject({ kind: 'resultSet', rows: [expect.arrayContaining([endpoint, 'InService', job])] });
  expect(await create()).toEqual(created);
  expect(await listOwn()).toEqual([1, 1, 1]);
});

test('rows that the model has never seen are predicted, each once, with a probability', async () => {
  const rows = await run(driver, `SELECT ${udf}(ID, AGE, SEGMENT) FROM ${sales}.CUSTOMERS WHERE ID >= 1000`);
  expect(rows.map(([id]) => Number(id)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 500 }, (_, at) => 1000 + at),
  );
  expect(rows.every(([, , , probability]) => Number(probability) >= 0.5 && Number(probability) <= 1)).toBe(true);
  const correct = rows.filter(([, age, , , label]) => label === (Number(age) > 40 ? 'yes' : 'no'));
  expect(correct.length).toBeGreaterThan(475);
});

test('a cell may be NULL, and a text may hold what CSV quotes', async () => {
  const quotedText = `'a "b", c' || CHR(10) || 'ü'`;
  const rows = await run(
    driver,
    `SELECT ${udf}(ID, AGE, SEGMENT) FROM (SELECT 1 AS ID, 70 AS AGE, ${quotedText} AS SEGMENT FROM DUAL UNION ALL SELECT 2, NULL, NULL FROM DUAL)`,
  );
  expect(rows.map(([id, , segment]) => [Number(id), segment]).sort()).toEqual([
    [1, 'a "b", c\nü'],
    [2, null],
  ]);
});

test('the statistics UDF counts rows and calls', async () => {
  const [row] = await run(driver, `SELECT ${udf}_STATISTICS(ID, AGE, SEGMENT) FROM ${sales}.CUSTOMERS WHERE ID < 300`);
  expect([Number(row?.[0]), Number(row?.[1]) > 0]).toEqual([300, true]);
});

test('the endpoint is deleted completely, and a second deletion finds nothing', async () => {
  const results = async () => {
    const outcome = await deleteEndpoint(driver, schema, endpoint, aws, target.aws.region);
    return outcome.kind === 'resultSet' ? outcome.rows.map((row) => row[2]) : [outcome];
  };
  expect(await results()).toEqual(['deleted', 'deleted', 'deleted', 'deleted']);
  expect(await listOwn()).toEqual([0, 0, 0]);
  expect(await results()).toEqual(['did not exist']);
});
