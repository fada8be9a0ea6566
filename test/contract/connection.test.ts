import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';

let sandbox: TestSandbox;
let environment: Record<string, string>;
let execute: (sql: string) => Promise<readonly (readonly unknown[])[]>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME' };
  const driver = await sandbox.connect();
  execute = async (sql) => {
    const result = await runStatement(driver, sql);
    if (result.kind === 'error') {
      throw new Error(`${result.sqlCode}: ${result.text}\n${sql}`);
    }
    return result.kind === 'resultSet' ? result.rows : [];
  };
  const deployed = await runCommand(['deploy', '--create-schema', '--quiet'], { env: environment });
  expect(deployed.stderr).toBe('');
});
afterAll(() => sandbox?.stop());

/** Runs `sme connection …`. Fails if the output contains the secret. */
async function run(args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...environment, ...options.env };
  const result = await runCommand(['connection', ...args], { ...options, env });
  expect(result.stdout + result.stderr).not.toContain(env['AWS_SECRET_ACCESS_KEY'] ?? '-');
  return result;
}

/** Runs `sme connection … --json`. */
async function runForDocument(args: readonly string[], options: RunCommandOptions = {}) {
  const result = await run([...args, '--json'], options);
  return { ...result, document: JSON.parse(result.stdout) };
}

type Line = { readonly id: string; readonly state: string; readonly text: string };
const statesOf = (document: { data: { checks: readonly Line[] } }) =>
  Object.fromEntries(document.data.checks.map(({ id, state }) => [id, state]));

const allOk = { read: 'ok', keys: 'ok', address: 'ok', bucket: 'ok', here: 'ok' };

