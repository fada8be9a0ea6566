/** Session tokens that expire while the CLI waits: one clear error, and the same command with a new token continues. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { CanaryFinder } from '../support/canaries.js';
import { execute } from '../support/job-scripts.js';
import { type CommandRun, type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createChurnTable, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let identities: AwsControl['identities'];
let environment: Record<string, string>;
const secrets: { readonly name: string; readonly value: string }[] = [];

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1500, endpointCreate: 3000, endpointDelete: 50 } });
  if (sandbox.awsControl === undefined) throw new Error('The sandbox has no AWS.');
  identities = sandbox.awsControl.identities;
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
  driver = await sandbox.connect();
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await succeed('deploy --create-schema');
  await succeed('connection create AWS --yes', makeKeys());
});
afterAll(() => sandbox?.stop());

/** The variables of new temporary keys. */
function makeKeys(): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = identities.issueSession();
  secrets.push({ name: 'secret', value: secretAccessKey }, { name: 'token', value: sessionToken });
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration.toISOString(),
  };
}

/** Runs `sme …`. Fails if the output contains a secret. */
async function sme(line: string, env: object = {}, options: RunCommandOptions = {}): Promise<CommandRun> {
  const result = await runCommand(line.split(' '), { env: { ...environment, ...env }, ...options });
  expect(new CanaryFinder(secrets).find(result.stdout + result.stderr)).toEqual([]);
  return result;
}

async function succeed(line: string, env: object = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await sme(line, env);
  expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr });
  return stdout;
}

/** Runs a command that waits, and expires all tokens when it prints something for the first time. */
async function expireDuring(line: string, pattern: RegExp): Promise<CommandRun> {
  const expire = (text: string) => {
    if (pattern.test(text)) identities.expireSessions();
  };
  return await sme(line, {}, { onStdout: expire, onStderr: expire });
}

function expectExpired({ exitCode, stderr }: CommandRun): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr });
  expect([...stderr.matchAll(/E-SME-435: /g)]).toHaveLength(1);
  expect(stderr).toContain('sme connection refresh AWS');
}

describe('a token that expires', () => {
  test('while sme waits for a training ends the waiting, not the job', async () => {
    const line =
      'train SALES.CUSTOMERS --target CHURN --exclude-columns ID --job-name churn --yes --wait --interval 200ms';
    expectExpired(await expireDuring(line, /InProgress/));
    expectExpired(await sme('watch churn --interval 200ms'));
    await succeed('connection refresh', makeKeys());
    expect(await succeed('watch churn --interval 200ms')).toContain('Completed');
  }, 60_000);

  test('during a poll is one error, at every call of AWS', async () => {
    const poll = () =>
      execute(driver, 'SME', 'SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', 'churn', 'AWS', 'eu-central-1');
    for (let requests = 0; ; requests += 1) {
      identities.expireSessions(requests);
      const answer = await poll();
      if (answer.kind !== 'error') {
        expect(requests).toBeGreaterThan(0);
        break;
      }
      expect([...answer.text.matchAll(/E-SME-435: .*has expired/g)]).toHaveLength(1);
      await succeed('connection refresh', makeKeys());
      expect(await poll()).toMatchObject({ kind: 'resultSet', rows: [['Completed', 'Completed']] });
    }
    identities.expireSessions();
    await succeed('connection refresh', makeKeys());
  }, 60_000);

  test('while sme waits for an endpoint ends the waiting, and the same command continues', async () => {
    const line = 'endpoint create churn --instance-type ml.m5.large --key-columns ID --yes --wait --interval 200ms';
    expectExpired(await expireDuring(line, /Creating/));
    await succeed('connection refresh', makeKeys());
    expect(await succeed(line)).toContain('InService');
    identities.expireSessions();
    const removal = await sme('endpoint delete churn --yes');
    expect(removal.exitCode).toBe(4);
    expect(removal.stderr).toMatch(/E-SME-148: .*So far: nothing.*sme connection refresh AWS/);
    await succeed('connection refresh', makeKeys());
    expect(await succeed('endpoint delete churn --yes')).toMatch(/endpoint +churn +deleted/);
  }, 60_000);

  test('on this machine is one error of cleanup, endpoint list and connection create', async () => {
    const keys = makeKeys();
    identities.expireSessions();
    const { AWS_CREDENTIAL_EXPIRATION: _unknown, ...old } = keys;
    const list = await sme('endpoint list', old);
    expect(list.exitCode).toBe(5);
    expect([...list.stderr.matchAll(/token has expired/g)]).toHaveLength(1);
    const cleanup = await sme('cleanup --only endpoints', old);
    expect(cleanup.exitCode).toBe(1);
    expect([...cleanup.stderr.matchAll(/session token has expired/g)]).toHaveLength(1);
    const role = '--assume-role arn:aws:iam::123456789012:role/SandboxDataRole';
    const create = await sme(`connection create OTHER ${role} --yes`, old);
    expect(create).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-467') });
    const late = { ...old, AWS_CREDENTIAL_EXPIRATION: '2026-01-01T00:00:00Z' };
    expect(await sme('connection create OTHER --yes', late)).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('E-SME-465'),
    });
    expect(await run(driver, "SELECT 1 FROM EXA_DBA_CONNECTIONS WHERE CONNECTION_NAME = 'OTHER'")).toEqual([]);
  });
});
