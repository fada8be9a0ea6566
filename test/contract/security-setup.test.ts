/** The setup of doc/user_guide/security.md, statement by statement: what its users can do, and that they cannot read the AWS key. */
import { readFileSync } from 'node:fs';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSageMaker } from '../support/live-aws.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createEndpoint, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, poll, run } from '../support/training.js';

const page = readFileSync('doc/user_guide/security.md', 'utf8');
/** The statements of the SQL block below a heading. */
const readStatements = (heading: string) =>
  (page.split(`## ${heading}\n`)[1]?.match(/```sql\n([\s\S]*?)```/)?.[1] ?? '')
    .split(/;[^\n]*\n/)
    .map((sql) => sql.trim())
    .filter(Boolean);

const readKey = (
  schema: string,
) => `CREATE OR REPLACE PYTHON3 SCALAR SCRIPT ${schema}.READ_KEY () RETURNS VARCHAR(200) AS
def run(ctx):
    return exa.get_connection("AWS_SAGEMAKER").password
`;
const predict = 'SELECT PREDICTIONS.CHURN(AGE, SEGMENT) FROM (SELECT * FROM SALES.CUSTOMERS LIMIT 3)';
const refused = { kind: 'error', text: expect.stringContaining('insufficient privileges') };

let sandbox: TestSandbox;
let admin: ExasolDriver;
let ann: ExasolDriver;
let ben: ExasolDriver;

async function connectAs(user: string) {
  await run(admin, `CREATE USER ${user} IDENTIFIED BY "Canary_pass_1"`);
  await run(admin, `GRANT CREATE SESSION TO ${user}`);
  return sandbox.connect({ user, password: 'Canary_pass_1' });
}

