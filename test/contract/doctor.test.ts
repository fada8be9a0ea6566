import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Check, everyState, skippedOnSandbox, statesOf } from '../support/doctor-checks.js';
import { connectS3, connectSageMaker } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { run as runSql } from '../support/training.js';

let sandbox: TestSandbox;
let environment: Record<string, string>;
let execute: (sql: string) => Promise<void>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
  const driver = await sandbox.connect();
  execute = async (sql) => {
    await runSql(driver, sql);
  };
  await runCommand(['deploy', '--create-schema'], { env: environment });
  await runCommand(['connection', 'create', 'AWS', '--yes'], { env: environment });
});
afterAll(() => sandbox?.stop());

/** Runs `sme doctor --json`. Fails if the output contains a password or secret. @returns the checks by ID */
async function run(args: readonly string[] = [], env: Record<string, string> = {}) {
  const merged: Record<string, string> = { ...environment, ...env };
  const { stdout, stderr, exitCode } = await runCommand(['doctor', '--json', '--debug', ...args], { env: merged });
  for (const secret of ['AWS_SECRET_ACCESS_KEY', 'EXASOL_PASSWORD']) {
    // The password of the sandbox, 'exasol', is also an ordinary word of the output.
    if (merged[secret] !== 'exasol') expect(stdout + stderr).not.toContain(merged[secret]);
  }
  const document: { data: { failed: number; checks: readonly Check[] } } = JSON.parse(stdout);
  const checks = Object.fromEntries(document.data.checks.map((check) => [check.id, check]));
  return { exitCode, stdout, checks, failed: document.data.failed };
}

