import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TemporaryKeys } from '../../src/sandbox/aws/identities.js';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import { CanaryFinder } from '../support/canaries.js';
import { type CorporateProxy, startCorporateProxy } from '../support/corporate-proxy.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type SsoServer, ssoSecrets, startSsoServer, writeSsoFiles } from '../support/sso-server.js';
import { startTlsFront, type TlsFront } from '../support/tls-front.js';
import { createChurnTable, run as runSql } from '../support/training.js';

/** Users of company accounts, from an empty home folder to predictions, with the built program in processes of their own. */
const execute = promisify(execFile);
let sandbox: TestSandbox;
let control: AwsControl;
let home: string;
let environment: Record<string, string>;
let secrets: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-company-'));
  sandbox = await startTestSandbox();
  if (sandbox.awsControl === undefined) {
    throw new Error('The sandbox has an AWS server of its own.');
  }
  control = sandbox.awsControl;
  const { exasol, aws } = sandbox;
  environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    EXASOL_HOST: exasol.host,
    EXASOL_PORT: String(exasol.port),
    EXASOL_USER: exasol.user,
    EXASOL_PASSWORD: exasol.password,
    EXASOL_FINGERPRINT: exasol.fingerprint,
    EXASOL_SCHEMA: 'SME',
    AWS_ENDPOINT_URL: aws.endpointUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: aws.region,
    SME_BUCKET: aws.bucket,
    SME_ROLE_ARN: aws.roleArn,
    SME_CONNECTION: 'AWS',
  };
  secrets = [aws.secretAccessKey];
  const driver = await sandbox.connect();
  await runSql(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
});
afterEach(async () => {
  await sandbox?.stop();
  await rm(home, { recursive: true, force: true });
});

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `sme …` as a process. Fails if the output contains a secret. */
async function sme(line: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const options = { env: { ...environment, ...env }, maxBuffer: 2 ** 26 };
  const result: Run = await execute(process.execPath, [join('dist', 'cli.js'), ...line.split(' ')], options).then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      exitCode: code,
      stdout,
      stderr,
    }),
  );
  const canaries = secrets.map((value) => ({ name: value.slice(0, 16), value }));
  expect(new CanaryFinder(canaries).find(result.stdout + result.stderr)).toEqual([]);
  return result;
}

/** Runs `sme …`, which must succeed. @returns stdout */
async function succeed(line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await sme(line);
  expect({ line, exitCode, stderr }).toEqual({ line, exitCode: 0, stderr });
  return stdout;
}

async function trainAndPredict(): Promise<void> {
  await succeed(
    'train SALES.CUSTOMERS --target CHURN --exclude-columns ID --job-name churn --max-candidates 1 --yes --wait --interval 200ms',
  );
  await succeed(
    'endpoint create churn --instance-type ml.m5.large --key-columns ID --ttl 8h --yes --wait --interval 200ms',
  );
  const rows = (await succeed('predict churn SALES.CUSTOMERS --limit 3 -o csv')).trim().split('\n');
  expect(rows).toHaveLength(4);
  expect(rows[1]).toMatch(/(yes|no)/);
  expect(await succeed('endpoint list')).toContain('churn');
  await succeed('endpoint delete churn --yes');
}

const record = (keys: TemporaryKeys) => {
  secrets.push(keys.secretAccessKey, keys.sessionToken);
  return keys;
};

describe('a user who has only SSO', () => {
  let sso: SsoServer;

  beforeEach(async () => {
    sso = await startSsoServer(() => record(control.identities.issueSession()));
    secrets.push(...Object.values(ssoSecrets));
    const urls = { AWS_ENDPOINT_URL_SSO: sso.url, AWS_ENDPOINT_URL_SSO_OIDC: sso.url };
    environment = { ...environment, ...urls, AWS_PROFILE: 'dev' };
  });
  afterEach(() => sso?.stop());

  test('gets from an empty profile to predictions, also after the keys have expired', async () => {
    await writeSsoFiles(home, { expiresAt: new Date(Date.now() + 8 * 3600 * 1000) });
    await succeed('deploy --create-schema');
    expect(await succeed('connection create AWS --yes')).toMatch(
      /temporary and expire at .*sme connection refresh AWS/,
    );
    expect(await succeed('connection test')).toContain('The connection AWS works');
    control.identities.expireSessions();
    const expired = await sme('train SALES.CUSTOMERS --target CHURN --job-name late --yes');
    expect(expired.exitCode).not.toBe(0);
    expect(expired.stderr).toContain('sme connection refresh AWS');
    expect(await succeed('connection refresh')).toContain('Renewed the keys of AWS');
    await trainAndPredict();
  }, 300_000);

  test('reads how to log in again after the SSO session has expired', async () => {
    await writeSsoFiles(home, { expiresAt: new Date(0) });
    sso.endSessions();
    await succeed('deploy --create-schema');
    const result = await sme('connection create AWS --yes');
    expect(result).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-466') });
    expect(result.stderr).toContain('Run "aws sso login --profile dev"');
    expect((await sme('connection test AWS')).stderr).toContain('E-SME-216');
  }, 120_000);
});

