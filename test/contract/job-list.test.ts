/** The list of all jobs, and how many calls to AWS it takes for 5,000 of them. A proxy in front of AWS counts the calls. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../src/sandbox/aws/types.js';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { silentLog } from '../../src/sandbox/log.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { type CountingAwsProxy, startCountingAwsProxy } from '../support/counting-aws-proxy.js';
import { executeForRows } from '../support/job-scripts.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type SeededJob, seedJobs } from '../support/seed-jobs.js';
import { createConnection, installScripts, run } from '../support/training.js';

const schema = 'SME';
const table = `${schema}.SME_METADATA_AUTOPILOT_JOBS`;
const minute = 60_000;
const now = Date.now();

/** One job a minute, newest first. The newest 60 still run, because a job has six phases of ten minutes. One has failed. */
const jobs: readonly SeededJob[] = Array.from({ length: 5000 }, (_, index) => ({
  name: `job-${index}`,
  createdAt: now - index * minute,
  score: 0.5 + index / 100_000,
  ...(index === 500 ? { failure: 'The target is NULL in every row.' } : {}),
}));

let folder: string;
let aws: AwsServer;
let proxy: CountingAwsProxy;
let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'job-list-'));
  await seedJobs(folder, jobs);
  aws = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    // A clock that stands still, so that no job ends while a test counts.
    clock: new SteppedClock(now),
    log: silentLog,
    dataDir: folder,
    timings: { jobPhase: 10 * minute },
  });
  proxy = await startCountingAwsProxy(aws.url);
  sandbox = await startTestSandbox({ awsEndpointUrl: proxy.url });
  driver = await sandbox.connect();
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
});

afterAll(async () => {
  await sandbox?.stop();
  await proxy?.stop();
  await aws?.stop();
  await rm(folder, { recursive: true, force: true });
});

const columns = `"DATETIME", JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, IAM_SAGEMAKER_ROLE, S3_BUCKET_URI, S3_OUTPUT_PATH,
  TARGET_ATTRIBUTE_NAME, SESSION_ID, SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES`;
const others = `'r', 'b', 'o', 'T', 1, 'SYS', '[]', '[]'`;
const startOfAll = `TIMESTAMP '${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}'`;

/** A row of the job table, started when job 0 was. */
const insertRow = (name: string, connection = 'AWS', region: string | null = awsAccount.region) =>
  run(
    driver,
    `INSERT INTO ${table} (${columns}) VALUES (${startOfAll}, ${literal(name)}, ${literal(connection)},
     ${region === null ? 'NULL' : literal(region)}, ${others})`,
  );

const insertEndpoint = (name: string, job: string, connection: string) =>
  run(
    driver,
    `INSERT INTO ${schema}.SME_METADATA_AUTOPILOT_ENDPOINTS ("DATETIME", ENDPOINT_NAME, AWS_REGION,
    AWS_CREDENTIALS_CONNECTION_NAME, JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, PREDICTION_SCHEMA, PREDICTION_UDF,
    PREDICTION_SETTINGS, ENDPOINT_STATUS, SESSION_ID, SCRIPT_USER)
    VALUES (CURRENT_TIMESTAMP, ${literal(name)}, ${literal(awsAccount.region)}, ${literal(connection)}, ${literal(job)},
    'c', 'm', 'c', 'S', 'U', '{}', 'InService', 1, 'SYS')`,
  );

async function listJobs() {
  proxy.takeCalls();
  const rows = await executeForRows(driver, schema, 'SME_JOBS');
  const byName = new Map(rows.map((row) => [row['JOB_NAME'], row]));
  return { rows, of: (name: string) => byName.get(name), calls: proxy.takeCalls() };
}

test('an empty table needs no call', async () => {
  expect(await listJobs()).toMatchObject({ rows: [], calls: {} });
});

