/** `sme cleanup` of training data in the sandbox: what it lists, what it deletes, and what is left on S3. */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifier, literal } from '../../src/exasol/quote.js';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { listNames, readCleanupData } from '../support/cleanup-data.js';
import { type CuttingProxy, startCuttingProxy, type When } from '../support/cutting-proxy.js';
import { makeTraining } from '../support/job-scripts.js';
import { connectS3, connectSageMaker } from '../support/live-aws.js';
import { RawClient } from '../support/raw-client.js';
import { type RefusingAwsProxy, startRefusingAwsProxy } from '../support/refusing-aws-proxy.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { trainToEnd } from '../support/serving.js';
import { testLog } from '../support/test-log.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

/** A schema whose name differs from the value of its tag, because tags do not allow all characters. */
const schema = 'Größe "x"';
const { bucket } = awsAccount;
const dayMs = 86_400_000;
const training = {
  ...makeTraining(awsAccount, 'SALES', 'CUSTOMERS'),
  max_candidates: 1,
  mode: 'ENSEMBLING',
};

/** How far the clock of AWS is behind: everything is that old when it is created. */
let ageMs = 3 * dayMs;
let aws: AwsServer;
/** Between the database and AWS. */
let cutting: CuttingProxy;
/** Between the command and AWS. */
let refusing: RefusingAwsProxy;
let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let s3: S3Client;

beforeAll(async () => {
  aws = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    clock: { ...realClock, now: () => realClock.now() - ageMs },
    log: testLog,
    timings: { jobPhase: 1, endpointCreate: 0, endpointDelete: 0 },
  });
  cutting = await startCuttingProxy(aws.url);
  refusing = await startRefusingAwsProxy(aws.url);
  sandbox = await startTestSandbox({ awsEndpointUrl: cutting.url });
  driver = await sandbox.connect();
  const access = { ...sandbox.aws, endpointUrl: aws.url };
  sagemaker = connectSageMaker(access);
  s3 = connectS3(access);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
});

afterAll(async () => {
  sagemaker?.destroy();
  s3?.destroy();
  await sandbox?.stop();
  await refusing?.stop();
  await cutting?.stop();
  await aws?.stop();
});

afterEach(() => {
  ageMs = 3 * dayMs;
  refusing.refuse();
  refusing.onCall = () => undefined;
});

function cleanup(args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier(schema), AWS_ENDPOINT_URL: refusing.url };
  return runCommand(['cleanup', ...args, '--no-config'], { ...options, env: { ...env, ...options.env } });
}

/** Runs the command with --json and returns the data of its document. */
const readCleanup = async (...args: readonly string[]) => readCleanupData(await cleanup([...args, '--json']));

async function listKeys(prefix = ''): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return Contents.map(({ Key = '' }) => Key);
}

