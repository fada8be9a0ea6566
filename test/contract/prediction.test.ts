/** Predictions in SQL: trains models, creates endpoints for them and calls their prediction UDFs. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSageMaker } from '../support/live-aws.js';
import { createPredictionUdf, responseKeys, serve, trainToTheEnd } from '../support/prediction.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

let target: Target;
let schema: string;
let data: string;
let aws: string;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

const churnColumns = [
  { name: 'AGE', type: 'DECIMAL(3,0)' },
  { name: 'SEGMENT', type: 'VARCHAR(10) UTF8' },
];

/** Trains on a table of the data schema, creates an endpoint for the model and its prediction UDF. */
async function deploy(
  name: string,
  table: string,
  mode: string,
  spec: Record<string, unknown>,
  options: { serverless?: boolean } = {},
) {
  const { region, bucket, roleArn } = target.aws;
  const parameters = {
    job_name: target.jobName(name),
    aws_credentials_connection_name: aws,
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: target.key('runs'),
    input_schema_name: data,
    input_table_or_view_name: table,
    target_attribute_name: 'TARGET',
    mode,
    max_candidates: 2,
    max_runtime_for_automl_job_in_seconds: 1800,
  };
  const containers = await trainToTheEnd(driver, schema, parameters, sagemaker);
  await serve(sagemaker, target.endpointName(name), containers, roleArn, options.serverless);
  return createUdf(name, spec);
}

const createUdf = (
  label: string,
  { endpoint = label, ...spec }: { readonly endpoint?: string; readonly [key: string]: unknown },
) =>
  createPredictionUdf(driver, data, {
    schema: data,
    name: label.toUpperCase().replaceAll('-', '_'),
    endpoint_name: target.endpointName(endpoint),
    aws_region: target.aws.region,
    connection_name: aws,
    ...spec,
  });

const classification = {
  key_columns: [{ name: 'ID', type: 'DECIMAL(18,0)' }],
  input_columns: churnColumns,
  target_type: 'VARCHAR(3) UTF8',
  problem_type: 'BinaryClassification',
  response_keys: responseKeys,
};

beforeAll(async () => {
  target = await openTarget({
    nodes: 2,
    timings: { jobPhase: 10, endpointCreate: 10, serverlessIdle: 2000, serverlessColdStart: 300 },
  });
  driver = await target.connect();
  sagemaker = connectSageMaker(target.aws);
  schema = target.schemaName('SME');
  await installScripts(driver, schema);
  aws = target.connectionName('AWS');
  await createConnection(driver, aws, target.aws);
  data = await target.ownSchema('S');
  await createChurnTable(driver, `${data}.CUSTOMERS`, 3000);
  await run(driver, `CREATE VIEW ${data}.CHURN AS SELECT AGE, SEGMENT, CHURN AS TARGET FROM ${data}.CUSTOMERS`);
  await deploy('tuned', 'CHURN', 'HYPERPARAMETER_TUNING', classification);
  await deploy('en-semble', 'CHURN', 'ENSEMBLING', classification);
});

afterAll(async () => {
  sagemaker?.destroy();
  await target?.stop();
});

