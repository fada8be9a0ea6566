/**
 * Several sessions that train at the same time. A proxy in front of AWS holds uploads and calls, so that the sessions meet at the same
 * point in every run.
 */
import { ListAutoMLJobsCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { silentLog } from '../../src/sandbox/log.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { names } from '../../src/scripts/names.js';
import { type HeldCall, type HoldingProxy, startHoldingProxy } from '../support/holding-proxy.js';
import { execute, executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { type StatementAnswer, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import {
  createChurnTable,
  createConnection,
  installScripts,
  poll,
  readExport,
  run,
  train,
} from '../support/training.js';

const { region } = awsAccount;
const jobTable = 'SME.SME_METADATA_AUTOPILOT_JOBS';
const upload = /part-0001/;

let aws: AwsServer;
let proxy: HoldingProxy;
let sandbox: TestSandbox;
let first: ExasolDriver;
let second: ExasolDriver;
let sagemaker: SageMakerClient;
let held: HeldCall[] = [];

beforeAll(async () => {
  aws = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    clock: realClock,
    log: silentLog,
    timings: { jobPhase: 60_000 },
  });
  proxy = await startHoldingProxy(aws.url);
  sandbox = await startTestSandbox({ awsEndpointUrl: proxy.url });
  [first, second] = [await sandbox.connect(), await sandbox.connect()];
  sagemaker = connectSageMaker({ ...sandbox.aws, endpointUrl: aws.url });
  await installScripts(first, 'SME');
  await createConnection(first, 'AWS', sandbox.aws);
  await run(first, 'CREATE SCHEMA SALES');
  await createChurnTable(first, 'SALES.FEW', 500);
  await createChurnTable(first, 'SALES.MANY', 3000);
}, 60_000);

afterEach(() => {
  for (const call of held) call.release();
  held = [];
});

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
  await proxy?.stop();
  await aws?.stop();
});

function hold(name: string | RegExp): HeldCall {
  const call = proxy.hold(name);
  held.push(call);
  return call;
}

const makeParameters = (table: string, changes: object) => ({
  ...makeTraining(sandbox.aws, 'SALES', table),
  ...changes,
});

/** The row that a training returns, by column. */
function read(outcome: StatementAnswer): Readonly<Record<string, unknown>> {
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  return Object.fromEntries(outcome.names.map((name, index) => [name, outcome.rows[0]?.[index]]));
}

const textOf = (outcome: StatementAnswer) => (outcome.kind === 'error' ? outcome.text : JSON.stringify(outcome));

/** The number of a run's files and of the rows in them. */
async function count(outcome: StatementAnswer) {
  const files = await readExport({ ...sandbox.aws, endpointUrl: aws.url }, String(read(outcome)['S3_TRAIN_URI']));
  return { files: files.length, rows: files.reduce((total, { records }) => total + records.length, 0) };
}

async function listJobs(prefix: string): Promise<number> {
  const { AutoMLJobSummaries = [] } = await sagemaker.send(new ListAutoMLJobsCommand({ NameContains: prefix }));
  return AutoMLJobSummaries.length;
}

const countCalls = (pattern: RegExp) => proxy.calls.filter((call) => pattern.test(call)).length;

test('a second run with the same job name is refused before it exports, and the first keeps its own rows', async () => {
  const call = hold(upload);
  const running = train(first, 'SME', makeParameters('MANY', { job_name: 'given' }));
  await call.reached;
  const before = countCalls(/^PUT /);
  const refused = textOf(await train(second, 'SME', makeParameters('FEW', { job_name: 'given' })));
  expect(refused).toContain("of user 'SYS' is exporting the training data of job 'given' or starting the job.");
  expect(countCalls(/^PUT /)).toBe(before);
  call.release();
  expect(await count(await running)).toEqual({ files: 3, rows: 3000 });
});

test('two runs with the same model name and different tables get different names and files', async () => {
  const call = hold(upload);
  const running = train(first, 'SME', makeParameters('MANY', { model_name: 'shared' }));
  const other = train(second, 'SME', makeParameters('FEW', { model_name: 'shared' }));
  await call.reached;
  call.release();
  const [many, few] = await Promise.all([running, other]);
  expect(read(many)['JOB_NAME']).not.toBe(read(few)['JOB_NAME']);
  expect([await count(many), await count(few)]).toEqual([
    { files: 3, rows: 3000 },
    { files: 1, rows: 500 },
  ]);
  const versions = await run(first, `SELECT VERSION FROM ${jobTable} WHERE MODEL_NAME = 'shared' ORDER BY VERSION`);
  expect(versions).toEqual([[1], [2]]);
});

