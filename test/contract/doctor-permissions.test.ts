/** The checks of `sme doctor` that ask IAM and Service Quotas, through the UDFs. */
import { createServer } from 'node:net';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { writeConnectionOf } from '../support/credential-forms.js';
import type { Check } from '../support/doctor-checks.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let control: AwsControl;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  if (sandbox.awsControl === undefined) throw new Error('the sandbox has no AWS');
  control = sandbox.awsControl;
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
}, 60_000);
afterAll(() => sandbox?.stop());

const ids = ['role', 'pass-role', 'permissions', 'quotas'] as const;

async function doctor(target: TestSandbox = sandbox, only: readonly string[] = ids) {
  const env = { ...makeSandboxEnvironment(target), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
  const { stdout, exitCode } = await runCommand(['doctor', '--json', '--only', only.join(',')], { env });
  const checks: readonly Check[] = JSON.parse(stdout).data.checks;
  const find = (id: string) => {
    const check = checks.find((other) => other.id === id);
    if (check === undefined) throw new Error(`${id} is missing in ${stdout}`);
    return check;
  };
  return { exitCode, find, states: Object.fromEntries(checks.map(({ id, state }) => [id, state])) };
}

async function useKeysWithout(...denies: readonly string[]): Promise<string> {
  const { accessKeyId, secretAccessKey } = control.identities.addUser({ name: 'ann', denies });
  await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password: secretAccessKey }));
  return 'arn:aws:iam::123456789012:user/ann';
}

describe('sme doctor', () => {
  test('reports keys that may do everything', async () => {
    const arn = await useKeysWithout();
    const { exitCode, states, find } = await doctor();
    expect({ exitCode, states }).toEqual({
      exitCode: 0,
      states: { role: 'ok', 'pass-role': 'ok', permissions: 'ok', quotas: 'ok' },
    });
    expect(find('permissions').text).toBe(
      `${arn} may: training; following, listing, stopping, reporting and recovering jobs; creating, updating, listing and deleting endpoints; predicting with an endpoint; batch predictions`,
    );
    expect(find('quotas').text).toContain('ml.m5.large for endpoint usage: 20');
  });

  test('names a missing permission with the task that needs it', async () => {
    const arn = await useKeysWithout('sagemaker:CreateTransformJob');
    const batch = await doctor();
    expect(batch.find('permissions')).toMatchObject({
      state: 'warn',
      text: expect.stringMatching(`\\nbatch predictions: ${arn} lacks sagemaker:CreateTransformJob$`),
      mitigation: expect.stringContaining('keys-batch.json'),
    });
    expect(batch.exitCode).toBe(0);
    await useKeysWithout('sagemaker:CreateAutoMLJobV2', 's3:PutObject');
    const training = await doctor();
    expect(training.find('permissions')).toMatchObject({
      state: 'fail',
      text: expect.stringMatching(`\\ntraining: ${arn} lacks s3:PutObject, sagemaker:CreateAutoMLJobV2\\n`),
    });
    expect(training.exitCode).toBe(3);
  });

  test('names a missing permission to pass the role', async () => {
    await useKeysWithout('iam:PassRole');
    const { states, find } = await doctor();
    expect(states).toEqual({ role: 'ok', 'pass-role': 'fail', permissions: 'ok', quotas: 'ok' });
    expect(find('pass-role').text).toContain(
      'needed for: training; creating, updating, listing and deleting endpoints; batch predictions',
    );
  });

  test('asks about resources, not only about actions', async () => {
    const { accessKeyId, secretAccessKey } = control.identities.addUser({
      name: 'bob',
      policy: {
        Statement: [
          {
            Effect: 'Allow',
            Action: '*',
            Resource: ['arn:aws:sagemaker:*', 'arn:aws:iam:*', 'arn:aws:s3:::elsewhere*'],
          },
          { Effect: 'Allow', Action: 'sagemaker:List*', Resource: '*' },
        ],
      },
    });
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password: secretAccessKey }));
    const { text } = (await doctor(sandbox, ['permissions'])).find('permissions');
    expect(text).toContain(
      'user/bob may: creating, updating, listing and deleting endpoints; predicting with an endpoint\n',
    );
    expect(text).toMatch(/^training: \S+ lacks s3:ListBucket, s3:GetBucketLocation, /m);
  });

  test('simulates the role that the keys assume', async () => {
    const { accessKeyId, secretAccessKey } = control.identities.addUser({
      name: 'assumes',
      denies: ['s3:*', 'sagemaker:*', 'iam:*'],
    });
    const role_arn = control.identities.addRole({ name: 'team/Data', denies: ['sagemaker:InvokeEndpoint'] });
    const password = JSON.stringify({ secret_access_key: secretAccessKey, role_arn });
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
    const { find, states } = await doctor();
    expect(states).toEqual({ role: 'ok', 'pass-role': 'ok', permissions: 'warn', quotas: 'ok' });
    expect(find('permissions').text).toContain(
      `predicting with an endpoint: ${role_arn} lacks sagemaker:InvokeEndpoint`,
    );
  });

  test('simulates the role of a temporary key', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = control.identities.issueSession();
    const password = JSON.stringify({ secret_access_key: secretAccessKey, session_token: sessionToken });
    await run(driver, writeConnectionOf('AWS', sandbox.aws, { user: accessKeyId, password }));
    expect((await doctor()).states).toEqual({ role: 'ok', 'pass-role': 'ok', permissions: 'ok', quotas: 'ok' });
  });

  test('does not take a simulation that is not allowed for a yes', async () => {
    const arn = await useKeysWithout('iam:SimulatePrincipalPolicy', 'iam:GetRole', 'servicequotas:*');
    const { exitCode, find, states } = await doctor();
    expect(states).toEqual({ role: 'skipped', 'pass-role': 'skipped', permissions: 'skipped', quotas: 'skipped' });
    expect(exitCode).toBe(0);
    const { text, mitigation } = find('permissions');
    expect(text).toMatch(/^cannot check: iam:SimulatePrincipalPolicy: AccessDenied: /);
    expect(text.split('\n')).toHaveLength(1);
    expect(mitigation).toContain(`--policy-source-arn ${arn} `);
  });

  test('warns of quotas of 0', async () => {
    await useKeysWithout();
    control.quotas.instances.set('ml.m5.large', 0);
    const { find } = await doctor(sandbox, ['quotas']);
    control.quotas.instances.delete('ml.m5.large');
    expect(find('quotas')).toMatchObject({ state: 'warn', text: 'quota of 0 for: ml.m5.large for endpoint usage' });
  });
});

test('sme doctor reports that nothing can be asked if the network is dead', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  const dead = await startTestSandbox({ awsEndpointUrl: `http://127.0.0.1:${address.port}` });
  try {
    const other = await dead.connect();
    await installScripts(other, 'SME');
    await run(other, writeConnectionOf('AWS', sandbox.aws, { user: 'AKIAEXAMPLE', password: 'secret' }));
    const env = { ...dead, aws: sandbox.aws };
    const { states, find } = await doctor(env);
    expect(states).toEqual({ role: 'skipped', 'pass-role': 'skipped', permissions: 'skipped', quotas: 'skipped' });
    expect(find('permissions').text).toMatch(/^cannot check: sts:GetCallerIdentity did not reach AWS: /);
  } finally {
    await dead.stop();
  }
}, 120_000);
