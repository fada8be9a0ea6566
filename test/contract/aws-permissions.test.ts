/**
 * The table of AWS permissions against what the scripts, the UDFs and the CLI call: every task runs with keys that have exactly the published
 * policy of the task, and each permission of the table is either used by the task or listed here with the reason for it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DeleteEndpointCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { type AwsTaskId, kmsPermissions } from '../../src/scripts/aws-permissions.js';
import { tagNames } from '../../src/scripts/facts.js';
import { names } from '../../src/scripts/names.js';
import { finishBatch, listBatches, startBatch, stopBatch } from '../support/batch.js';
import { writeConnectionOf } from '../support/credential-forms.js';
import { executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectS3, connectSageMaker } from '../support/live-aws.js';
import { comparePermissions, describePermission, readPolicy, userArn } from '../support/permission-table.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { createChurnTable, installScripts, run, train } from '../support/training.js';
import { exampleNames } from '../tools/iam-policies.js';

let sandbox: TestSandbox;
let control: AwsControl;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let environment: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox({
    // so that everything is old enough for a cleanup
    clock: { ...realClock, now: () => realClock.now() - 3 * 86_400_000 },
    timings: { jobPhase: 1, jobStop: 0, transformJob: 1500, endpointCreate: 0, endpointDelete: 0 },
  });
  if (sandbox.awsControl === undefined) throw new Error('the sandbox has no AWS');
  control = sandbox.awsControl;
  environment = {
    ...makeSandboxEnvironment(sandbox),
    EXASOL_SCHEMA: 'SME',
    SME_CONNECTION: 'AWS',
    SME_OUTPUT_PATH: path,
  };
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, 'SME');
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await run(driver, writeConnectionOf('ADMIN', sandbox.aws, toConnection(sandbox.aws)));
}, 60_000);
afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

const path = 'autopilot';

const toConnection = (keys: { accessKeyId: string; secretAccessKey: string }) => ({
  user: keys.accessKeyId,
  password: keys.secretAccessKey,
});

const addKeys = (name: string) => control.identities.addUser({ name, policy: readPolicy(sandbox.aws, name, name) });

/**
 * Runs a task with keys that have its policy only. The connection AWS has these keys, as well as the environment for the CLI.
 * @returns differences between the permissions that the task used and those of the table
 */