describe.each(['TUNED', 'EN_SEMBLE'])('a classification by %s', (udf) => {
  test('returns every row once, in order, with the probability of its prediction', async () => {
    const rows = await run(driver, `SELECT ${data}.${udf}(ID, AGE, SEGMENT ORDER BY ID) FROM ${data}.CUSTOMERS`);
    expect(rows.map(([id]) => id)).toEqual(Array.from({ length: rows.length }, (_, id) => id));
    const correct = rows.filter(([, age, , , label]) => label === (Number(age) > 40 ? 'yes' : 'no'));
    expect(correct.length / rows.length).toBeGreaterThan(0.9);
    expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(['yes', 'no']));
    expect(rows.every((row) => Number(row[3]) >= 0.5 && Number(row[3]) <= 1)).toBe(true);
  });

  test('works in parallel groups, in subqueries and in INSERT', async () => {
    const parallel = `SELECT ${data}.${udf}(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS GROUP BY IPROC(), MOD(ID, 3)`;
    const counted = await run(
      driver,
      `SELECT COUNT(*), COUNT(DISTINCT P.ID), SUM(CASE WHEN P.PREDICTIONS = C.CHURN THEN 1 ELSE 0 END) FROM (${parallel}) P JOIN ${data}.CUSTOMERS C ON C.ID = P.ID`,
    );
    expect(counted[0]?.slice(0, 2).map(Number)).toEqual([3000, 3000]);
    expect(Number(counted[0]?.[2])).toBeGreaterThan(2700);
    const columns = 'ID DECIMAL(18,0), AGE DECIMAL(3,0), SEGMENT VARCHAR(10), P DOUBLE, LABEL VARCHAR(3)';
    await run(driver, `CREATE OR REPLACE TABLE ${data}.SCORED (${columns})`);
    await run(driver, `INSERT INTO ${data}.SCORED ${parallel}`);
    expect(Number((await run(driver, `SELECT COUNT(*) FROM ${data}.SCORED WHERE LABEL IS NOT NULL`))[0]?.[0])).toBe(
      3000,
    );
  });

  test('works with LIMIT and without rows', async () => {
    const query = `SELECT ${data}.${udf}(ID, AGE, SEGMENT) FROM (SELECT * FROM ${data}.CUSTOMERS WHERE AGE > 70 LIMIT 10) LIMIT 5`;
    const rows = await run(driver, query);
    expect(rows.map((row) => row[4])).toEqual(['yes', 'yes', 'yes', 'yes', 'yes']);
    const none = await run(
      driver,
      `SELECT ${data}.${udf}(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS WHERE AGE > 1000 GROUP BY IPROC()`,
    );
    expect(none).toEqual([]);
  });

  test('accepts NULL as input', async () => {
    const rows = await run(
      driver,
      `SELECT ${data}.${udf}(CAST(NULL AS DECIMAL(18,0)), CAST(NULL AS DECIMAL(3,0)), CAST(NULL AS VARCHAR(10))) FROM DUAL`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.slice(0, 3)).toEqual([null, null, null]);
    expect(['yes', 'no']).toContain(rows[0]?.[4]);
  });
});

test('the statistics UDF reports rows, calls, bytes and latency', async () => {
  const outcome = await runStatement(
    driver,
    `SELECT ${data}.TUNED_STATISTICS(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS`,
  );
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  const [row = []] = outcome.rows;
  const value = Object.fromEntries(outcome.names.map((name, at) => [name, Number(row[at])]));
  expect(value).toMatchObject({ ROWS_PREDICTED: 3000, RETRIES: 0, SPLITS: 0 });
  expect(value['CALLS']).toBeGreaterThanOrEqual(2);
  expect(value['CALLS']).toBeLessThan(15);
  expect(value['BYTES_SENT']).toBeGreaterThan(3000 * 4);
  expect(value['LATENCY_P95_MS']).toBeGreaterThan(0);
});

test('a regression on a target of whole numbers predicts whole numbers', async () => {
  await run(
    driver,
    `CREATE VIEW ${data}.AMOUNTS AS SELECT AGE, SEGMENT, CAST(AGE * 10 AS DECIMAL(5,0)) AS TARGET FROM ${data}.CUSTOMERS`,
  );
  const spec = { ...classification, target_type: 'DECIMAL(5,0)', problem_type: 'Regression', response_keys: null };
  await deploy('amounts', 'AMOUNTS', 'ENSEMBLING', spec);
  const outcome = await runStatement(driver, `SELECT ${data}.AMOUNTS(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS`);
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  expect(outcome.names).toEqual(['ID', 'AGE', 'SEGMENT', 'PREDICTIONS']);
  const errors = outcome.rows.map(([, age, , amount]) => Math.abs(Number(amount) - Number(age) * 10));
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(100);
  expect(outcome.rows.every((row) => Number.isInteger(Number(row[3])))).toBe(true);
});