test('each connection and Region has its own calls, and a failure of one becomes a remark', async () => {
  await createConnection(driver, 'WRONG', sandbox.aws, { secretAccessKey: 'wrong' });
  await createConnection(driver, 'ELSEWHERE', sandbox.aws, { region: 'us-east-1' });
  await insertRow('job-0');
  await insertRow('job-4000', 'AWS', null);
  await insertRow('job-500', 'WRONG');
  await insertRow('job-600', 'GONE');
  await insertRow('never-started');
  await insertRow('JOB-1', 'ELSEWHERE', null);
  await insertEndpoint('served', 'job-4000', 'AWS');
  await insertEndpoint('unknown', 'job-500', 'WRONG');
  const { of, calls } = await listJobs();
  expect(of('job-0')).toMatchObject({ JOB_STATUS: 'InProgress', REMARK: null, ENDPOINT_NAME: null });
  // The job is older than its row, so the list of jobs does not reach back to it.
  expect(of('job-4000')).toMatchObject({
    JOB_STATUS: 'Completed',
    BEST_METRIC_NAME: 'F1',
    BEST_METRIC_VALUE: 0.54,
    BEST_CANDIDATE_NAME: 'job-4000-best',
    AGE_IN_SECONDS: expect.closeTo(4000 * 60, -4),
    DURATION_IN_SECONDS: 3600,
    ENDPOINT_NAME: 'served',
    ENDPOINT_STATUS: 'missing',
    REMARK: expect.stringMatching(/^AWS has no endpoint 'served' in Region/),
  });
  expect(calls['ListEndpoints']).toBe(2);
  expect(of('job-500')).toMatchObject({
    JOB_STATUS: null,
    ENDPOINT_STATUS: 'InService',
    REMARK: expect.stringMatching(
      /^E-SME-79: .*'WRONG'.*The status of endpoint 'unknown' is the one stored in its row\. E-SME-79/,
    ),
  });
  expect(of('job-600')).toMatchObject({ JOB_STATUS: null, REMARK: expect.stringMatching(/^E-SME-90: .*'GONE'/) });
  for (const name of ['never-started', 'JOB-1']) {
    expect(of(name)).toMatchObject({ REMARK: 'AWS has no job of this name in this account and Region.' });
  }
  expect(calls['DescribeAutoMLJobV2']).toBe(3);

  await run(driver, `DROP TABLE ${schema}.SME_METADATA_AUTOPILOT_ENDPOINTS`);
  expect((await listJobs()).of('job-4000')).toMatchObject({ BEST_METRIC_VALUE: 0.54, ENDPOINT_NAME: null });
  await run(driver, `DELETE FROM ${table}`);
});

test('a user who can only read the table gets the same rows, but nothing is stored', async () => {
  await insertRow('job-100');
  await run(driver, 'CREATE USER READER IDENTIFIED BY "Reader-1"');
  for (const privilege of [
    'CREATE SESSION',
    `USAGE ON SCHEMA ${schema}`,
    `EXECUTE ON SCHEMA ${schema}`,
    `SELECT ON ${table}`,
  ]) {
    await run(driver, `GRANT ${privilege} TO READER`);
  }
  await run(driver, `GRANT ACCESS ON CONNECTION AWS FOR SCHEMA ${schema} TO READER`);
  await run(driver, 'GRANT CONNECTION AWS TO READER');
  const reader = await sandbox.connect({ user: 'READER', password: 'Reader-1' });
  for (const _run of [1, 2]) {
    const [row] = await executeForRows(reader, schema, 'SME_JOBS');
    expect(row).toMatchObject({ JOB_NAME: 'job-100', JOB_STATUS: 'Completed', BEST_METRIC_VALUE: 0.501 });
  }
  expect(await run(driver, `SELECT JOB_STATUS FROM ${table}`)).toEqual([[null]]);
  await run(driver, `DELETE FROM ${table}`);
});

test('5,000 jobs need 50 calls, and 20 more for best metrics; later calls request only running jobs', async () => {
  await run(
    driver,
    `INSERT INTO ${table} (${columns}) SELECT ADD_MINUTES(${startOfAll}, -N), 'job-' || N, 'AWS', '${awsAccount.region}', ${others}
     FROM VALUES BETWEEN 0 AND 4999 AS T(N)`,
  );
  const first = await listJobs();
  expect(first.calls).toEqual({ ListAutoMLJobs: 50, DescribeAutoMLJobV2: 20 });
  expect(first.rows).toHaveLength(5000);
  expect(first.of('job-0')).toMatchObject({ JOB_STATUS: 'InProgress', REMARK: null });
  expect(first.of('job-4999')).toMatchObject({ JOB_STATUS: 'Completed', JOB_SECONDARY_STATUS: 'Completed' });
  expect(first.of('job-500')).toMatchObject({
    JOB_STATUS: 'Failed',
    FAILURE_REASON: 'The target is NULL in every row.',
    BEST_METRIC_VALUE: null,
    REMARK: null,
  });
  const finished = first.rows.filter(({ BEST_METRIC_VALUE }) => BEST_METRIC_VALUE !== null);
  expect(finished).toHaveLength(20);
  expect(finished[0]).toMatchObject({ BEST_METRIC_NAME: 'F1', REMARK: null });

  const second = await listJobs();
  expect(second.calls).toEqual({ ListAutoMLJobs: 1, DescribeAutoMLJobV2: 20 });
  expect(second.rows.filter(({ BEST_METRIC_VALUE }) => BEST_METRIC_VALUE !== null)).toHaveLength(40);
  expect(second.of('job-4999')).toMatchObject({
    JOB_STATUS: 'Completed',
    REMARK: 'One of the next calls will read its best metric.',
  });

  await run(driver, `UPDATE ${table} SET BEST_METRIC_IS_KNOWN = TRUE WHERE JOB_STATUS IS NOT NULL`);
  expect((await listJobs()).calls).toEqual({ ListAutoMLJobs: 1 });
});