const trainAs = (driver: ExasolDriver, job_name: string) => {
  const sagemaker = connectSageMaker(sandbox.aws);
  return trainToEnd(driver, sagemaker, 'ML', {
    job_name,
    aws_credentials_connection_name: 'AWS_SAGEMAKER',
    aws_region: sandbox.aws.region,
    iam_sagemaker_role: sandbox.aws.roleArn,
    s3_bucket_uri: `s3://${sandbox.aws.bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
    exclude_columns: ['ID'],
    max_candidates: 1,
  }).finally(() => sagemaker.destroy());
};

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 10, endpointDelete: 10 } });
  admin = await sandbox.connect();
  await run(admin, 'REVOKE USE ANY SCHEMA FROM PUBLIC');
  await installScripts(admin, 'ML');
  await createConnection(admin, 'AWS_SAGEMAKER', sandbox.aws);
  await run(admin, 'CREATE SCHEMA SALES');
  await createChurnTable(admin, 'SALES.CUSTOMERS', 600);
  ann = await connectAs('ANN');
  ben = await connectAs('BEN');
  for (const sql of readStatements('Setup without access to the key')) await run(admin, sql);
  for (const user of ['ANN', 'BEN']) await run(admin, `GRANT ML_USERS TO ${user}`);
});
afterAll(() => sandbox?.stop());

describe('a user with the grants of the setup', () => {
  test('trains and polls', async () => {
    await trainAs(ann, 'churn');
    expect(await poll(ann, 'ML', 'churn', 'AWS_SAGEMAKER', sandbox.aws.region)).toMatchObject({
      kind: 'resultSet',
      rows: [[expect.stringContaining('Completed'), expect.anything()]],
    });
  });

  test('cannot create an endpoint: the prediction function is a script', async () => {
    const parameters = { job_name: 'churn', prediction_schema: 'PREDICTIONS', instance_type: 'ml.m5.large' };
    // Without these grants the table refuses them before anyone asks for the script.
    const grant = 'INSERT, UPDATE, DELETE ON ML.SME_METADATA_AUTOPILOT_ENDPOINTS';
    await run(admin, `GRANT ${grant} TO ANN`);
    const answer = await createEndpoint(ann, 'ML', parameters);
    await run(admin, `REVOKE ${grant} FROM ANN`);
    expect(answer).toMatchObject({ kind: 'error', text: expect.stringContaining('lacks CREATE ANY SCRIPT') });
  });

  test('predicts with the function that the administrator created, once ACCESS is granted for its schema', async () => {
    const parameters = {
      job_name: 'churn',
      endpoint_name: 'churn',
      prediction_schema: 'PREDICTIONS',
      instance_type: 'ml.m5.large',
      wait: true,
    };
    expect(await createEndpoint(admin, 'ML', parameters)).toMatchObject({ kind: 'resultSet' });
    expect(await runStatement(ann, predict)).toMatchObject({ kind: 'resultSet', rows: { length: 3 } });
  });

  test('cannot read the key: no schema takes a script of theirs', async () => {
    for (const schema of ['ML', 'PREDICTIONS', 'SALES']) {
      expect(await runStatement(ann, readKey(schema)), schema).toMatchObject(refused);
    }
  });

  test('cannot read the key even with CREATE SCRIPT, because ACCESS is limited to the two schemas', async () => {
    await run(admin, 'GRANT CREATE SCHEMA, CREATE SCRIPT TO ANN');
    await run(ann, 'CREATE SCHEMA ANN');
    await run(ann, readKey('ANN'));
    expect(await runStatement(ann, 'SELECT ANN.READ_KEY()')).toMatchObject(refused);
    expect(await runStatement(ann, readKey('ML'))).toMatchObject(refused);
  });
});

test('a user who has only SELECT on stored predictions reads them without ACCESS and without EXECUTE', async () => {
  for (const sql of readStatements('Predictions without ACCESS')) await run(admin, sql);
  const carl = await connectAs('CARL');
  await run(admin, 'GRANT ML_READERS TO CARL');
  expect(await runStatement(carl, 'SELECT * FROM REPORTS.CHURN_PREDICTIONS')).toMatchObject({ kind: 'resultSet' });
  expect(await runStatement(carl, predict)).toMatchObject({ kind: 'error' });
});

test('a user who has only SELECT on a view predicts through it, with the rights of its owner', async () => {
  await run(
    admin,
    'CREATE VIEW REPORTS.CHURN_NOW AS SELECT PREDICTIONS.CHURN(AGE, SEGMENT) FROM (SELECT * FROM SALES.CUSTOMERS LIMIT 3)',
  );
  await run(admin, 'GRANT SELECT ON REPORTS.CHURN_NOW TO ML_READERS');
  const carl = await sandbox.connect({ user: 'CARL', password: 'Canary_pass_1' });
  const select = 'SELECT * FROM REPORTS.CHURN_NOW';
  expect(await runStatement(carl, select)).toMatchObject({ kind: 'resultSet', rows: { length: 3 } });
  expect(await runStatement(carl, predict)).toMatchObject({ kind: 'error' });
  // A view runs with the rights of ANN, who owns it, and ANN may not execute the function any more.
  await run(admin, 'GRANT CREATE VIEW TO ANN');
  await run(ann, `CREATE VIEW ANN.CHURN_NOW AS ${predict}`);
  await run(admin, 'REVOKE EXECUTE ON SCHEMA PREDICTIONS FROM ML_USERS');
  expect(await runStatement(ann, 'SELECT * FROM ANN.CHURN_NOW')).toMatchObject(refused);
  await run(admin, 'GRANT EXECUTE ON SCHEMA PREDICTIONS TO ML_USERS');
});

test('a user with CREATE SCRIPT and ACCESS for their own schema reads the key', async () => {
  await run(admin, 'GRANT CREATE SCHEMA, CREATE SCRIPT TO BEN');
  await run(ben, 'CREATE SCHEMA BEN');
  await run(ben, readKey('BEN'));
  expect(await runStatement(ben, 'SELECT BEN.READ_KEY()')).toMatchObject(refused);
  await run(admin, 'GRANT ACCESS ON CONNECTION AWS_SAGEMAKER FOR SCHEMA BEN TO BEN');
  expect(await runStatement(ben, 'SELECT BEN.READ_KEY()')).toMatchObject({ rows: [[sandbox.aws.secretAccessKey]] });
});