describe('sme doctor', () => {
  test('finds no problems on the sandbox', async () => {
    const { exitCode, checks, failed } = await run();
    expect(statesOf(checks)).toEqual({ ...everyState('ok'), ...skippedOnSandbox });
    expect({ exitCode, failed }).toEqual({ exitCode: 0, failed: 0 });
    expect(checks['identity']?.text).toContain(`with the key …${sandbox.aws.accessKeyId.slice(-4)}`);
    expect(checks['identity']?.text).not.toContain(sandbox.aws.accessKeyId);
    expect(checks['role']?.text).toBe(`${sandbox.aws.roleArn}; SageMaker may assume it`);
    expect(checks['pass-role']?.text).toMatch(/^arn:aws:iam::\d+:user\/sandbox may pass it to SageMaker/);
    expect(checks['network']?.text).toMatch(/s3 at [^\n]*: dns ok, connect ok, answer ok/);
  });

  test('prints a table with mitigations', async () => {
    const { stdout, exitCode } = await runCommand(['doctor', '--only', 'database,identity'], {
      env: { ...environment, SME_CONNECTION: 'AVS' },
    });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^ok {7}database reachable {2}127\.0\.0\.1:\d+ answers\n/);
    expect(stdout).toMatch(
      /^fail {5}caller identity {5}E-SME-216: .*did you mean 'AWS'.*\n +→ Check the name in EXA_ALL_CONNECTIONS/m,
    );
    expect(stdout).toContain('Problems found: 1 ok, 1 fail.');
  });

  test('reports all checks even if the database is down', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { exitCode, checks } = await run([], { EXASOL_PORT: port });
    expect(exitCode).toBe(3);
    expect(statesOf(checks)).toEqual({ ...everyState('skipped'), database: 'fail', settings: 'ok' });
    expect(checks['database']).toMatchObject({
      text: expect.stringContaining('E-SME-6'),
      mitigation: expect.stringContaining('firewall'),
    });
  });

  test('shows the fingerprint of a certificate that is not the pinned one or not verified', async () => {
    const { checks } = await run(['--only', 'database,tls,login'], { EXASOL_FINGERPRINT: 'AB'.repeat(32) });
    expect(statesOf(checks)).toEqual({ database: 'ok', tls: 'fail', login: 'skipped' });
    expect(checks['tls']?.text).toContain(sandbox.exasol.fingerprint);
    const unverified = await run(['--only', 'tls'], { EXASOL_FINGERPRINT: '', EXASOL_VERIFY_CERTIFICATE: 'false' });
    expect(unverified.checks['tls']).toMatchObject({
      state: 'warn',
      mitigation: `Pin it: --fingerprint ${sandbox.exasol.fingerprint}`,
    });
  });

  test('reports a rejected login', async () => {
    const { checks } = await run([], { EXASOL_PASSWORD: 'canary-91' });
    expect(statesOf(checks)).toEqual({
      ...everyState('skipped'),
      database: 'ok',
      tls: 'ok',
      login: 'fail',
      settings: 'ok',
    });
  });

  test('prints the missing grants, which are sufficient', async () => {
    await execute('CREATE USER PLAIN IDENTIFIED BY "Canary_pass_1"');
    await execute('GRANT CREATE SESSION TO PLAIN');
    const env = { EXASOL_USER: 'plain', EXASOL_PASSWORD: 'Canary_pass_1' };
    const first = await run(['--only', 'privileges'], env);
    expect(first.exitCode).toBe(3);
    const grants = first.checks['privileges']?.mitigation?.split('\n') ?? [];
    expect(grants).toContain('GRANT EXECUTE ON SCHEMA "SME" TO "PLAIN";');
    expect(grants).toContain('GRANT ACCESS ON CONNECTION "AWS" FOR SCHEMA "SME" TO "PLAIN";');
    for (const grant of grants) {
      await execute(grant.replace(/;$/, ''));
    }
    const second = await run(['--only', 'privileges'], env);
    expect(second.checks['privileges']).toMatchObject({ state: 'warn', mitigation: 'GRANT CREATE SCRIPT TO "PLAIN";' });
    await execute('GRANT CREATE SCRIPT TO PLAIN');
    expect((await run(['--only', 'privileges'], env)).checks['privileges']).toMatchObject({
      state: 'warn',
      mitigation: 'GRANT CREATE SCHEMA TO "PLAIN";\nAs PLAIN: CREATE SCHEMA <PREDICTION_SCHEMA>;',
    });
    await execute('GRANT CREATE SCHEMA TO PLAIN');
    const driver = await sandbox.connect({ user: 'plain', password: 'Canary_pass_1' });
    await runSql(driver, 'CREATE SCHEMA OF_PLAIN');
    const fourth = await run(['--only', 'privileges'], env);
    const access = 'GRANT ACCESS ON CONNECTION "AWS" FOR SCHEMA "OF_PLAIN" TO "PLAIN";';
    expect(fourth.checks['privileges']).toMatchObject({ state: 'warn', mitigation: access });
    await execute(access.replace(/;$/, ''));
    const fifth = await run(['--only', 'privileges'], env);
    const forBatches = ['GRANT IMPORT TO "PLAIN";', 'GRANT CREATE TABLE TO "PLAIN";'];
    expect(fifth.checks['privileges']).toMatchObject({ state: 'warn', mitigation: forBatches.join('\n') });
    for (const grant of forBatches) await execute(grant.replace(/;$/, ''));
    const third = await run([], env);
    expect(statesOf(third.checks)).toEqual({ ...everyState('ok'), ...skippedOnSandbox });
  });

  test('recognizes privileges of a schema owner and of roles', async () => {
    await execute('CREATE USER OWNER1 IDENTIFIED BY "Canary_pass_2"');
    await execute('CREATE ROLE LEARNERS');
    await execute('GRANT CREATE SESSION, CREATE SCRIPT, CREATE TABLE, EXPORT, IMPORT TO LEARNERS');
    await execute('GRANT CONNECTION AWS TO LEARNERS');
    await execute('GRANT ACCESS ON CONNECTION AWS TO LEARNERS');
    await execute('GRANT LEARNERS TO OWNER1');
    await execute('GRANT CREATE SCHEMA TO OWNER1');
    const driver = await sandbox.connect({ user: 'owner1', password: 'Canary_pass_2' });
    await runSql(driver, 'CREATE SCHEMA OWN');
    const env = { EXASOL_USER: 'owner1', EXASOL_PASSWORD: 'Canary_pass_2', EXASOL_SCHEMA: 'OWN' };
    expect((await run(['--only', 'privileges'], env)).checks['privileges']).toMatchObject({ state: 'ok' });
  });

  test('reports missing and different scripts', async () => {
    const missing = await run(['--only', 'login,language,scripts,boto3'], { EXASOL_SCHEMA: 'NOWHERE' });
    expect(statesOf(missing.checks)).toEqual({ login: 'ok', language: 'ok', scripts: 'fail', boto3: 'skipped' });
    await runCommand(['deploy', '--create-schema', '--schema', 'DRIFTED'], { env: environment });
    await execute('DROP SCRIPT DRIFTED.SME_JOBS');
    const { checks, exitCode } = await run(['--only', 'scripts'], { EXASOL_SCHEMA: 'DRIFTED' });
    expect(checks['scripts']).toMatchObject({
      state: 'warn',
      text: expect.stringContaining('SME_JOBS missing'),
      mitigation: 'Run: sme deploy',
    });
    expect(exitCode).toBe(0);
  });

  test('reports keys that AWS rejects, and skips the checks that need them', async () => {
    const address = `https://${sandbox.aws.bucket}.s3.${sandbox.aws.region}.amazonaws.com`;
    await execute(`CREATE CONNECTION WRONG_KEY TO '${address}' USER 'AKIANOBODY' IDENTIFIED BY 'canary-secret'`);
    const { checks, stdout } = await run(['--only', 'identity,bucket,leftovers'], { SME_CONNECTION: 'WRONG_KEY' });
    expect(statesOf(checks)).toEqual({ identity: 'fail', bucket: 'skipped', leftovers: 'skipped' });
    expect(checks['identity']?.text).toContain('AWS rejects the key …BODY');
    expect(stdout).not.toContain('canary');
  });

  test("reports endpoints with sme's tag that are not in the endpoint table", async () => {
    const { bucket, roleArn } = sandbox.aws;
    const sagemaker = connectSageMaker(sandbox.aws);
    const Key = 'model.tar.gz';
    await connectS3(sandbox.aws).send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'no model' }));
    const ModelDataUrl = `s3://${bucket}/${Key}`;
    const Image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/x:1';
    await sagemaker.send(
      new CreateModelCommand({ ModelName: 'm', ExecutionRoleArn: roleArn, PrimaryContainer: { Image, ModelDataUrl } }),
    );
    const variant = { VariantName: 'v', ModelName: 'm', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
    await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: 'c', ProductionVariants: [variant] }));
    for (const [EndpointName, tag] of [
      ['forgotten', 'exasol:extension-version'],
      ['foreign', 'team'],
    ]) {
      const Tags = [{ Key: tag, Value: '1' }];
      await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName: 'c', Tags }));
    }
    const { checks } = await run(['--only', 'leftovers']);
    expect(checks['leftovers']).toMatchObject({
      state: 'warn',
      mitigation: expect.stringContaining('sme endpoint delete'),
    });
    expect(checks['leftovers']?.text).toMatch(/^forgotten: \w+, 0 min old, not in the endpoint table of SME/);
    expect(checks['leftovers']?.text).not.toContain('foreign');
  });

  test('rejects an unknown check', async () => {
    const { exitCode, stderr } = await runCommand(['doctor', '--only', 'databse'], { env: environment });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("There is no check 'databse' (did you mean 'database'?).");
  });

  test('writes, reads and deletes an object in the bucket only with --probe-write', async () => {
    const env = { SME_OUTPUT_PATH: `s3://${sandbox.aws.bucket}/models/` };
    const { checks } = await run(['--only', 'bucket-write', '--probe-write'], env);
    expect(checks['bucket-write']).toMatchObject({
      state: 'ok',
      text: expect.stringMatching(
        new RegExp(`^s3://${sandbox.aws.bucket}/models/sme-doctor/[0-9a-f]{32}: put, read, deleted$`),
      ),
    });
    const { Contents = [] } = await connectS3(sandbox.aws).send(
      new ListObjectsV2Command({ Bucket: sandbox.aws.bucket }),
    );
    expect(Contents.filter(({ Key }) => Key?.includes('sme-doctor'))).toEqual([]);
    const withoutProbe = await run(['--only', 'bucket-write'], env);
    expect(withoutProbe.checks['bucket-write']).toMatchObject({
      state: 'skipped',
      mitigation: expect.stringContaining('--probe-write'),
    });
  });

  test('uses the Region of the connection address if no Region is set, and skips checks without any Region', async () => {
    const only = ['--only', 'network,clock,proxy,bucket'];
    const fromAddress = await run(only, { AWS_REGION: '', SME_BUCKET: '' });
    expect(statesOf(fromAddress.checks)).toEqual({ network: 'ok', clock: 'ok', proxy: 'ok', bucket: 'ok' });
    const withoutRegion = await run(only, { AWS_REGION: '', SME_CONNECTION: '' });
    expect(statesOf(withoutRegion.checks)).toEqual({
      network: 'skipped',
      clock: 'skipped',
      proxy: 'ok',
      bucket: 'skipped',
    });
    expect(withoutRegion.checks['network']?.mitigation).toContain('Set --region');
  });

  test('runs the checks that need no schema without one, and only the settings check without a host', async () => {
    const withoutSchema = await run([], { EXASOL_SCHEMA: '' });
    expect(withoutSchema.exitCode).toBe(0);
    const login = { database: 'ok', tls: 'ok', login: 'ok', version: 'ok', privileges: 'ok', language: 'ok' };
    expect(statesOf(withoutSchema.checks)).toEqual({ ...everyState('skipped'), ...login, settings: 'ok' });
    expect(withoutSchema.checks['scripts']?.mitigation).toContain('--schema');
    const withoutHost = await run([], { EXASOL_HOST: '' });
    expect(withoutHost.exitCode).toBe(3);
    expect(statesOf(withoutHost.checks)).toEqual({ ...everyState('skipped'), database: 'fail', settings: 'ok' });
    expect(withoutHost.checks['database']?.text).toContain('the host is missing');
  });

  test('reports invalid settings and still runs the other checks', async () => {
    const home = await mkdtemp(join(tmpdir(), 'sme-doctor-'));
    onTestFinished(() => rm(home, { recursive: true }));
    const path = join(home, 'settings.toml');
    await writeFile(path, '[dev]\nhots = "x"\nport = 1\n', { mode: 0o600 });
    const { checks, exitCode } = await run(['--only', 'login,settings'], { SME_CONFIG: path, EXASOL_PASS: 'canary' });
    expect(exitCode).toBe(3);
    expect(statesOf(checks)).toEqual({ login: 'ok', settings: 'fail' });
    expect(checks['settings']?.text).toContain("'hots' of profile 'dev' is not a setting (did you mean 'host'?)");
    expect(checks['settings']?.text).toContain(
      "sme does not read the variable EXASOL_PASS (did you mean 'EXASOL_PASSWORD'?)",
    );
  });

  test('suggests a grant for a schema and for scripts that the user cannot see', async () => {
    await execute('CREATE USER BLIND IDENTIFIED BY "Canary_pass_3"');
    await execute('GRANT CREATE SESSION TO BLIND');
    await execute('REVOKE USE ANY SCHEMA FROM PUBLIC');
    onTestFinished(() => execute('GRANT USE ANY SCHEMA TO PUBLIC'));
    const env = { EXASOL_USER: 'blind', EXASOL_PASSWORD: 'Canary_pass_3' };
    const { checks } = await run(['--only', 'scripts'], env);
    expect(checks['scripts']).toMatchObject({ state: 'fail', text: expect.stringContaining("no schema 'SME'") });
    const grant = 'GRANT USAGE ON SCHEMA "SME" TO "BLIND";';
    expect(checks['scripts']?.mitigation).toContain(grant);
    await execute(grant.replace(/;$/, ''));
    const hidden = await run(['--only', 'scripts'], env);
    expect(hidden.checks['scripts']?.text).toBe('BLIND sees no scripts of sme in schema SME');
    expect(hidden.checks['scripts']?.mitigation).toContain('GRANT EXECUTE ON SCHEMA "SME" TO "BLIND";');
    await execute('GRANT EXECUTE ON SCHEMA "SME" TO "BLIND"');
    const seen = await run(['--only', 'scripts'], env);
    expect(seen.checks['scripts']).toMatchObject({ state: 'ok' });
  });

  test('exits on Ctrl-C', async () => {
    const run = await runCommand(['doctor'], { env: environment, signal: AbortSignal.abort() });
    expect(run).toMatchObject({ exitCode: 130, stdout: '' });
  });
});
