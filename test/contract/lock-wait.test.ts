/** A training while another transaction has changed the job table and not committed. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderScripts } from '../../src/render/script.js';
import { names } from '../../src/scripts/names.js';
import { makeTraining } from '../support/job-scripts.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

const jobTable = 'SME.SME_METADATA_AUTOPILOT_JOBS';
let sandbox: TestSandbox;
let driver: ExasolDriver;
let holder: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1 } });
  [driver, holder] = [await sandbox.connect(), await sandbox.connect({ autocommit: false })];
  await installScripts(driver, 'SME');
  const script = renderScripts({ schema: 'SME', languageAlias: 'PYTHON3' }).find(({ name }) => name === names.train);
  const shortened = script?.sql.replace('local limit = 60', 'local limit = 2') ?? '';
  expect(shortened).not.toBe(script?.sql);
  await run(driver, shortened);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
}, 60_000);
afterAll(async () => {
  await sandbox?.stop();
});

const start = (job: string) =>
  train(driver, 'SME', { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), job_name: job, max_candidates: 1 });
const readTimeout = async () =>
  (await run(driver, "SELECT SESSION_PARAMETER(CURRENT_SESSION, 'QUERY_TIMEOUT') FROM DUAL"))[0]?.[0];

test('stops waiting before the export, and restores QUERY_TIMEOUT of the session', async () => {
  await run(driver, 'ALTER SESSION SET QUERY_TIMEOUT = 1000');
  await run(
    holder,
    `INSERT INTO ${jobTable} ("DATETIME", JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, IAM_SAGEMAKER_ROLE, S3_BUCKET_URI,
       S3_OUTPUT_PATH, TARGET_ATTRIBUTE_NAME, SESSION_ID, SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES)
     VALUES (CURRENT_TIMESTAMP, 'foreign', 'AWS', 'eu-central-1', 'r', 'b', 'o', 'T', 1, 'BOB', '[]', '[]')`,
  );
  const refused = await start('waiting');
  expect(refused).toMatchObject({
    kind: 'error',
    text: expect.stringMatching(
      /E-SME-268: Another transaction has changed the table "SME"\."SME_METADATA_AUTOPILOT_JOBS" .* SYS\.EXA_DBA_TRANSACTION_CONFLICTS/s,
    ),
  });
  expect(await readTimeout()).toBe('1000');
  await run(holder, 'ROLLBACK');
  expect(await start('waiting')).toMatchObject({ kind: 'resultSet' });
  expect(await readTimeout()).toBe('1000');
}, 30_000);

test('is not limited by a QUERY_TIMEOUT that an aborted training left behind', async () => {
  await run(driver, 'ALTER SESSION SET QUERY_TIMEOUT = 3601');
  expect(JSON.stringify(await start('after-abort'))).toContain('resultSet');
  expect(await readTimeout()).toBe('0');
}, 30_000);
