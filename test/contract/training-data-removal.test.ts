/**
 * Trainings with `keep_training_data: false` in the sandbox: what is left on S3 and in the job table, also after a killed session, without
 * the permission, and after a cleanup.
 */
import { ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { writeConnectionOf } from '../support/credential-forms.js';
import { executeForRows } from '../support/job-scripts.js';
import { killedAtEachStatement } from '../support/killed-statements.js';
import { connectS3 } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { trainToEnd } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
let s3: S3Client;
let environment: Record<string, string>;

beforeAll(async () => {
  const training = { keep_training_data: false };
  trained = await startTrainedSandbox({ sandbox: { timings: { jobPhase: 1 } }, training });
  s3 = connectS3(trained.sandbox.aws);
  environment = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
}, 120_000);
afterAll(async () => {
  s3?.destroy();
  await trained?.stop();
});

const { pollJobStatus, jobTable } = names;
const pollChurn = () =>
  executeForRows(trained.driver, 'SME', pollJobStatus, 'churn', 'AWS', trained.sandbox.aws.region);

async function readJob(job = 'churn') {
  const sql = `SELECT S3_TRAIN_URI, KEEP_TRAINING_DATA, TRAINING_DATA_REMOVED_AT_UTC FROM SME.${jobTable} WHERE JOB_NAME = '${job}'`;
  const [[uri, isKept, removedAt] = []] = await run(trained.driver, sql);
  const [, Bucket = '', Prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(String(uri)) ?? [];
  return { Bucket, Prefix, isKept, isRemoved: removedAt !== null };
}

/** Names of the objects in the folder of the training data. */
async function listData(job?: string): Promise<readonly string[]> {
  const { Bucket, Prefix } = await readJob(job);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key = '' }) => Key.slice(Prefix.length));
}

async function restoreData(...files: readonly string[]): Promise<void> {
  const { Bucket, Prefix } = await readJob();
  for (const name of files) await s3.send(new PutObjectCommand({ Bucket, Key: Prefix + name, Body: 'x' }));
  await run(trained.driver, `UPDATE SME.${jobTable} SET TRAINING_DATA_REMOVED_AT_UTC = NULL`);
}

async function sme(...args: readonly string[]) {
  return await runCommand(args, { env: environment });
}

describe('training data that need not be kept', () => {
  test('exists until a script sees that the job has ended; other files stay', async () => {
    await restoreData('notes.txt');
    expect(await readJob()).toMatchObject({ isKept: false, isRemoved: false });
    expect(await listData()).toEqual(['notes.txt', 'part-0001.csv.gz']);
    expect(await pollChurn()).toEqual([{ JOB_STATUS: 'Completed', JOB_SECONDARY_STATUS: expect.any(String) }]);
    expect(await readJob()).toMatchObject({ isRemoved: true });
    expect(await listData()).toEqual(['notes.txt']);
  });

  test('is deleted after a session was killed at any step', async () => {
    const { sandbox, driver } = trained;
    const { undisturbed, cases } = await killedAtEachStatement({
      sandbox,
      driver,
      command: {
        script: pollJobStatus,
        sql: `EXECUTE SCRIPT SME.${pollJobStatus}('churn', 'AWS', '${sandbox.aws.region}')`,
      },
      prepare: () => restoreData('part-0001.csv.gz', 'part-0002.csv.gz'),
      readState: async () => ({ ...(await readJob()), files: await listData() }),
    });
    expect(undisturbed).toMatchObject({ isRemoved: true, files: ['notes.txt'] });
    expect(cases.length).toBeGreaterThan(2);
    for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
  }, 120_000);

  test('stays without the permission; the status is answered and the reason is shown, until the permission exists', async () => {
    const { sandbox, driver } = trained;
    await restoreData('part-0001.csv.gz');
    const keys = sandbox.awsControl?.identities.addUser({ name: 'reader', denies: ['s3:DeleteObject'] });
    if (keys === undefined) throw new Error('the sandbox has no AWS');
    const poor = { user: keys.accessKeyId, password: keys.secretAccessKey };
    await run(driver, writeConnectionOf('AWS', sandbox.aws, poor));
    expect(await pollChurn()).toMatchObject([{ JOB_STATUS: 'Completed' }]);
    expect(await readJob()).toMatchObject({ isRemoved: false });
    const reason =
      /E-SME-630: The training data of job 'churn' in '.*' was not removed: E-SME-78: s3:DeleteObject failed/;
    const [listed] = JSON.parse((await sme('jobs', '--json')).stdout).data.jobs;
    expect(listed).toMatchObject({ job_status: 'Completed', remark: expect.stringMatching(reason) });
    expect((await sme('watch', 'churn')).stderr).toMatch(reason);

    const { accessKeyId: user, secretAccessKey: password } = sandbox.aws;
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user, password }));
    expect((await sme('watch', 'churn')).stderr).toContain('The training data was deleted from S3.');
    expect(await listData()).toEqual(['notes.txt']);
  }, 60_000);

  test('is deleted by sme cleanup, which lists the jobs', async () => {
    await restoreData('part-0001.csv.gz');
    expect((await sme('cleanup', '--dry-run')).stdout).toContain('Nothing to delete');
    expect(await readJob()).toMatchObject({ isRemoved: true });
  });
});

test('training data is kept by default; sme cleanup records that it deleted it', async () => {
  const { keep_training_data: _keep, ...training } = trained.training;
  await trainToEnd(trained.driver, trained.sagemaker, 'SME', { ...training, job_name: 'kept' });
  await executeForRows(trained.driver, 'SME', names.listJobs);
  expect(await readJob('kept')).toMatchObject({ isKept: null, isRemoved: false });
  expect(await listData('kept')).toEqual(['part-0001.csv.gz']);
  expect((await sme('cleanup', '--yes')).exitCode).toBe(0);
  expect(await readJob('kept')).toMatchObject({ isKept: null, isRemoved: true });
}, 60_000);