const withoutToken = (key: string) => key.replace(/\d{14}-\d+-\d+/, '<token>');
const putObject = (Key: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x,y\n' }));
const trainUri = (job: string, path = 'runs') => `s3://${bucket}/${path}/${job}/train/`;

describe('training data', () => {
  test('of ended jobs is deleted, but no other files next to it', async () => {
    await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'a' });
    await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'a-b' });
    await trainToEnd(driver, sagemaker, schema, { ...training, s3_output_path: 'runs/a/train', job_name: 'within' });
    // files of other programs, in every place that a careless prefix would match
    const foreign = [
      'runs/a/train/notes.txt',
      'runs/a/train/deep/part-0001.csv.gz',
      'runs/a/train.csv',
      'runs/a/part-0001.csv.gz',
      'runs/aa/train/part-0001.csv.gz',
      'runs/theirs-20261120101010/train/part-0001.csv.gz',
      'runs/theirs-20261120101010/output/model.tar.gz',
      'elsewhere/dead-20261120101010/train/part-0001.csv.gz',
    ];
    for (const key of foreign) await putObject(key);
    const results = (await listKeys()).filter((key) => key.includes('/output/') && !foreign.includes(key));
    expect(results.length).toBeGreaterThan(3);

    const listed = await readCleanup('--only', 'data');
    expect(listed.exitCode).toBe(0);
    const expected = [trainUri('a'), trainUri('a-b'), trainUri('within', 'runs/a/train')];
    expect(listNames(listed.found)).toEqual([...expected].sort());
    expect(listed.found[0]).toMatchObject({ why: 'job a has ended (Completed)', files: 1, uploads: 0 });
    // sme does not name exports like this, so the user has to check it
    expect(listed.left_alone).toEqual([{ what: trainUri('aa'), reason: expect.stringContaining('check it yourself') }]);
    expect(listed.deleted).toEqual([]);
    const files = expected.map((uri) => `${uri.replace(`s3://${bucket}/`, '')}<token>/part-0001.csv.gz`);
    expect((await listKeys()).map(withoutToken)).toEqual(expect.arrayContaining([...files, ...foreign, ...results]));

    const result = await readCleanup('--only', 'data', '--yes');
    expect(result).toMatchObject({ exitCode: 0, failed: [], kept: [] });
    expect(listNames(result.deleted)).toEqual([...expected].sort());
    expect(result.deleted[0]).toMatchObject({ files: 1, bytes: result.found[0]?.bytes });
    expect([...(await listKeys())].sort()).toEqual([...foreign, ...results].sort());

    expect(await readCleanup('--only', 'data', '--yes')).toMatchObject({ exitCode: 0, found: [], deleted: [] });
    expect((await cleanup(['--only', 'data', '--yes'])).stdout).toMatch(/^Nothing to delete\.\n/);
  });

  test('of a running job is kept', async () => {
    // stops the clock of AWS, so that the job does not end
    const stoppedAt = realClock.now();
    const timer = setInterval(() => {
      ageMs = 3 * dayMs + realClock.now() - stoppedAt;
    }, 1);
    try {
      const result = await train(driver, schema, { ...training, job_name: 'running' });
      if (result.kind === 'error') throw new Error(result.text);
      expect(await readCleanup('--only', 'data', '--yes')).toMatchObject({ exitCode: 0, found: [] });
      expect((await listKeys('runs/running/train/')).map(withoutToken)).toEqual([
        'runs/running/train/<token>/part-0001.csv.gz',
      ]);
    } finally {
      clearInterval(timer);
    }
  });

  test('that is younger than --older-than is kept', async () => {
    await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'young' });
    expect(listNames((await readCleanup('--only', 'data', '--older-than', '7d')).found)).toEqual([]);
    expect(listNames((await readCleanup('--only', 'data', '--older-than', '2d')).found)).toContain(trainUri('young'));
    expect((await readCleanup('--only', 'data', '--yes')).exitCode).toBe(0);
  });
});

describe('a session that is lost during an export', () => {
  const listSessions = async () => {
    const rows = await run(driver, 'SELECT TO_CHAR(SESSION_ID) FROM SYS.EXA_DBA_SESSIONS');
    return rows.map(([id]) => String(id));
  };

  /** Trains in a session whose socket breaks at the n-th call of AWS. Returns after the database has ended the session. */
  async function trainAndDisconnect(model: string, call: number, when: When): Promise<void> {
    const before = await listSessions();
    const client = await RawClient.open(sandbox.exasol);
    await client.logIn(sandbox.exasol.user, sandbox.exasol.password);
    const own = (await listSessions()).filter((id) => !before.includes(id));
    cutting.arm({ call, when, onCut: () => client.socket.terminate() });
    const json = literal(JSON.stringify({ ...training, model_name: model }));
    const sqlText = `EXECUTE SCRIPT ${identifier(schema)}.SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT(${json})`;
    client.socket.send(JSON.stringify({ command: 'execute', sqlText, attributes: {} }));
    await cutting.abandoned;
    await client.closed;
    await expect.poll(listSessions, { timeout: 30_000 }).not.toEqual(expect.arrayContaining(own));
    cutting.arm();
  }

  // test/contract/killed-session.test.ts lists the calls
  test.each([
    { title: 'an incomplete upload', call: 5, when: 'after', found: { files: 0, uploads: 1 } },
    { title: 'files without a job', call: 7, when: 'before', found: { files: 1, uploads: 0 } },
    { title: 'a row without a job', call: 8, when: 'before', found: { files: 1, uploads: 0 } },
  ] as const)('leaves $title, which is deleted after a day', async ({ call, when, found }) => {
    ageMs = 0;
    await trainAndDisconnect('young', call, when);
    const young = await readCleanup('--only', 'data', '--yes', '--older-than', '1s');
    expect(young).toMatchObject({ exitCode: 0, found: [] });
    ageMs = 3 * dayMs;
    await trainAndDisconnect('lost', call, when);

    const result = await readCleanup('--only', 'data', '--yes');
    expect(result).toMatchObject({ exitCode: 0, failed: [], found: [found] });
    expect(result.deleted[0]?.name).toMatch(new RegExp(`^s3://${bucket}/runs/lost-\\d{14}/train/$`));
    expect(await readCleanup('--only', 'data')).toMatchObject({ exitCode: 0, found: [] });
  });
});

