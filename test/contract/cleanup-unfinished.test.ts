/** `sme cleanup` of runs that were lost before AWS received their job. */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../src/exasol/session.js';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { silentLog } from '../../src/sandbox/log.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { deleteUnfinishedRun } from '../../src/tables/job-table.js';
import { listNames, readCleanupData } from '../support/cleanup-data.js';
import { connectS3 } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createConnection, installScripts, run } from '../support/training.js';

const { region, bucket } = awsAccount;
const jobTable = 'SME.SME_METADATA_AUTOPILOT_JOBS';
const token = '20261120101010-1-1';

let aws: AwsServer;
let sandbox: TestSandbox;
let driver: ExasolDriver;
let s3: S3Client;

beforeAll(async () => {
  // makes the files as old as the rows below
  const clock = { ...realClock, now: () => realClock.now() - 3 * 86_400_000 };
  aws = await startAwsServer({ ...awsAccount, host: '127.0.0.1', port: 0, clock, log: silentLog, timings: {} });
  sandbox = await startTestSandbox({ awsEndpointUrl: aws.url });
  driver = await sandbox.connect();
  s3 = connectS3(sandbox.aws);
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
}, 60_000);

afterAll(async () => {
  s3?.destroy();
  await sandbox?.stop();
  await aws?.stop();
});

const uriOf = (job: string) => `s3://${bucket}/runs/${job}/train/`;

/** Inserts the row of a run that reserved its job name some days ago. */
const reserve = (job: string, state: string, session: string, days = 3) =>
  run(
    driver,
    `INSERT INTO ${jobTable} ("DATETIME", JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, IAM_SAGEMAKER_ROLE, S3_BUCKET_URI,
       S3_OUTPUT_PATH, TARGET_ATTRIBUTE_NAME, SESSION_ID, SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES, RUN_STATE, RUN_TOKEN, S3_TRAIN_URI)
     VALUES (ADD_DAYS(CURRENT_TIMESTAMP, -${days}), '${job}', 'AWS', '${region}', 'r', 's3://${bucket}', 'runs', 'T', ${session}, 'BOB',
       '[]', '[]', '${state}', '${token}', '${uriOf(job)}${token}/')`,
  );
const putData = (job: string) =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key: `runs/${job}/train/${token}/part-0001.csv.gz`, Body: 'x,y\n' }));
const cleanup = async (...args: readonly string[]) =>
  readCleanupData(
    await runCommand(['cleanup', '--only', 'data', ...args, '--no-config', '--json'], {
      env: { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', AWS_ENDPOINT_URL: aws.url },
    }),
  );

test('deletes files and row of a run whose session has ended, and keeps those of a running one', async () => {
  for (const job of ['exporting', 'starting', 'running']) await putData(job);
  await reserve('exporting', 'EXPORTING', '1');
  await reserve('starting', 'STARTING', '1');
  await reserve('no-files', 'EXPORTING', '1');
  await reserve('running', 'EXPORTING', 'CURRENT_SESSION');
  await reserve('recent', 'EXPORTING', '1', 0);
  const expected = ['exporting', 'no-files', 'starting'].map(uriOf);
  const listed = await cleanup();
  expect(listNames(listed.found)).toEqual(expected);
  expect(listed.found[0]).toMatchObject({ why: expect.stringContaining('was interrupted') });
  expect(listed.left_alone).toEqual([]);
  const result = await cleanup('--yes');
  expect(result).toMatchObject({ exitCode: 0, failed: [], kept: [] });
  expect(listNames(result.deleted)).toEqual(expected);
  expect(await run(driver, `SELECT JOB_NAME FROM ${jobTable} ORDER BY JOB_NAME`)).toEqual([['recent'], ['running']]);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents.map(({ Key = '' }) => Key.split('/')[1]).sort()).toEqual(['running']);
});

test('keeps the row of a run that another run has taken over since the list was read', async () => {
  await reserve('taken', 'EXPORTING', '1');
  const session: Session = {
    query: async (sql) => {
      await run(driver, sql);
      return { columns: [], rows: [], rowCount: 0 };
    },
    batch: async () => [],
  };
  const readRows = () => run(driver, `SELECT JOB_NAME FROM ${jobTable} WHERE JOB_NAME = 'taken'`);
  await deleteUnfinishedRun(session, 'SME', { job: 'taken', token: 'of the run in the list' });
  expect(await readRows()).toEqual([['taken']]);
  await deleteUnfinishedRun(session, 'SME', { job: 'taken', token });
  expect(await readRows()).toEqual([]);
});
