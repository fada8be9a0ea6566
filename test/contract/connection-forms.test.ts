import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TemporaryKeys } from '../../src/sandbox/aws/identities.js';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { runCommand } from '../support/run-command.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';

const externalId = 'tenant-7';
let sandbox: TestSandbox;
let control: AwsControl;
let environment: Record<string, string>;
let readConnections: () => Promise<readonly (readonly unknown[])[]>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  if (sandbox.awsControl === undefined) {
    throw new Error('The sandbox has an AWS server of its own.');
  }
  control = sandbox.awsControl;
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' };
  const driver = await sandbox.connect();
  readConnections = async () => {
    const result = await runStatement(
      driver,
      'SELECT CONNECTION_NAME, CONNECTION_STRING, USER_NAME FROM SYS.EXA_DBA_CONNECTIONS ORDER BY 1',
    );
    return result.kind === 'resultSet' ? result.rows : [];
  };
  expect((await runCommand(['deploy', '--create-schema', '--quiet'], { env: environment })).stderr).toBe('');
});
afterAll(() => sandbox?.stop());

const toVariables = ({ accessKeyId, secretAccessKey, sessionToken, expiration }: TemporaryKeys) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
  AWS_CREDENTIAL_EXPIRATION: expiration.toISOString(),
});

/** Runs `sme connection …`. Fails if the output contains a secret. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  const variables: Record<string, string> = { ...environment, ...env };
  const result = await runCommand(['connection', ...args, '--debug'], { env: variables });
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
    const secret = variables[name];
    expect(secret !== undefined && (result.stdout + result.stderr).includes(secret)).toBe(false);
  }
  return result;
}

describe('a connection with temporary keys', () => {
  test('shows its expiry, fails once they expire, and works again after a refresh that keeps its options', async () => {
    const first = control.identities.issueSession();
    const created = await run(['create', 'TEMPORARY', '--sse-type', 'AES256', '--yes'], toVariables(first));
    expect(created).toMatchObject({ exitCode: 0 });
    const end = first.expiration.toISOString().slice(0, 16).replace('T', ' ');
    expect(created.stdout).toContain(`expire at ${end} UTC. Renew them with: sme connection refresh TEMPORARY`);
    const works = await run(['test', 'TEMPORARY'], toVariables(first));
    expect(works).toMatchObject({ exitCode: 0 });
    expect(works.stdout).toContain(`temporary key …${first.accessKeyId.slice(-4)}, expires at ${end} UTC`);

    control.identities.expireSessions();
    const expired = await run(['test', 'TEMPORARY']);
    expect(expired).toMatchObject({ exitCode: 3 });
    expect(expired.stdout).toMatch(/ExpiredToken[\s\S]*sme connection refresh/);

    const second = control.identities.issueSession();
    const renewed = await run(['refresh', 'temporary', '--json'], toVariables(second));
    expect(renewed).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(renewed.stdout)).toMatchObject({
      schema: 'sme.connection.refresh/v1',
      data: {
        name: 'TEMPORARY',
        options: { sse_type: 'AES256' },
        is_temporary: true,
        before: { key_id_end: first.accessKeyId.slice(-4) },
      },
    });
    expect(await run(['test', 'TEMPORARY'], toVariables(second))).toMatchObject({ exitCode: 0 });
  });

  test('is not created from a token that has expired', async () => {
    const before = await readConnections();
    const keys = { ...control.identities.issueSession(), expiration: new Date(0) };
    const result = await run(['create', 'LATE', '--yes'], toVariables(keys));
    expect(result.stderr).toMatch(/expired/);
    expect(result.exitCode).not.toBe(0);
    expect(await readConnections()).toEqual(before);
  });
});

describe('a connection with a role', () => {
  const flags = (roleArn: string, id: string) => ['--assume-role', roleArn, '--external-id', id, '--yes'];
  const makeUser = () => {
    const { accessKeyId, secretAccessKey } = control.identities.addUser({
      name: 'assumes-only',
      denies: ['s3:*', 'sagemaker:*'],
    });
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  };

  test('works with only the permissions of the role, and keeps the role on a refresh', async () => {
    const roleArn = control.identities.addRole({ name: 'DataRole', externalId });
    const user = makeUser();
    expect(await run(['create', 'ROLE', ...flags(roleArn, externalId)], user)).toMatchObject({ exitCode: 0 });
    const works = await run(['test', 'ROLE']);
    expect(works).toMatchObject({ exitCode: 0 });
    expect(works.stdout).toContain(`assumes ${roleArn} with an external ID`);
    const other = makeUser();
    expect(await run(['refresh', 'ROLE'], other)).toMatchObject({ exitCode: 0 });
    const after = await run(['test', 'ROLE']);
    expect(after.stdout).toContain(`key …${other.AWS_ACCESS_KEY_ID.slice(-4)}, assumes ${roleArn}`);
    expect(after).toMatchObject({ exitCode: 0 });
  });

  test.each([
    {
      problem: 'a wrong external ID',
      make: () => flags(control.identities.addRole({ name: 'A', externalId }), 'other'),
    },
    {
      problem: 'a role that trusts nobody',
      make: () => flags(control.identities.addRole({ name: 'B', trusts: [] }), 'id'),
    },
    { problem: 'a role that does not exist', make: () => flags('arn:aws:iam::123456789012:role/None', 'id') },
  ])('is not created with $problem', async ({ make }) => {
    const before = await readConnections();
    const result = await run(['create', 'REFUSED', ...make()], makeUser());
    expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-463') });
    expect(await readConnections()).toEqual(before);
  });

  test('is not refreshed with keys that may not assume the role', async () => {
    const user = control.identities.addUser({ name: 'may-not', denies: ['sts:AssumeRole'] });
    const before = await readConnections();
    const env = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey };
    const result = await run(['refresh', 'ROLE'], env);
    expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-463') });
    expect(await readConnections()).toEqual(before);
  });

  test('reports all invalid flags at once', async () => {
    const result = await run(['create', 'R', '--external-id', 'a b', '--yes']);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--external-id needs --assume-role') });
    expect(result.stderr).toContain("Invalid --external-id 'a b'");
  });
});

test('a connection that does not exist or cannot be read is not refreshed', async () => {
  expect(await run(['refresh', 'NOPE'])).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('E-SME-216') });
  const driver = await sandbox.connect();
  await runStatement(driver, "CREATE CONNECTION UNREADABLE TO 'https://x' USER 'AKIAX' IDENTIFIED BY '{'");
  const result = await run(['refresh', 'UNREADABLE']);
  expect(result).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('E-SME-468') });
  expect(result.stderr).toContain('E-SME-430');
});