test('a user whose keys come from a program creates a connection', async () => {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = record(control.identities.issueSession());
  const document = {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiration.toISOString(),
  };
  const program = join(home, 'get-keys.sh');
  await writeFile(program, `#!/bin/sh\necho '${JSON.stringify(document)}'\n`);
  await chmod(program, 0o700);
  await mkdir(join(home, '.aws'));
  await writeFile(join(home, '.aws', 'config'), `[profile tool]\ncredential_process = ${program}\n`);
  await succeed('deploy --create-schema');
  const end = expiration.toISOString().slice(0, 16).replace('T', ' ');
  expect(await succeed('connection create AWS --aws-profile tool --yes')).toContain(`expire at ${end} UTC`);
}, 120_000);

describe('a user who has only a role with an external ID, behind a proxy that inspects TLS', () => {
  let front: TlsFront;
  let proxy: CorporateProxy;

  beforeEach(async () => {
    front = await startTlsFront(sandbox.aws.endpointUrl, sandbox.aws.region);
    proxy = await startCorporateProxy({ login: 'ann:canary-proxy-password', tlsPort: front.port });
    secrets.push('canary-proxy-password');
  });
  afterEach(async () => {
    await proxy?.stop();
    await front?.stop();
  });

  test('gets from an empty profile to predictions, with every call to AWS through the proxy', async () => {
    const roleArn = control.identities.addRole({ name: 'Training', externalId: 'tenant-7' });
    const user = control.identities.addUser({ name: 'jump', denies: ['s3:*', 'sagemaker:*'] });
    secrets.push(user.secretAccessKey);
    const proxyUrl = `http://ann:canary-proxy-password@127.0.0.1:${proxy.port}`;
    const caFile = join(home, 'corporate-ca.pem');
    await writeFile(caFile, front.certificate);
    await mkdir(join(home, '.aws'));
    const keys = `aws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`;
    await writeFile(join(home, '.aws', 'credentials'), `[jump]\n${keys}`);
    const role = `role_arn = ${roleArn}\nsource_profile = jump\nexternal_id`;
    const profiles = `[profile training]\n${role} = tenant-7\n[profile wrong]\n${role} = other\n`;
    await writeFile(join(home, '.aws', 'config'), profiles);
    const { AWS_ENDPOINT_URL: _sandbox, ...others } = environment;
    environment = { ...others, AWS_PROFILE: 'training', HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: caFile };

    // the UDFs ignore the sandbox's own endpoint URL, so that they reach AWS through the proxy or not at all
    const variables = [
      `HTTPS_PROXY=${proxyUrl}`,
      `AWS_CA_BUNDLE=${caFile}`,
      'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true',
    ];
    await succeed(`deploy --create-schema ${variables.map((variable) => `--udf-env ${variable}`).join(' ')}`);
    const keysAndRole = `--aws-profile jump --assume-role ${roleArn}`;
    const refused = await sme(`connection create AWS ${keysAndRole} --external-id other --yes`);
    expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-463') });
    const ofProfile = await sme('connection create AWS --aws-profile wrong --yes');
    expect(ofProfile).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-463') });
    expect(ofProfile.stderr).toContain('Check role_arn, external_id and source_profile');
    await succeed(`connection create AWS ${keysAndRole} --external-id tenant-7 --yes`);
    expect(await succeed('connection test')).toContain(`assumes ${roleArn} with an external ID`);
    const { region, bucket } = sandbox.aws;
    const routes = (await succeed('doctor --only network,proxy')).replaceAll(/ +/g, ' ');
    for (const host of [`${bucket}.s3`, 'api.sagemaker', 'runtime.sagemaker']) {
      expect(routes).toContain(
        `${host}.${region}.amazonaws.com:443 through 127.0.0.1:${proxy.port}: dns ok, connect ok, proxy ok, tls ok, answer ok`,
      );
    }
    expect(routes).toContain(
      `this machine calls sagemaker at api.sagemaker.${region}.amazonaws.com through http://127.0.0.1:${proxy.port}`,
    );
    await trainAndPredict();
    for (const host of ['sts', `${bucket}.s3`, 'api.sagemaker', 'runtime.sagemaker']) {
      expect(proxy.requests).toContain(`CONNECT ${host}.${region}.amazonaws.com:443`);
    }
  }, 300_000);
});
