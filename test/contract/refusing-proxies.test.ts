/** Proxies that refuse, hang or require a login, between UDFs and AWS and between this machine and AWS: one clear error, nothing half done. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CanaryFinder } from '../support/canaries.js';
import { type CorporateProxy, type CorporateProxyOptions, startCorporateProxy } from '../support/corporate-proxy.js';
import { type CommandRun, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { startTlsFront, type TlsFront } from '../support/tls-front.js';
import { createChurnTable, run } from '../support/training.js';

const login = 'ann:canary-proxy-password';
let sandbox: TestSandbox;
let driver: ExasolDriver;
let front: TlsFront;
let proxy: CorporateProxy;
let folder: string;
let environment: Record<string, string>;
/** How the proxy works normally. */
let works: CorporateProxyOptions;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 50, endpointCreate: 50, endpointDelete: 50 } });
  front = await startTlsFront(sandbox.aws.endpointUrl, sandbox.aws.region);
  works = { login, tlsPort: front.port };
  proxy = await startCorporateProxy(works);
  folder = await mkdtemp(join(tmpdir(), 'sme-proxies-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, front.certificate);
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
  driver = await sandbox.connect();
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  const variables = [
    `HTTPS_PROXY=http://${login}@127.0.0.1:${proxy.port}`,
    `AWS_CA_BUNDLE=${caFile}`,
    // the sandbox sets AWS_ENDPOINT_URL in its UDFs
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true',
  ];
  await succeed(`deploy --create-schema ${variables.map((variable) => `--udf-env ${variable}`).join(' ')}`);
  await succeed('connection create AWS --assume-role arn:aws:iam::123456789012:role/SandboxDataRole --yes');
  await succeed(
    'train SALES.CUSTOMERS --target CHURN --exclude-columns ID --job-name churn --yes --wait --interval 50ms',
  );
  await succeed('endpoint create churn --instance-type ml.m5.large --yes --wait --interval 50ms');
}, 120_000);
afterAll(async () => {
  await proxy?.stop();
  await front?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  proxy.change(works);
  vi.unstubAllEnvs();
});

/** Runs `sme …`. Fails if the output contains the password of the proxy. */
async function sme(line: string, env: Readonly<Record<string, string | undefined>> = {}): Promise<CommandRun> {
  const result = await runCommand([...line.split(' '), '--debug'], { env: { ...environment, ...env } });
  const canaries = [{ name: 'password', value: 'canary-proxy-password' }];
  expect(new CanaryFinder(canaries).find(result.stdout + result.stderr)).toEqual([]);
  return result;
}

async function succeed(line: string): Promise<void> {
  const { exitCode, stderr } = await sme(line);
  expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr });
}

const listJobs = () => run(driver, 'SELECT JOB_NAME FROM SME.SME_METADATA_AUTOPILOT_JOBS ORDER BY 1');
const listEndpoints = () => run(driver, 'SELECT ENDPOINT_NAME FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS ORDER BY 1');

const refusals = [
  { what: 'requires another login', options: { login: 'ann:other' }, reason: 'Tunnel connection failed: 407' },
  { what: 'refuses the hosts', options: { login, refuses: 403 }, reason: 'Tunnel connection failed: 403' },
  { what: 'does not reach the hosts', options: { login, refuses: 502 }, reason: 'Tunnel connection failed: 502' },
];

describe.each(refusals)('UDFs behind a proxy that $what', ({ options, reason }) => {
  test('report it in one error, without a row or a file', async () => {
    proxy.change({ ...works, ...options });
    const lines = [
      'train SALES.CUSTOMERS --target CHURN --job-name late --yes',
      'endpoint create churn --name late --instance-type ml.m5.large --yes',
      'predict churn SALES.CUSTOMERS --batch --into SALES.SCORES --instance-type ml.m5.large --yes',
    ];
    for (const line of lines) {
      const { exitCode, stderr } = await sme(line);
      expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 5, stderr });
      expect([...stderr.matchAll(/^E-SME-80: /gm)]).toHaveLength(1);
      expect(stderr).toContain(`http://***@127.0.0.1:${proxy.port}`);
      expect(stderr).toContain(reason);
    }
    expect(await listJobs()).toEqual([['churn']]);
    expect(await listEndpoints()).toEqual([['churn']]);
    const tested = await sme('connection test AWS');
    expect(tested.exitCode).toBe(3);
    expect(tested.stdout).toMatch(/skipped +access from UDFs +not tested/);
    expect(tested.stdout).toContain('sme doctor --only network,proxy');
    const { stdout } = await sme('doctor --only network');
    expect(stdout).toContain(`connect ok, proxy fails: OSError: ${reason}`);
  }, 60_000);
});

test('UDFs name a proxy that never answers', async () => {
  proxy.change({ ...works, hangs: true });
  const { exitCode, stderr } = await sme('train SALES.CUSTOMERS --target CHURN --job-name late --yes');
  expect(exitCode).toBe(5);
  expect(stderr).toContain(`through the proxy 127.0.0.1:${proxy.port}`);
  expect(await listJobs()).toEqual([['churn']]);
}, 60_000);

test('a prediction reports a proxy that refuses the host', async () => {
  proxy.change({ ...works, refuses: 403 });
  const { exitCode, stderr } = await sme('predict churn SALES.CUSTOMERS --limit 3');
  expect(exitCode).not.toBe(0);
  expect([...stderr.matchAll(/^E-SME-198: /gm)]).toHaveLength(1);
  expect(stderr).toContain('Tunnel connection failed: 403');
}, 90_000);

describe.each([
  { what: 'requires another login', options: { login: 'ann:other' }, reason: 'it rejects the login (HTTP 407)' },
  { what: 'refuses the hosts', options: { login, refuses: 403 }, reason: 'it refuses the host (HTTP 403)' },
])('this machine behind a proxy that $what', ({ options, reason }) => {
  test('is reported by every command that calls AWS', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${login}@127.0.0.1:${proxy.port}`);
    proxy.change({ ...works, ...options });
    const direct = { AWS_ENDPOINT_URL: undefined };
    const list = await sme('endpoint list', direct);
    expect(list.exitCode).toBe(5);
    const cleanup = await sme('cleanup', direct);
    expect(cleanup.exitCode).toBe(1);
    const tested = await sme('connection test AWS', direct);
    expect(tested.exitCode).toBe(3);
    const role = 'arn:aws:iam::123456789012:role/SandboxDataRole';
    const dryRun = await sme(`connection create OTHER --assume-role ${role} --dry-run`, direct);
    expect(dryRun.stderr).toContain('could not be checked');
    for (const { stdout, stderr } of [list, cleanup, tested, dryRun]) {
      expect(stdout + stderr).toContain(`The proxy 'http://127.0.0.1:${proxy.port}' did not connect to`);
      expect(stdout + stderr).toContain(reason);
    }
  }, 60_000);
});
