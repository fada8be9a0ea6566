/** `sme connection create` keeps or changes the encryption options that a connection has after its secret. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createConnection, installScripts, run } from '../support/training.js';

const kms = 'sse_type=aws:kms;kms_key_id=alias/training;enc_context=e30=';
let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await run(
    driver,
    'CREATE PYTHON3 SCALAR SCRIPT SME.READ_PASSWORD(C VARCHAR(100)) RETURNS VARCHAR(1000) AS\n' +
      'def run(ctx):\n    return exa.get_connection(ctx.C).password\n',
  );
});
afterAll(() => sandbox?.stop());

async function create(name: string, args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', ...options.env };
  const result = await runCommand(['connection', 'create', name, '--no-config', ...args], { ...options, env });
  expect(result.stdout + result.stderr).not.toMatch(/old-secret|sandbox\+secret/);
  return result;
}
/** Reads the options after the sandbox's secret; undefined if the connection has another secret. */
async function readOptions(name: string): Promise<string | undefined> {
  const [row] = await run(driver, `SELECT SME.READ_PASSWORD('${name}')`);
  const [secret, ...options] = String(row?.[0]).split(';');
  return secret === sandbox.aws.secretAccessKey ? options.join(';') : undefined;
}
const createExisting = (name: string, options: string) =>
  createConnection(driver, name, sandbox.aws, { secretAccessKey: `old-secret${options}` });

test('keeps the options if the key is replaced', async () => {
  await createExisting('ROTATED', `;${kms}`);
  const dry = await create('ROTATED', ['--dry-run']);
  expect(dry.stdout).toContain(`IDENTIFIED BY '***;${kms}'`);
  const { exitCode, stdout } = await create('ROTATED', ['--yes', '--json', '--debug']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).data.options).toEqual({
    sse_type: 'aws:kms',
    kms_key_id: 'alias/training',
    enc_context: 'e30=',
  });
  expect(await readOptions('ROTATED')).toBe(kms);
});

test.each([
  { flags: ['--sse-type', 'AES256'], options: 'sse_type=AES256' },
  { flags: ['--sse-type', 'none'], options: '' },
  { flags: ['--sse-kms-key-id', 'alias/new'], options: 'sse_type=aws:kms;kms_key_id=alias/new' },
])('sets the options of $flags for a new and an existing connection', async ({ flags, options }) => {
  const name = `SET_${flags.join('_').replaceAll(/\W/g, '_')}`.toUpperCase();
  expect((await create(name, [...flags, '--yes'])).exitCode).toBe(0);
  expect(await readOptions(name)).toBe(options);
  await createExisting(name, `;${kms}`);
  expect((await create(name, [...flags, '--yes'])).exitCode).toBe(0);
  expect(await readOptions(name)).toBe(options);
});

test.each([
  ['--sse-type', 'aws'],
  ['--sse-kms-key-id', 'a;b=c'],
  ['--sse-type', 'AES256', '--sse-kms-key-id', 'k'],
  ['--sse-kms-key-id', 'arn:aws:kms:us-east-1:123456789012:key/k'],
  ['--sse-kms-key-id', 'arn:aws:kms:eu-central-1:1:key/k'],
  ['--sse-kms-key-id', 'arn:aws:iam::123456789012:role/k'],
])('rejects %s %s', async (...flags) => {
  const { exitCode, stderr } = await create('REFUSED', [...flags, '--yes']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('E-SME-304');
});

test('asks for confirmation, or fails without a terminal, if the options cannot be read', async () => {
  await createExisting('UNREAD', `;${kms}`);
  const env = { EXASOL_SCHEMA: 'NOWHERE' };
  for (const flags of [['--yes'], ['--dry-run'], []]) {
    const { exitCode, stderr } = await create('UNREAD', flags, { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/E-SME-303[\s\S]*--sse-type none[\s\S]*--sse-kms-key-id/);
  }
  const refused = await create('UNREAD', [], { env, typed: 'n\n' });
  expect(refused.stderr).toContain('Continue without encryption options? [y/N]');
  expect(refused.exitCode).not.toBe(0);
  expect(await readOptions('UNREAD')).toBeUndefined();
  expect((await create('UNREAD', [], { env, typed: 'y\n' })).exitCode).toBe(0);
  expect(await readOptions('UNREAD')).toBe('');
});
