/** Every command uses the documented exit codes, and `ok` in the JSON document matches them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stampBody } from '../../src/render/stamp.js';
import { names } from '../../src/scripts/names.js';
import { version } from '../../src/version.js';
import { connectSageMaker } from '../support/live-aws.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let folder: string;
const password = 'Passw0rd_1';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sme-exit-codes-'));
  // A virtual environment without packages acts as a container without boto3.
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', folder]);
  sandbox = await startTestSandbox({
    languages: new Map([['PYTHON_BARE', join(folder, 'bin', 'python')]]),
    timings: { jobPhase: 1, endpointCreate: 10, endpointDelete: 10 },
  });
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await createConnection(driver, 'WRONG', sandbox.aws, { secretAccessKey: 'not/the/secret/of/this/key' });
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  for (const user of ['NO_SELECT', 'NO_ACCESS']) {
    await run(driver, `CREATE USER ${user} IDENTIFIED BY "${password}"`);
    await run(driver, `GRANT CREATE SESSION TO ${user}`);
    await run(driver, `GRANT EXECUTE ON SCHEMA SME TO ${user}`);
  }
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs `sme … --json`. Fails if the document and the exit code disagree. */
async function sme(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const settings = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', ...env };
  const { exitCode, stdout, stderr } = await runCommand([...args, '--json', '--no-config'], { env: settings });
  const document = JSON.parse(stdout);
  expect(document.ok, stderr).toBe(exitCode === 0);
  return { exitCode, document };
}
const as = (user: string) => ({ EXASOL_USER: user, EXASOL_PASSWORD: password });

describe('ok is true exactly when the exit code is 0', () => {
  test.each([
    { command: 'status --exit-code', exitCode: 0 },
    { command: 'jobs', exitCode: 0 },
    { command: 'connection test AWS', exitCode: 0 },
    { command: 'connection test WRONG', exitCode: 3 },
    { command: 'connection test AVS', exitCode: 7 },
    { command: 'doctor --only database,tls,login', exitCode: 0 },
    { command: 'doctor --only identity --connection WRONG', exitCode: 3 },
    { command: 'jobs --schema NOWHERE', exitCode: 7 },
    { command: 'undeploy', exitCode: 2 },
  ])('$command exits with $exitCode', async ({ command, exitCode }) => {
    expect((await sme(command.split(' '))).exitCode).toBe(exitCode);
  });

  test('also if scripts are missing, and if AWS rejects the keys', async () => {
    await run(driver, 'CREATE SCHEMA BARE');
    expect((await sme(['status', '--exit-code', '--schema', 'BARE'])).exitCode).toBe(3);
    expect((await sme(['endpoint', 'list'], { AWS_SECRET_ACCESS_KEY: 'wrong' })).exitCode).toBe(5);
  });
});

test('suggests a fix for a secret that does not match its access key ID', async () => {
  const { document } = await sme(['connection', 'test', 'WRONG']);
  const keys = document.data.checks.find(({ id }: { id: string }) => id === 'keys');
  expect(JSON.stringify(keys)).toContain('SignatureDoesNotMatch');
  expect(JSON.stringify(keys)).toContain('The secret does not belong to the access key ID.');
});

describe('a missing privilege', () => {
  test('jobs without SELECT on the job table exits with 4', async () => {
    expect((await sme(['jobs'], as('NO_SELECT'))).exitCode).toBe(4);
  });

  test('predict without ACCESS on the connection exits with 4', async () => {
    const sagemaker = connectSageMaker(sandbox.aws);
    const { region, bucket, roleArn } = sandbox.aws;
    await trainToEnd(driver, sagemaker, 'SME', {
      ...{ job_name: 'churn', aws_credentials_connection_name: 'AWS', aws_region: region, iam_sagemaker_role: roleArn },
      ...{ s3_bucket_uri: `s3://${bucket}`, s3_output_path: 'runs', input_schema_name: 'SALES' },
      ...{ input_table_or_view_name: 'CUSTOMERS', target_attribute_name: 'CHURN', max_candidates: 1 },
    });
    sagemaker.destroy();
    const created = await sme([
      ...['endpoint', 'create', 'churn', '--name', 'churn', '--instance-type', 'ml.m5.large'],
      ...['--wait', '--interval', '100ms', '--yes'],
    ]);
    expect(created.exitCode).toBe(0);
    for (const grant of ['SELECT ON SCHEMA SME', 'SELECT ON SCHEMA SALES']) {
      await run(driver, `GRANT ${grant} TO NO_ACCESS`);
    }
    const { exitCode, document } = await sme(['predict', 'churn', 'SALES.CUSTOMERS', '--limit', '1'], as('NO_ACCESS'));
    expect(document.error?.message).toContain('GRANT ACCESS');
    expect(exitCode).toBe(4);
  });
});

describe('deploy', () => {
  test('warns and exits with 5 if the container has no boto3', async () => {
    const flags = ['--schema', 'WITHOUT_BOTO3', '--create-schema', '--language-alias', 'PYTHON_BARE'];
    const { exitCode, document } = await sme(['deploy', ...flags]);
    expect(document.warnings.join('\n')).toContain('has no boto3');
    expect(exitCode).toBe(5);
  });

  test('keeps the language alias of the installed UDFs until another one is given', async () => {
    const deploy = (...more: readonly string[]) => sme(['deploy', '--schema', 'WITHOUT_BOTO3', ...more]);
    const kept = { language_alias: 'PYTHON_BARE' };
    expect((await deploy()).document.data).toMatchObject({ changed: false, ...kept });
    const status = await sme(['status', '--schema', 'WITHOUT_BOTO3']);
    expect(status.document.data).toMatchObject({ state: 'current', ...kept });
    const changed = await deploy('--language-alias', 'PYTHON3');
    expect(changed).toMatchObject({ exitCode: 0, document: { data: { changed: true, language_alias: 'PYTHON3' } } });
    expect((await deploy()).document.data).toMatchObject({ changed: false, language_alias: 'PYTHON3' });
  });

  test('replaces scripts of a newer version only with --allow-downgrade', async () => {
    const newer = '99.0.0';
    await sme(['deploy', '--schema', 'NEWER', '--create-schema']);
    const body = stampBody('exit()', '--', newer);
    const create = `CREATE OR REPLACE LUA SCRIPT NEWER.${names.listJobs} () RETURNS TABLE AS\n${body}`;
    await run(driver, create);
    for (const more of [[], ['--dry-run']]) {
      const { exitCode, document } = await sme(['deploy', '--schema', 'NEWER', ...more]);
      expect({ exitCode, code: document.error?.code }).toEqual({ exitCode: 2, code: 'E-SME-300' });
      expect(document.error.message).toContain(newer);
      expect(document.error.message).toContain(version);
    }
    const [row] = await run(
      driver,
      `SELECT SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'NEWER' AND SCRIPT_NAME = '${names.listJobs}'`,
    );
    expect(String(row?.[0])).toContain(newer);
    expect((await sme(['deploy', '--schema', 'NEWER', '--allow-downgrade'])).exitCode).toBe(0);
    expect((await sme(['status', '--schema', 'NEWER', '--exit-code'])).exitCode).toBe(0);
  });
});