describe('sme connection create', () => {
  test('creates a connection that works, and prints the grants', async () => {
    const created = await run(['create', 'made', '--yes', '--debug']);
    expect(created).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Created connection MADE.') });
    expect(created.stdout).toContain('GRANT CONNECTION "MADE" TO <USER_OR_ROLE>;');
    expect(created.stdout).toContain('GRANT ACCESS ON CONNECTION "MADE" FOR SCHEMA "SME" TO <USER_OR_ROLE>;');
    // --debug logs the statement without the secret.
    expect(created.stderr).toContain('CREATE CONNECTION "MADE"');
    expect(statesOf((await runForDocument(['test', 'made'])).document)).toEqual(allOk);
  });

  test('alters an existing connection, which keeps its grants', async () => {
    await execute(
      "CREATE CONNECTION KEPT TO 'https://old.s3.us-east-1.amazonaws.com' USER 'AKIAOLD1' IDENTIFIED BY 'x'",
    );
    await execute('CREATE USER KEEPER IDENTIFIED BY "Passw0rd_1"');
    await execute('GRANT CONNECTION KEPT TO KEEPER');
    const { exitCode, document } = await runForDocument(['create', 'KEPT', '--yes']);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      schema: 'sme.connection.create/v1',
      command: 'connection create',
      data: {
        action: 'alter',
        address: `https://${sandbox.aws.bucket}.s3.${sandbox.aws.region}.amazonaws.com`,
        key_id_end: sandbox.aws.accessKeyId.slice(-4),
        before: { address: 'https://old.s3.us-east-1.amazonaws.com', key_id_end: 'OLD1' },
      },
    });
    const grants = await execute("SELECT GRANTEE FROM SYS.EXA_DBA_CONNECTION_PRIVS WHERE GRANTED_CONNECTION = 'KEPT'");
    expect(grants).toContainEqual(['KEEPER']);
    expect(statesOf((await runForDocument(['test', 'KEPT'])).document)).toEqual(allOk);
  });

  test('keeps the case of a quoted name, also for UDFs', async () => {
    expect((await run(['create', '"miXed"', '--yes'])).exitCode).toBe(0);
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_ALL_CONNECTIONS WHERE CONNECTION_NAME = 'miXed'")).toEqual([[1]]);
    expect(statesOf((await runForDocument(['test', 'miXed'])).document)).toEqual(allOk);
  });

  test('changes nothing with --dry-run, and shows the SQL without the secret', async () => {
    const { exitCode, stdout } = await run(['create', 'DRY', '--dry-run', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`CREATE CONNECTION "DRY" TO 'https://${sandbox.aws.bucket}.s3.`);
    expect(stdout).toContain("IDENTIFIED BY '***';");
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_ALL_CONNECTIONS WHERE CONNECTION_NAME = 'DRY'")).toEqual([]);
  });

  test('asks for confirmation on a terminal, and fails without one', async () => {
    expect(await run(['create', 'ASKED'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
    const refused = await run(['create', 'ASKED'], { typed: 'n\n' });
    expect(refused.stderr).toContain('This will create the connection ASKED');
    expect(refused.exitCode).not.toBe(0);
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_ALL_CONNECTIONS WHERE CONNECTION_NAME = 'ASKED'")).toEqual([]);
    expect((await run(['create', 'ASKED'], { typed: 'y\n' })).exitCode).toBe(0);
  });

  test('rejects half a credential, and changes nothing', async () => {
    const superfluous = await run(['create', 'SHORT', '--yes'], { env: { AWS_SESSION_TOKEN: 'canary-token' } });
    expect(superfluous).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('E-SME-211') });
    expect(superfluous.stderr).not.toContain('canary');
    const missing = await run(['create', 'SHORT', '--yes'], { env: { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE' } });
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('session token is missing') });
    expect(await execute("SELECT 1 AS X FROM SYS.EXA_ALL_CONNECTIONS WHERE CONNECTION_NAME = 'SHORT'")).toEqual([]);
  });

  test('prints the missing grant', async () => {
    await execute('CREATE USER BARE IDENTIFIED BY "Passw0rd_1"');
    await execute('GRANT CREATE SESSION TO BARE');
    const env = { EXASOL_USER: 'bare', EXASOL_PASSWORD: 'Passw0rd_1' };
    const { exitCode, stderr } = await run(['create', 'MINE', '--yes', '--debug'], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('GRANT CREATE CONNECTION TO "BARE";');
    expect((await run(['create', 'KEPT', '--sse-type', 'none', '--yes'], { env })).stderr).toContain(
      'GRANT ALTER ANY CONNECTION TO "BARE";',
    );
  });

  test('reports all missing and invalid settings at once', async () => {
    const env = { SME_BUCKET: 'No_Bucket', AWS_REGION: '', EXASOL_SCHEMA: '' };
    const { exitCode, stderr } = await run(['create', 'a.b', '--yes'], { env });
    expect(exitCode).toBe(2);
    for (const part of ["'No_Bucket'", '--region', '--schema', "'a.b'"]) {
      expect(stderr).toContain(part);
    }
  });
});

describe('sme connection test', () => {
  test('reports why AWS rejects the keys', async () => {
    const address = `https://${sandbox.aws.bucket}.s3.${sandbox.aws.region}.amazonaws.com`;
    await execute(`CREATE CONNECTION WRONG TO '${address}' USER 'AKIANOBODY' IDENTIFIED BY 'canary-secret'`);
    const { exitCode, stdout, stderr } = await run(['test', 'WRONG']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/fail +AWS accepts the keys +sts:GetCallerIdentity: InvalidClientTokenId/);
    expect(stdout).toContain('The connection WRONG does not work');
    expect(stdout + stderr).not.toContain('canary');
  });

  test('skips checks that cannot run', async () => {
    await execute("CREATE CONNECTION EMPTY TO ''");
    const { exitCode, document } = await runForDocument(['test', 'EMPTY']);
    expect(exitCode).toBe(3);
    expect(statesOf(document)).toEqual({
      read: 'fail',
      keys: 'skipped',
      address: 'skipped',
      bucket: 'skipped',
      here: 'skipped',
    });
  });

  test('does not report that a connection works if a check could not run', async () => {
    expect((await run(['create', 'ALONE', '--yes'])).exitCode).toBe(0);
    const env = { AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: 'sme-has-none-of-that-name' };
    const { exitCode, document } = await runForDocument(['test', 'ALONE'], { env });
    expect(statesOf(document)).toEqual({ ...allOk, here: 'skipped' });
    expect({ exitCode, ok: document.ok }).toEqual({ exitCode: 3, ok: false });
  });

  test('reports a missing bucket, from the database and from this machine', async () => {
    expect((await run(['create', 'NO_BUCKET', '--bucket', 'no-such-bucket', '--yes'])).exitCode).toBe(0);
    const { exitCode, document } = await runForDocument(['test', 'NO_BUCKET']);
    expect(exitCode).toBe(3);
    expect(statesOf(document)).toEqual({ read: 'ok', keys: 'ok', address: 'ok', bucket: 'fail', here: 'fail' });
  });

  test('suggests the nearest name', async () => {
    const { exitCode, stderr } = await run(['test', 'MADEE']);
    expect(exitCode).toBe(7);
    expect(stderr).toContain("There is no connection 'MADEE' (did you mean 'MADE'?).");
  });

  test('prints the grants that a user without privileges needs', async () => {
    await execute('CREATE USER READER IDENTIFIED BY "Passw0rd_1"');
    await execute('GRANT CREATE SESSION TO READER');
    const env = { EXASOL_USER: 'reader', EXASOL_PASSWORD: 'Passw0rd_1' };
    const refused = await run(['test', 'MADE'], { env });
    expect(refused.stderr).toContain('GRANT EXECUTE ON SCHEMA "SME"');
    await execute('GRANT EXECUTE ON SCHEMA SME TO READER');
    const { exitCode, stdout } = await run(['test', 'MADE'], { env });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('GRANT ACCESS ON CONNECTION "MADE" FOR SCHEMA "SME"');
  });
});