describe('an error of S3', () => {
  test('is quoted, the rest is deleted, and the next run deletes what is left', async () => {
    await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'denied' });
    await trainToEnd(driver, sagemaker, schema, { ...training, s3_output_path: 'other', job_name: 'allowed' });
    refusing.refuse(`POST /${bucket}?delete`, `POST /${bucket}/?delete`);
    const { stdout, stderr, exitCode } = await cleanup(['--only', 'data', '--yes']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /E-SME-221: 2 of 2 resources could not be deleted:\n {2}training data s3:.*: s3:DeleteObject: AccessDenied: User: arn:aws:iam::123456789012:user\/ops is not authorized/,
    );
    expect(stdout).toContain('Deleted: nothing.');
    const failed = await readCleanup('--only', 'data', '--yes');
    expect(failed).toMatchObject({ exitCode: 1, deleted: [] });
    expect(listNames(failed.failed)).toEqual([trainUri('allowed', 'other'), trainUri('denied')]);
    refusing.refuse();
    expect(await readCleanup('--only', 'data', '--yes')).toMatchObject({ exitCode: 0, failed: [] });
  });

  test('while listing is reported, and everything else is listed', async () => {
    await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'seen' });
    refusing.refuse(`GET /${bucket}?list-type=2&prefix=other`, `GET /${bucket}/?list-type=2&prefix=other`);
    const { found, not_looked_at: inaccessible, exitCode } = await readCleanup('--only', 'data');
    expect(exitCode).toBe(1);
    expect(inaccessible).toEqual([
      { what: `s3://${bucket}/other/`, reason: expect.stringMatching(/^s3:ListBucket: AccessDenied: User: /) },
    ]);
    expect(listNames(found)).toEqual([trainUri('seen')]);
  });
});

test('nothing is deleted without a confirmation, and Ctrl-C reports what was deleted', async () => {
  expect(await cleanup(['--only', 'data'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(trainUri('seen')),
    stderr: expect.stringContaining('Nothing was deleted. To delete these resources, run sme cleanup --yes'),
  });
  expect(await cleanup(['--only', 'data', '--dry-run', '--yes'])).toMatchObject({ exitCode: 0 });
  expect(await cleanup(['--only', 'data'], { typed: 'n\n' })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/will be deleted\.\nContinue\? \[y\/N\] \n?E-SME-23/),
  });
  expect(await listKeys('runs/seen/train/')).toHaveLength(1);

  await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'second' });
  const interruption = new AbortController();
  refusing.onCall = (call) => {
    if (call.startsWith('POST ')) interruption.abort();
  };
  const { exitCode, stdout } = await cleanup(['--only', 'data', '--yes', '--json'], { signal: interruption.signal });
  expect(exitCode).toBe(130);
  const { data, error } = JSON.parse(stdout);
  expect(error.mitigation).toMatch(/^Deleted so far: .* of training data in 1 file\. Run the command again/);
  expect(data.deleted.length + data.failed.length).toBe(1);
  expect((await readCleanup('--only', 'data')).found).toHaveLength(1);
});

test('a bucket that no longer exists is not an error', async () => {
  const table = `${identifier(schema)}.SME_METADATA_AUTOPILOT_JOBS`;
  await run(driver, `UPDATE ${table} SET S3_TRAIN_URI = 's3://deleted-bucket/runs/' || JOB_NAME || '/train/'`);
  expect(await readCleanup('--only', 'data')).toMatchObject({ exitCode: 0, found: [], not_looked_at: [] });
});

test('invalid options are reported with the valid values', async () => {
  expect(await cleanup(['--only', 'modles'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("'modles' (did you mean 'models'?)"),
  });
  expect(await cleanup(['--older-than', 'tomorrow'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Invalid --older-than 'tomorrow'."),
  });
});

test('the command is still available as gc, the name of version 0.1', async () => {
  const { stdout, exitCode } = await runCommand(['gc', '--only', 'data', '--no-config', '--json'], {
    env: { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier(schema), AWS_ENDPOINT_URL: refusing.url },
  });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'sme.gc/v1', command: 'gc', ok: true });
});
