/** Endpoints for tables with mixed-case names and a line break in a column name, by SQL of the Python extension and by `sme`. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectSageMaker } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { listHosting } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

const inputs = '"Id", "Age\nin years", "Segment"';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 10, endpointCreate: 100, endpointDelete: 100 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS_Connection', sandbox.aws);
  await run(driver, 'CREATE SCHEMA "MySales"');
  await createChurnTable(driver, '"MySales".CHURN_SOURCE', 600);
  await run(
    driver,
    `CREATE TABLE "MySales"."Customers" AS
     SELECT ID "Id", AGE "Age\nin years", SEGMENT "Segment", CHURN "Churn" FROM "MySales".CHURN_SOURCE`,
  );
});

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

test('the statements of the Python extension train, poll, deploy, predict and delete', async () => {
  const { region, roleArn, bucket } = sandbox.aws;
  await run(
    driver,
    `EXECUTE SCRIPT SME.SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT('{
        "job_name"                          : "APSJob",
        "aws_credentials_connection_name"   : "AWS_Connection",
        "aws_region"                        : "${region}",
        "iam_sagemaker_role"                : "${roleArn}",
        "s3_bucket_uri"                     : "s3://${bucket}",
        "s3_output_path"                    : "runs",
        "input_schema_name"                 : "MySales",
        "input_table_or_view_name"          : "Customers",
        "target_attribute_name"             : "Churn",
        "problem_type"                      : "BinaryClassification",
        "objective"                         : "{\\"MetricName\\":\\"F1\\"}",
        "max_candidates"                    : 2
    }')`,
  );
  const poll = `EXECUTE SCRIPT SME.SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS('APSJob', 'AWS_Connection', '${region}')`;
  await expect.poll(async () => (await run(driver, poll))[0]?.[0], { timeout: 20_000 }).toMatch(/^Completed/);
  await run(
    driver,
    `EXECUTE SCRIPT SME.SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT(
     'APSJob', 'APSPredictor', 'MySales', 'ml.m5.large', 1, 'AWS_Connection', '${region}')`,
  );
  const predict = `SELECT "MySales"."APSPredictor"(${inputs}) FROM "MySales"."Customers" WHERE "Id" < 20`;
  expect(await run(driver, predict)).toHaveLength(20);
  const remove = `EXECUTE SCRIPT SME.SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT('APSPredictor', 'AWS_Connection', '${region}')`;
  expect(await run(driver, remove)).toEqual(
    expect.arrayContaining([
      ['endpoint', 'APSPredictor', 'deleted'],
      ['prediction UDF', '"MySales"."APSPredictor"', 'deleted'],
    ]),
  );
  expect((await listHosting(sagemaker)).endpoints).toEqual([]);
});

test('sme endpoint create prints a statement that contains the line break and runs', async () => {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: '"AWS_Connection"' };
  const args = ['endpoint', 'create', 'APSJob', '--name', 'Nightly', '--prediction-schema', '"MySales"'];
  const options = ['--instance-type', 'ml.m5.large', '--yes', '--wait', '--interval', '100ms', '--no-config'];
  const { exitCode, stdout, stderr } = await runCommand([...args, ...options], { env });
  expect(stderr).toContain('Nightly: InService');
  expect(exitCode).toBe(0);
  const sql = /^Predict with:\n([\s\S]*?);$/m.exec(stdout)?.[1] ?? '';
  expect(sql).toContain(`SELECT "MySales"."Nightly"(${inputs})\nFROM "MySales"."Customers"\n`);
  expect(await run(driver, `${sql} LIMIT 3`)).toHaveLength(3);
});