async function walk(task: AwsTaskId, steps: (env: Record<string, string>) => Promise<void>) {
  const name = `keys-${task}`;
  const keys = addKeys(name);
  await run(driver, writeConnectionOf('AWS', sandbox.aws, toConnection(keys)));
  const used = new Set<string>();
  const denied = new Set<string>();
  const stop = control.identities.watchAuthorizations(({ identity, action, resource, decision }) => {
    if (identity.arn !== userArn(name)) return;
    used.add(describePermission(action, resource));
    if (decision !== 'allowed') denied.add(`${action} on ${resource}`);
  });
  try {
    const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = keys;
    await steps({ ...environment, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  } finally {
    stop();
  }
  return { denied: [...denied], ...comparePermissions(task, used) };
}

/** Gives the connection AWS other keys with the policy of the task, in the form with which UDFs export and import. */
async function useJsonForm(task: AwsTaskId): Promise<void> {
  const { accessKeyId, secretAccessKey } = addKeys(`keys-${task}`);
  const password = JSON.stringify({ secret_access_key: secretAccessKey });
  await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
}

/** A candidate that is not the best one, whose description is not part of the job's. */
async function findOtherCandidate(): Promise<unknown> {
  const candidates = await script(names.listCandidates, 'churn', 'ADMIN', sandbox.aws.region);
  return candidates.at(-1)?.['CANDIDATE_NAME'];
}

const complete = { denied: [], missing: [], superfluous: [] };

const script = (name: string, ...values: readonly string[]) => executeForRows(driver, 'SME', name, ...values);

async function waitForJob(job: string, connection: string): Promise<void> {
  for (;;) {
    const [row] = await script(names.pollJobStatus, job, connection, sandbox.aws.region);
    const status = String(Object.values(row ?? {})[0]);
    if (status === 'Completed') return;
    if (status !== 'InProgress') throw new Error(`${job} is ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function command(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stdout, stderr, exitCode } = await runCommand(args, { env });
  if (exitCode !== 0) throw new Error(`sme ${args.join(' ')}: ${exitCode}\n${stdout}\n${stderr}`);
  return stdout;
}

const training = (job_name: string, more: object = {}) => ({
  ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'),
  s3_output_path: path,
  max_candidates: 2,
  job_name,
  ...more,
});

test('the policy for KMS keys is what a training with such a key needs besides its own policy', async () => {
  const kms_key_id = exampleNames['kms-key'].replace('eu-central-1', sandbox.aws.region);
  const user = 'keys-of-kms';
  const Statement = ['keys-train', 'keys-kms'].flatMap((name) => readPolicy(sandbox.aws, name, user).Statement);
  const { accessKeyId, secretAccessKey } = control.identities.addUser({ name: user, policy: { Statement } });
  const used = new Set<string>();
  const stop = control.identities.watchAuthorizations(({ identity, action, resource }) => {
    if (identity.arn === userArn(user) && resource === kms_key_id) used.add(action);
  });
  const keyOptions = { sse_type: 'aws:kms', sse_kms_key_id: kms_key_id };
  for (const [job_name, password] of [
    ['kms-by-export', `${secretAccessKey};sse_type=aws:kms;kms_key_id=${kms_key_id}`],
    ['kms-by-udf', JSON.stringify({ secret_access_key: secretAccessKey, ...keyOptions })],
  ] as const) {
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
    expect(await train(driver, 'SME', training(job_name))).toMatchObject({ kind: 'resultSet' });
  }
  stop();
  expect([...used].sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  // SageMaker uses the others for the volumes and results of jobs, which the sandbox does not encrypt.
  expect(kmsPermissions).toEqual([
    { on: 'kms-key', actions: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant'] },
  ]);
}, 120_000);

const endpoint = {
  job_name: 'churn',
  endpoint_name: 'churn',
  instance_type: 'ml.m5.large',
  instance_count: 1,
  prediction_schema: 'SALES',
};

describe('keys with the policy of one task', () => {
  // What the other tasks use, so that each of them can run alone.
  beforeAll(async () => {
    await run(driver, writeConnectionOf('AWS', sandbox.aws, toConnection(sandbox.aws)));
    for (const each of [
      training('lost', { keep_training_data: false }),
      training('churn', { exclude_columns: ['ID'] }),
    ]) {
      expect(await train(driver, 'SME', each)).toMatchObject({ kind: 'resultSet' });
    }
    await waitForJob('churn', 'ADMIN');
    const listed = await createEndpoint(driver, 'SME', { ...endpoint, endpoint_name: 'listed' });
    expect(listed).toMatchObject({ kind: 'resultSet' });
  }, 120_000);

  test('train', async () => {
    const difference = await walk('train', async () => {
      const answer = await train(driver, 'SME', training('by-export', { exclude_columns: ['ID'] }));
      expect(answer).toMatchObject({ kind: 'resultSet' });
      await useJsonForm('train');
      expect(await train(driver, 'SME', training('by-udf'))).toMatchObject({ kind: 'resultSet' });
    });
    expect(difference).toEqual(complete);
  }, 120_000);

  test('follow', async () => {
    const { region } = sandbox.aws;
    const folder = await mkdtemp(join(tmpdir(), 'sme-permissions-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const difference = await walk('follow', async (env) => {
      await script(names.pollJobStatus, 'churn', 'AWS', region);
      // Its training data is removed when its end is seen.
      await waitForJob('lost', 'AWS');
      await script(names.describeJob, 'churn', 'AWS', region);
      await script(names.listCandidates, 'churn', 'AWS', region);
      await script(names.listFeatureImportance, 'churn', 'AWS', region);
      await script(names.listConfusionMatrix, 'churn', 'AWS', region);
      await script(names.listJobs);
      await run(driver, "UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET JOB_NAME = 'other' WHERE JOB_NAME = 'lost'");
      await script(names.recoverJobs, 'AWS', region);
      // The job has ended, so that AWS refuses to stop it, after it has checked the permission.
      await script(names.stopJob, 'lost', 'AWS', region).catch(() => undefined);
      await command(['report', 'churn', '--output', join(folder, 'report.html')], env);
    });
    expect(difference).toEqual(complete);
  }, 120_000);

  test('serve', async () => {
    const { region } = sandbox.aws;
    const candidate_name = await findOtherCandidate();
    await run(driver, "UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET MODEL_NAME = 'walked' WHERE JOB_NAME = 'churn'");
    const difference = await walk('serve', async (env) => {
      const created = await createEndpoint(driver, 'SME', { ...endpoint, candidate_name, wait: true });
      expect(created).toMatchObject({ kind: 'resultSet' });
      // The best candidate replaces the other one.
      const updated = await createEndpoint(driver, 'SME', { model_name: 'walked', endpoint_name: 'churn', wait: true });
      expect(updated).toMatchObject({ kind: 'resultSet' });
      await command(['endpoint', 'list'], env);
      expect(await deleteEndpoint(driver, 'SME', 'churn', 'AWS', region)).toMatchObject({ kind: 'resultSet' });
    });
    // The choice of the version has stored the status of the jobs, which the cleanup below must look up itself.
    await run(
      driver,
      'UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET MODEL_NAME = NULL, JOB_STATUS = NULL, BEST_METRIC_IS_KNOWN = NULL',
    );
    expect(difference).toEqual(complete);
  }, 120_000);

  test('batch', async () => {
    const candidate_name = await findOtherCandidate();
    const difference = await walk('batch', async () => {
      const { BATCH_NAME } = await startBatch(driver, { wait: true, key_columns: ['ID'], candidate_name });
      await listBatches(driver);
      expect(await finishBatch(driver, BATCH_NAME)).toMatchObject({ STATUS: 'Imported' });
      await useJsonForm('batch');
      const { BATCH_NAME: second } = await startBatch(driver, { batch_name: 'second', target_table_name: 'OTHERS' });
      expect(await stopBatch(driver, second)).toMatchObject({ STATUS: expect.stringMatching(/^Stop/) });
    });
    expect(difference).toEqual(complete);
  }, 120_000);

  test('predict', async () => {
    const difference = await walk('predict', async () => {
      expect(await run(driver, 'SELECT SALES.LISTED(AGE, SEGMENT) FROM SALES.CUSTOMERS LIMIT 1')).toHaveLength(1);
    });
    expect(difference).toEqual(complete);
  }, 120_000);

  test('doctor', async () => {
    const difference = await walk('doctor', async (env) => {
      const { stdout } = await runCommand(['doctor', '--probe-write', '--json'], { env });
      const states = new Map<string, string>();
      for (const { id, state } of JSON.parse(stdout).data.checks) states.set(id, state);
      for (const id of ['identity', 'role', 'bucket', 'bucket-write', 'quotas']) {
        expect([id, states.get(id)]).toEqual([id, 'ok']);
      }
      // The endpoint of this test is older than a day.
      expect(states.get('leftovers')).toBe('warn');
      // These keys may do nothing else, and the simulation says so.
      expect(states.get('pass-role')).toBe('fail');
    });
    expect(difference).toEqual(complete);
  }, 120_000);

  test('cleanup', async () => {
    await leaveUnused();
    const difference = await walk('cleanup', async (env) => {
      await command(['cleanup', '--yes'], env);
    });
    expect(difference).toEqual(complete);
    expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  }, 120_000);
});

/** Leaves an unfinished upload, an expired endpoint, and the configuration and model of a deleted endpoint. */
async function leaveUnused(): Promise<void> {
  const s3 = connectS3(sandbox.aws);
  const { bucket: Bucket } = sandbox.aws;
  await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key: `${path}/churn/train/20200101000000-1-1/part-0001.csv.gz` }),
  );
  s3.destroy();
  const orphan = { ...endpoint, endpoint_name: 'orphan', aws_credentials_connection_name: 'ADMIN', wait: true };
  expect(await createEndpoint(driver, 'SME', orphan)).toMatchObject({ kind: 'resultSet' });
  await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'orphan' }));
  await run(driver, "DELETE FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS WHERE ENDPOINT_NAME = 'orphan'");
  await sagemaker.send(
    new AddTagsCommand({
      ResourceArn: `arn:aws:sagemaker:${sandbox.aws.region}:123456789012:endpoint/listed`,
      Tags: [{ Key: tagNames.expiresAt, Value: '2020-01-01T00:00:00Z' }],
    }),
  );
}
