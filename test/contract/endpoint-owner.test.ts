/** Deletes only what belongs to sme: foreign endpoints, replaced scripts, forged rows and users with few privileges. */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, execute, listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, poll, run } from '../support/training.js';

const schema = 'SME';
const table = 'SME.SME_METADATA_AUTOPILOT_ENDPOINTS';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let model: string;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 200, endpointDelete: 100 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  await trainToEnd(driver, sagemaker, schema, {
    job_name: 'APSJob',
    aws_credentials_connection_name: 'AWS',
    aws_region: sandbox.aws.region,
    iam_sagemaker_role: sandbox.aws.roleArn,
    s3_bucket_uri: `s3://${sandbox.aws.bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
    mode: 'ENSEMBLING',
    max_candidates: 2,
  });
});

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

/** Creates an endpoint without row and tags that serves an existing model. Returns a function that deletes it. */
async function createForeign(name: string, names = { model: name, config: name }) {
  const { Containers = [], ExecutionRoleArn = '' } = await sagemaker.send(
    new DescribeModelCommand({ ModelName: model }),
  );
  await sagemaker.send(new CreateModelCommand({ ModelName: names.model, Containers, ExecutionRoleArn }));
  const variant = { VariantName: 'V', ModelName: names.model, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
  await sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: names.config,
      ProductionVariants: [{ ...variant, InstanceType: 'ml.m5.large' }],
    }),
  );
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: names.config }));
  return async () => {
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: names.config }));
    await sagemaker.send(new DeleteModelCommand({ ModelName: names.model }));
  };
}

const remove = (name: string, session = driver) => deleteEndpoint(session, schema, name, 'AWS', sandbox.aws.region);
const exists = (EndpointName: string) =>
  sagemaker.send(new DescribeEndpointCommand({ EndpointName })).then(
    ({ EndpointStatus }) => EndpointStatus !== 'Deleting',
    () => false,
  );

describe('the statements of users of the Python extension', () => {
  test('poll, deploy, and predict with the quoted name of the endpoint', async () => {
    const { region } = sandbox.aws;
    expect(await poll(driver, schema, 'APSJob', 'AWS', region)).toMatchObject({ kind: 'resultSet' });
    const created = await execute(
      driver,
      schema,
      'SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT',
      ...['APSJob', 'APSPredictor', 'SALES', 'ml.m5.large', 1, 'AWS', region],
    );
    if (created.kind !== 'resultSet') throw new Error(JSON.stringify(created));
    expect(created.rows[0]?.slice(0, 3)).toEqual(['APSPredictor', 'InService', '"SALES"."APSPredictor"']);
    model = String(created.rows[0]?.[3]);
    expect((await listHosting(sagemaker)).endpoints).toEqual(['APSPredictor']);
    const rows = await run(
      driver,
      'SELECT "SALES"."APSPredictor"(ID, AGE, SEGMENT) FROM SALES.CUSTOMERS WHERE ID < 20',
    );
    expect(rows).toHaveLength(20);
  });

  test('delete an endpoint of the Python extension with configuration, model, UDF and connection', async () => {
    const connection = 'SME_SAGEMAKER_AUTOPILOT_ENDPOINT_CONNECTION_OLDONE';
    await createForeign('OldOne');
    await run(driver, `CREATE CONNECTION ${connection} TO '{}'`);
    await run(
      driver,
      `CREATE PYTHON3 SET SCRIPT SALES."OldOne" (A DOUBLE) EMITS (B DOUBLE) AS\ndef run(ctx):\n    exa.get_connection("${connection}")\n`,
    );
    await run(driver, 'CREATE SCHEMA BYSTANDER');
    await run(driver, 'CREATE LUA SCRIPT BYSTANDER."OldOne" () AS\nexit()');
    expect(await remove('OldOne')).toMatchObject({
      rows: [
        ['endpoint', 'OldOne', 'deleted'],
        ['endpoint configuration', 'OldOne', 'deleted'],
        ['model', 'OldOne', 'deleted'],
        ['prediction UDF', '"SALES"."OldOne"', 'deleted'],
        ['connection', connection, 'deleted'],
      ],
    });
    const left = await run(driver, "SELECT SCRIPT_SCHEMA FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME = 'OldOne'");
    expect(left).toEqual([['BYSTANDER']]);
    expect((await listHosting(sagemaker)).models).toEqual([model]);
  });
});

describe('deleting an endpoint', () => {
  test('refuses an endpoint without tags for every user, with and without a forged row', async () => {
    const deleteForeign = await createForeign('some-prod-endpoint');
    await run(driver, 'CREATE USER BOB IDENTIFIED BY "b"');
    for (const grant of [
      'CREATE SESSION TO BOB',
      'USAGE ON SCHEMA SME TO BOB',
      'EXECUTE ON SCHEMA SME TO BOB',
      `SELECT, INSERT, UPDATE, DELETE ON ${table} TO BOB`,
      'ACCESS ON CONNECTION AWS FOR SCHEMA SME TO BOB',
    ]) {
      await run(driver, `GRANT ${grant}`);
    }
    const bob = await sandbox.connect({ user: 'BOB', password: 'b' });
    const refused = expect.stringMatching(
      /^E-SME-271: The endpoint 'some-prod-endpoint' has no tags of this database and schema\./,
    );
    expect(await remove('some-prod-endpoint')).toMatchObject({ text: expect.stringContaining('E-SME-271') });
    expect(await remove('some-prod-endpoint', bob)).toMatchObject({ text: expect.stringContaining('E-SME-271') });
    await run(
      bob,
      `INSERT INTO ${table} ("DATETIME", ENDPOINT_NAME, AWS_REGION, AWS_CREDENTIALS_CONNECTION_NAME, JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, PREDICTION_SCHEMA, PREDICTION_UDF, PREDICTION_SETTINGS, SESSION_ID, SCRIPT_USER, EXTENSION_VERSION) VALUES (CURRENT_TIMESTAMP, 'some-prod-endpoint', '${sandbox.aws.region}', 'AWS', 'APSJob', 'c', 'some-prod-endpoint', 'some-prod-endpoint', 'SALES', 'APSPredictor', '{}', '1', 'BOB', '0.1.0')`,
    );
    expect(await remove('some-prod-endpoint')).toMatchObject({ text: expect.stringContaining('E-SME-271') });
    const request = { connection: 'AWS', region: sandbox.aws.region, endpoint_name: 'some-prod-endpoint' };
    const [[outcome] = []] = await run(
      bob,
      `SELECT SME.SME_AUTOPILOT_ENDPOINT_REMOVAL_UDF(${literal(JSON.stringify(request))})`,
    );
    expect(JSON.parse(String(outcome))).toMatchObject({ complete: false, problems: [refused] });
    expect(await exists('some-prod-endpoint')).toBe(true);
    await deleteForeign();
    await expect.poll(() => exists('some-prod-endpoint')).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 300));

    // The forged row names the prediction UDF of another endpoint, which is kept.
    expect(await remove('some-prod-endpoint')).toMatchObject({
      rows: expect.arrayContaining([
        ['prediction UDF', '"SALES"."APSPredictor"', 'kept: it is not a prediction UDF of this endpoint'],
      ]),
    });
    expect(await run(driver, 'SELECT "SALES"."APSPredictor"(1, 10, \'S1\')')).toHaveLength(1);
    await bob.close();
  });

  test('keeps a script that a user created in place of the prediction UDF', async () => {
    await createEndpoint(driver, schema, {
      job_name: 'APSJob',
      endpoint_name: 'replaced',
      prediction_schema: 'SALES',
      instance_type: 'ml.m5.large',
    });
    // It contains the endpoint and its Region like the prediction UDF, but no stamp.
    const settings = `-- \\"endpoint\\":\\"replaced\\", \\"region\\":\\"${sandbox.aws.region}\\"`;
    await run(driver, `CREATE OR REPLACE LUA SCRIPT SALES.REPLACED () AS\n${settings}\nexit()`);
    expect(await deleteEndpoint(driver, schema, 'replaced', null, null)).toMatchObject({
      rows: expect.arrayContaining([
        ['endpoint', 'replaced', 'deleted'],
        ['prediction UDF', '"SALES"."REPLACED"', 'kept: it is not a prediction UDF of this endpoint'],
      ]),
    });
    const left = await run(
      driver,
      "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_NAME LIKE 'REPLACED%' ORDER BY 1",
    );
    expect(left).toEqual([['REPLACED']]);
  });

  test('keeps the row if the prediction UDF is hidden from the user, but not if it no longer exists', async () => {
    const rows = `SELECT 1 FROM ${table} WHERE ENDPOINT_NAME = 'unseen'`;
    const bob = await sandbox.connect({ user: 'BOB', password: 'b' });
    const parameters = { job_name: 'APSJob', endpoint_name: 'unseen', instance_type: 'ml.m5.large' };
    await createEndpoint(driver, schema, { ...parameters, prediction_schema: 'SALES' });
    expect(await deleteEndpoint(bob, schema, 'unseen', null, null)).toMatchObject({
      text: expect.stringMatching(/E-SME-148.*E-SME-275: The prediction UDF "SALES"\."UNSEEN" may still exist/s),
    });
    expect(await exists('unseen')).toBe(false);
    expect(await run(driver, rows)).toHaveLength(1);

    for (const name of ['UNSEEN', 'UNSEEN_STATISTICS']) await run(driver, `DROP SCRIPT SALES.${name}`);
    expect(await deleteEndpoint(bob, schema, 'unseen', null, null)).toMatchObject({
      rows: expect.arrayContaining([['prediction UDF', '"SALES"."UNSEEN"', 'did not exist']]),
    });
    expect(await run(driver, rows)).toEqual([]);
    await bob.close();
  });

  test('matches the name in any case', async () => {
    expect(await deleteEndpoint(driver, schema, 'apspredictor', null, null)).toMatchObject({
      rows: expect.arrayContaining([
        ['endpoint', 'APSPredictor', 'deleted'],
        ['prediction UDF', '"SALES"."APSPredictor"', 'deleted'],
      ]),
    });
    expect(await run(driver, `SELECT 1 FROM ${table}`)).toEqual([]);
  });
});
