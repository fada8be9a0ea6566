/** Secrets of company accounts, in the output of every command that calls AWS from this machine: SSO tokens, their keys, the login of a proxy. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CanaryFinder } from '../support/canaries.js';
import { type CorporateProxy, internalHost, startCorporateProxy } from '../support/corporate-proxy.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { type SsoServer, ssoSecrets, startSsoServer, writeSsoFiles } from '../support/sso-server.js';

const password = `KanarieProxyPassword%+'"x`;
const login = `ann:${password}`;
const canaries = Object.entries({ ...ssoSecrets, password }).map(([name, value]) => ({ name, value }));
let sandbox: TestSandbox;
let sso: SsoServer;
let proxy: CorporateProxy;
let home: string;
let environment: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { identities } = sandbox.awsControl ?? {};
  sso = await startSsoServer(() => {
    const keys = identities?.issueSession();
    if (keys === undefined) throw new Error('The sandbox has no AWS.');
    canaries.push({ name: 'secret', value: keys.secretAccessKey }, { name: 'token', value: keys.sessionToken });
    return keys;
  });
  proxy = await startCorporateProxy({ login });
  home = await mkdtemp(join(tmpdir(), 'sme-account-'));
  await writeSsoFiles(home, { expiresAt: new Date(Date.now() + 3_600_000) });
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...others } = makeSandboxEnvironment(sandbox);
  environment = { ...others, EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'SSO', AWS_PROFILE: 'dev' };
  await runCommand(['deploy', '--create-schema'], { env: environment });
});
afterAll(async () => {
  await proxy?.stop();
  await sso?.stop();
  await sandbox?.stop();
  await rm(home, { recursive: true, force: true });
});
beforeEach(() => {
  const proxyUrl = `http://ann:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`;
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('HTTP_PROXY', proxyUrl);
  vi.stubEnv('HTTPS_PROXY', proxyUrl);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', sso.url.replace('127.0.0.1', internalHost));
});
afterEach(() => {
  proxy.change({ login });
  vi.unstubAllEnvs();
});

/** Runs every command, in both forms of its output, and searches for secrets. @returns the exit code and output of each */
async function runAll(): Promise<readonly (readonly [line: string, exitCode: number, output: string])[]> {
  const lines = [
    'connection create SSO --yes',
    'connection refresh',
    'connection test',
    'endpoint list',
    'cleanup',
    'doctor',
  ];
  const results: [string, number, string][] = [];
  for (const line of lines) {
    for (const form of [['--debug'], ['--debug', '--json']]) {
      const { exitCode, stdout, stderr } = await runCommand([...line.split(' '), ...form], { env: environment });
      expect({ line, leaks: new CanaryFinder(canaries).find(stdout + stderr) }).toEqual({ line, leaks: [] });
      results.push([line, exitCode, stdout + stderr]);
    }
  }
  return results;
}

const findCodes = (results: Awaited<ReturnType<typeof runAll>>) =>
  Object.fromEntries(results.filter(([line]) => line !== 'doctor').map(([line, exitCode]) => [line, exitCode]));

test('no command prints a secret when SSO works through the proxy', async () => {
  expect(findCodes(await runAll())).toEqual({
    'connection create SSO --yes': 0,
    'connection refresh': 0,
    'connection test': 0,
    'endpoint list': 0,
    cleanup: 0,
  });
  expect(proxy.requests.some((request) => request.includes('/federation/credentials'))).toBe(true);
});

const failed = {
  'connection create SSO --yes': 4,
  'connection refresh': 4,
  'connection test': 3,
  'endpoint list': 5,
  cleanup: 4,
};

test.each([
  { what: 'rejects the login', options: { login: 'other:x' } },
  { what: 'refuses the host', options: { login, refuses: 403 } },
])('no command prints a secret when the proxy $what', async ({ options }) => {
  // through a tunnel, as to the real SSO
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', `https://${internalHost}`);
  proxy.change(options);
  const results = await runAll();
  expect(findCodes(results)).toEqual(failed);
  for (const [line, , output] of results.filter(([name]) => name !== 'doctor')) {
    expect({ line, output }).toEqual({ line, output: expect.stringContaining(`http://127.0.0.1:${proxy.port}`) });
  }
});

test('no command prints a secret when the SSO session has ended', async () => {
  sso.endSessions();
  const results = await runAll();
  expect(findCodes(results)).toEqual(failed);
  for (const [line, , output] of results.filter(([name]) => name !== 'doctor')) {
    expect({ line, output }).toEqual({ line, output: expect.stringContaining('aws sso login --profile dev') });
  }
});