test('predicts labels that are numbers or need quoting, and wakes up a serverless endpoint', async () => {
  const label = `CASE MOD(ID, 3) WHEN 0 THEN 'a, "b"' WHEN 1 THEN 'it''s' || CHR(10) || 'two' ELSE 'Ü😀' END`;
  await run(driver, `CREATE VIEW ${data}.LABELS AS SELECT AGE, SEGMENT, ${label} AS TARGET FROM ${data}.CUSTOMERS`);
  const multiclass = { ...classification, target_type: 'VARCHAR(50) UTF8', problem_type: 'MulticlassClassification' };
  await deploy('labels', 'LABELS', 'ENSEMBLING', { ...multiclass, serverless: true }, { serverless: true });
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const rows = await run(driver, `SELECT ${data}.LABELS(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS`);
  const expected = ['a, "b"', "it's\ntwo", 'Ü😀'];
  expect(rows.filter(([id, , , , found]) => found === expected[Number(id) % 3]).length).toBeGreaterThan(2900);
  expect(rows.every((row) => Number(row[3]) > 0.3 && Number(row[3]) <= 1)).toBe(true);

  await run(driver, `CREATE VIEW ${data}.NUMBERS AS SELECT AGE, SEGMENT, MOD(ID, 3) AS TARGET FROM ${data}.CUSTOMERS`);
  await deploy('numbers', 'NUMBERS', 'HYPERPARAMETER_TUNING', { ...multiclass, target_type: 'DECIMAL(9,0)' });
  const numbers = await run(driver, `SELECT ${data}.NUMBERS(ID, AGE, SEGMENT) FROM ${data}.CUSTOMERS`);
  expect(numbers.filter(([id, , , , found]) => found === Number(id) % 3).length).toBeGreaterThan(2900);
});

describe('a failed prediction reports', () => {
  const messageOf = async (udf: string) => {
    const outcome = await runStatement(driver, `SELECT ${udf}(1, 2, 'S1') FROM DUAL`);
    return outcome.kind === 'error' ? outcome.text : JSON.stringify(outcome);
  };

  test('an endpoint that does not exist', async () => {
    const name = target.endpointName('nowhere');
    expect(await messageOf(await createUdf('nowhere', classification))).toMatch(
      new RegExp(
        `E-SME-193: The endpoint '${name}' is not in service in Region '${target.aws.region}': ` +
          `ValidationError: Endpoint ${name} of account \\d+ not found\\. `,
      ),
    );
  });

  test('a connection that does not exist, and invalid keys', async () => {
    expect(await messageOf(await createUdf('tuned-a', { ...classification, connection_name: 'NONE' }))).toContain(
      "E-SME-90: The connection 'NONE' cannot be read",
    );
    const wrong = target.connectionName('WRONG');
    await createConnection(driver, wrong, target.aws, { secretAccessKey: 'wrong' });
    const udf = await createUdf('tuned-b', { ...classification, connection_name: wrong, endpoint: 'tuned' });
    expect(await messageOf(udf)).toMatch(
      new RegExp(`E-SME-194: AWS rejected the keys of the connection '${wrong}' .*InvalidSignatureException`),
    );
  });

  test('columns that differ from those of the training', async ({ skip }) => {
    if (!target.isSandbox) skip('the error messages of AWS containers are not documented');
    const wide = [
      { name: 'A', type: 'DOUBLE' },
      { name: 'B', type: 'DOUBLE' },
      { name: 'C', type: 'VARCHAR(9) UTF8' },
    ];
    const spec = { ...classification, key_columns: [], input_columns: wide, endpoint: 'en-semble' };
    expect(await messageOf(await createUdf('wide', spec))).toMatch(/E-SME-196: .*Expected number of columns is 2/);
    // The container reads an additional column as the target, and drops rows without a target.
    const dropped = await createUdf('dropped', { ...spec, endpoint: 'tuned' });
    const outcome = await runStatement(driver, `SELECT ${dropped}(1.0, 2.0, CAST(NULL AS VARCHAR(9))) FROM DUAL`);
    expect(outcome).toMatchObject({
      text: expect.stringMatching(/E-SME-190: The endpoint 'tuned' received 1 rows and returned 0\./) as string,
    });
  });

  test('a label that is not a value of the target type', async () => {
    const udf = await createUdf('typed', { ...classification, target_type: 'DATE', endpoint: 'tuned' });
    expect(await messageOf(udf)).toMatch(/E-SME-192: The endpoint predicted '(yes|no)', which is not a DATE\./);
  });
});
