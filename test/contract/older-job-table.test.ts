/** A job table of version 0.1.0, which lacks the columns of a run, with the scripts and the CLI of this version. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execute } from '../support/job-scripts.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createChurnTable, createConnection, poll, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1 } });
  driver = await sandbox.connect();
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  expect(await sme('deploy', '--create-schema')).toMatchObject({ exitCode: 0 });
  for (const column of ['RUN_STATE', 'RUN_TOKEN', 'MODEL_NAME', 'REQUEST_DIGEST', 'VERSION']) {
    await run(driver, `ALTER TABLE SME.SME_METADATA_AUTOPILOT_JOBS DROP COLUMN ${column}`);
  }
  const { region } = sandbox.aws;
  await run(
    driver,
    `INSERT INTO SME.SME_METADATA_AUTOPILOT_JOBS ("DATETIME", JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, IAM_SAGEMAKER_ROLE,
       S3_BUCKET_URI, S3_OUTPUT_PATH, TARGET_ATTRIBUTE_NAME, SESSION_ID, SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES)
     VALUES (CURRENT_TIMESTAMP, 'old', 'AWS', '${region}', 'r', 'b', 'o', 'T', 1, 'BOB', '[]', '[]')`,
  );
}, 60_000);
afterAll(async () => {
  await sandbox?.stop();
});

const sme = (...args: string[]) =>
  runCommand([...args, '--no-config'], { env: { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' } });

const train = () =>
  sme('train', 'sales.customers', '--target', 'CHURN', '--connection', 'AWS', '--max-candidates', '1', '--yes');

const outdated =
  /E-SME-269: The job table "SME"\."SME_METADATA_AUTOPILOT_JOBS" was created by another version of sme: it has no column RUN_\w+\. Run sme deploy/;

test('every command that needs the columns tells the user to run sme deploy', async () => {
  for (const command of [() => sme('jobs'), () => sme('cleanup', '--dry-run'), train]) {
    const { exitCode, stderr } = await command();
    expect(stderr).toMatch(outdated);
    expect(exitCode).not.toBe(0);
  }
  const recovery = await execute(driver, 'SME', 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'AWS', sandbox.aws.region);
  expect(recovery).toMatchObject({ kind: 'error', text: expect.stringMatching(outdated) });
});

test('a command that needs a column of the endpoint table names it', async () => {
  await run(driver, 'ALTER TABLE SME.SME_METADATA_AUTOPILOT_ENDPOINTS DROP COLUMN PREVIOUS_JOB_NAME');
  const { exitCode, stderr } = await sme('endpoint', 'rollback', 'churn', '--yes');
  expect(stderr).toMatch(/E-SME-246: .*PREVIOUS_JOB_NAME.*sme deploy/s);
  expect(exitCode).not.toBe(0);
});

test('polling works without the columns', async () => {
  expect(await poll(driver, 'SME', 'old', 'AWS', sandbox.aws.region)).toMatchObject({
    kind: 'error',
    text: expect.stringContaining('E-SME-85'),
  });
});

test('after sme deploy the commands work', async () => {
  expect(await sme('deploy')).toMatchObject({ exitCode: 0 });
  expect((await sme('endpoint', 'rollback', 'churn', '--yes')).stderr).toContain('E-SME-241');
  expect(await sme('jobs')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('old') });
  const { exitCode, stderr } = await train();
  expect(exitCode, stderr).toBe(0);
}, 60_000);
