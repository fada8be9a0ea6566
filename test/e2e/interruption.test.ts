/** A signal ends every command at any point. These tests start processes, because the kill timer ends the process. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { writeSsoFiles } from '../support/sso-server.js';
import { createConnection, installScripts } from '../support/training.js';

const cli = join('dist', 'cli.js');
const limitMs = 5000;
const sockets = new Set<Socket>();
let onConnection = () => {};
/** Accepts connections and never responds. */
const silent = createServer((socket) => {
  sockets.add(socket.on('error', () => undefined));
  onConnection();
});
let sandbox: TestSandbox;
let port: number;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  port = (silent.address() as AddressInfo).port;
});

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await sandbox.stop();
});

/** Starts a command, sends it one signal when it first connects to the silent server, and waits until it has ended. */
async function interrupt(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: NodeJS.Signals,
) {
  const child = spawn(process.execPath, [cli, ...args, '--no-config'], {
    env: { PATH: process.env['PATH'], ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier('SME'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  onConnection = () => {
    onConnection = () => {};
    child.kill(signal);
  };
  const timeOver = AbortSignal.timeout(60_000);
  timeOver.addEventListener('abort', () => child.kill('SIGKILL'));
  const [exitCode, killedBy] = await new Promise<[number | null, string | null]>((resolve) => {
    child.on('close', (code, by) => resolve([code, by]));
  });
  return { exitCode, killedBy, stderr };
}

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', (signal) => {
  const exitCode = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 }[signal];

  test.each([['cleanup'], ['endpoint', 'list']])(
    'ends sme %s while AWS does not answer',
    async (...args) => {
      const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: 'eu-central-1' };
      expect(await interrupt(args, env, signal)).toMatchObject({ exitCode, killedBy: null });
    },
    limitMs * 4,
  );

  test.each([{ args: ['cleanup'] }, { args: ['endpoint', 'list'] }, { args: ['connection', 'test', 'AWS'] }])(
    'ends sme $args while a proxy does not answer',
    async ({ args }) => {
      const env = { AWS_ENDPOINT_URL: undefined, HTTPS_PROXY: `http://ann:canary@127.0.0.1:${port}` };
      const result = await interrupt(args, env, signal);
      expect(result).toMatchObject({ exitCode, killedBy: null });
      expect(result.stderr).not.toMatch(/canary|did not end within/);
    },
    limitMs * 4,
  );

  test(
    'ends sme connection create while SSO does not answer through a proxy',
    async () => {
      const home = await mkdtemp(join(tmpdir(), 'sme-sso-'));
      onTestFinished(() => rm(home, { recursive: true }));
      await writeSsoFiles(home, { expiresAt: new Date(Date.now() + 3_600_000) });
      const env = {
        HOME: home,
        AWS_PROFILE: 'dev',
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
        AWS_ENDPOINT_URL: undefined,
        HTTPS_PROXY: `http://127.0.0.1:${port}`,
      };
      const result = await interrupt(['connection', 'create', 'NEW', '--yes'], env, signal);
      expect(result).toMatchObject({ exitCode, killedBy: null });
      expect(result.stderr).not.toContain('did not end within');
    },
    limitMs * 4,
  );

  test.each([['status'], ['jobs'], ['doctor']])(
    'ends sme %s while Exasol does not answer',
    async (...args) => {
      const env = { EXASOL_HOST: '127.0.0.1', EXASOL_PORT: String(port) };
      expect(await interrupt(args, env, signal)).toMatchObject({ exitCode, killedBy: null });
    },
    limitMs * 4,
  );
});