test('a client that repeats its command after a timeout starts no second job while the first run is alive', async () => {
  const call = hold(upload);
  const parameters = makeParameters('MANY', { model_name: 'repeated' });
  const running = train(first, 'SME', parameters);
  await call.reached;
  const reordered = Object.fromEntries(Object.entries(parameters).reverse());
  const refused = textOf(await train(second, 'SME', reordered));
  expect(refused).toMatch(
    /E-SME-263: The same command is still running as job 'repeated-\d+': session \d+ of user 'SYS'/,
  );
  const [[job = ''] = []] = (await run(
    second,
    `SELECT JOB_NAME FROM ${jobTable} WHERE MODEL_NAME = 'repeated'`,
  )) as string[][];
  expect(textOf(await poll(second, 'SME', job, 'AWS', region))).toContain(
    `E-SME-265: AWS has no job '${job}' yet. Session`,
  );
  const listed = await executeForRows(second, 'SME', names.listJobs);
  expect(listed.find(({ JOB_NAME }) => JOB_NAME === job)?.['REMARK']).toContain('is exporting the training data');
  call.release();
  expect(read(await running)['JOB_NAME']).toBe(job);
  expect(await count(await running)).toEqual({ files: 3, rows: 3000 });
  expect(await listJobs('repeated')).toBe(1);
});

test('of two equal commands that start together, exactly one starts a job', async () => {
  const calls = [hold(/^DescribeAutoMLJob/), hold(/^DescribeAutoMLJob/)];
  const parameters = makeParameters('FEW', { model_name: 'together' });
  const both = [train(first, 'SME', parameters), train(second, 'SME', parameters)];
  await Promise.all(calls.map(({ reached }) => reached));
  for (const { release } of calls) release();
  const outcomes = await Promise.all(both);
  expect(outcomes.map(textOf).join()).toContain('E-SME-263');
  const started = outcomes.filter(({ kind }) => kind === 'resultSet');
  expect(started).toHaveLength(1);
  expect(await listJobs('together')).toBe(1);
  const rows = await run(first, `SELECT JOB_NAME FROM ${jobTable} WHERE MODEL_NAME = 'together'`);
  expect(rows).toHaveLength(started.length);
});

test('poll, description and job list report an export whose session has ended', async () => {
  await run(
    first,
    `INSERT INTO ${jobTable} ("DATETIME", JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, AWS_REGION, IAM_SAGEMAKER_ROLE, S3_BUCKET_URI,
       S3_OUTPUT_PATH, TARGET_ATTRIBUTE_NAME, SESSION_ID, SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES, RUN_STATE, RUN_TOKEN)
     SELECT CURRENT_TIMESTAMP, 'dead-' || RUN_STATE, 'AWS', '${region}', 'r', 'b', 'o', 'T', 1, 'BOB', '[]', '[]', RUN_STATE, 'token'
       FROM (VALUES ('EXPORTING'), ('STARTING')) R(RUN_STATE)`,
  );
  const listed = await executeForRows(first, 'SME', names.listJobs);
  for (const job of ['dead-EXPORTING', 'dead-STARTING']) {
    const remark = 'The export did not finish. Run the same command again.';
    expect(listed.find(({ JOB_NAME }) => JOB_NAME === job)).toMatchObject({ JOB_STATUS: null, REMARK: remark });
    expect(textOf(await poll(first, 'SME', job, 'AWS', region))).toContain(
      `E-SME-264: AWS has no job '${job}' yet. ${remark}`,
    );
    const description = await execute(first, 'SME', names.describeJob, job, 'AWS', region);
    expect(textOf(description)).toContain('E-SME-264');
  }
});

test('recovery marks a row in STARTING as started if AWS has its job', async () => {
  read(await train(first, 'SME', makeParameters('FEW', { job_name: 'halfway' })));
  await run(first, `UPDATE ${jobTable} SET RUN_STATE = 'STARTING' WHERE JOB_NAME = 'halfway'`);
  const recovered = await executeForRows(first, 'SME', names.recoverJobs, 'AWS', region);
  expect(recovered.filter(({ JOB_NAME }) => JOB_NAME === 'halfway')).toEqual([
    expect.objectContaining({ RESULT: expect.stringContaining('marked as started') }),
  ]);
  expect(await run(first, `SELECT RUN_STATE FROM ${jobTable} WHERE JOB_NAME = 'halfway'`)).toEqual([['STARTED']]);
});
