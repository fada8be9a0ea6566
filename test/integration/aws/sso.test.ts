import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { resolveLocalCredentials } from '../../../src/aws/local-credentials.js';
import { type SsoServer, ssoSecrets, startSsoServer, writeSsoFiles } from '../../support/sso-server.js';
import { startTlsFront } from '../../support/tls-front.js';

/** The SSO provider of the SDK, with its real files, against a server that simulates IAM Identity Center. */
const { signal } = new AbortController();
let home: string;
let sso: SsoServer;

const tomorrow = () => new Date(Date.now() + 24 * 3600 * 1000);
const yesterday = () => new Date(Date.now() - 24 * 3600 * 1000);
const keys = {
  accessKeyId: 'ASIACANARYCANARY0001',
  secretAccessKey: 'canary-secret',
  sessionToken: 'canary-token',
  expiration: tomorrow(),
};

const cache = () => join(home, '.aws', 'sso', 'cache');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-sso-'));
  sso = await startSsoServer(() => keys);
  vi.stubEnv('HOME', home);
  // the SDK keeps parsed files and refreshed sessions per path and name
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, '.aws', 'credentials'));
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', sso.url);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO_OIDC', sso.url);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sso.stop();
  await rm(home, { recursive: true, force: true });
});

const resolve = (profile: string | undefined = 'dev') =>
  resolveLocalCredentials({ region: 'eu-central-1', profile, credentials: undefined }, signal);

async function findError(profile?: string): Promise<unknown> {
  const error = await resolve(profile).catch((thrown: unknown) => thrown);
  for (const secret of Object.values(ssoSecrets)) {
    expect(JSON.stringify(error) + String(error)).not.toContain(secret);
  }
  return error;
}

test.each([false, true])('takes the keys of the role (older form of the profile: %s)', async (isLegacy) => {
  await writeSsoFiles(home, { expiresAt: tomorrow(), isLegacy });
  const found = await resolve();
  expect(found).toMatchObject({ accessKeyId: keys.accessKeyId, expiresAt: keys.expiration });
  expect(found.sessionToken?.reveal()).toBe(keys.sessionToken);
});

test('renews an expired access token with the refresh token, as the AWS CLI does', async () => {
  await writeSsoFiles(home, { expiresAt: yesterday() });
  expect(await resolve()).toMatchObject({ accessKeyId: keys.accessKeyId });
  const [name = ''] = await readdir(cache());
  const { expiresAt } = JSON.parse(await readFile(join(cache(), name), 'utf8'));
  expect(new Date(expiresAt).getTime()).toBeGreaterThan(Date.now());
});

describe('names the login command for', () => {
  const login = { code: 'E-SME-466', mitigation: expect.stringContaining('Run "aws sso login --profile dev"') };

  test('a session that has expired', async () => {
    await writeSsoFiles(home, { expiresAt: yesterday(), refreshToken: 'canary-sso-refresh-token-of-last-week' });
    expect(await findError()).toMatchObject(login);
  });

  test('an expired token in the older form of the profile', async () => {
    await writeSsoFiles(home, { expiresAt: yesterday(), isLegacy: true });
    expect(await findError()).toMatchObject(login);
  });

  test.each([false, true])('a user who never logged in (older form of the profile: %s)', async (isLegacy) => {
    await writeSsoFiles(home, { expiresAt: tomorrow(), isLegacy });
    await rm(join(home, '.aws', 'sso'), { recursive: true });
    expect(await findError()).toMatchObject(login);
  });

  test('a session that an administrator has ended', async () => {
    await writeSsoFiles(home, { expiresAt: tomorrow() });
    sso.endSessions();
    expect(await findError()).toMatchObject(login);
  });

  test('a profile of AWS_PROFILE', async () => {
    await writeSsoFiles(home, { expiresAt: yesterday(), isLegacy: true });
    vi.stubEnv('AWS_PROFILE', 'dev');
    const error = await resolveLocalCredentials(
      { region: 'r', profile: undefined, credentials: undefined },
      signal,
    ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(login);
  });

  test('a profile that assumes a role with the keys of an SSO profile', async () => {
    const more = ['[profile training]', 'role_arn = arn:aws:iam::123456789012:role/T', 'source_profile = dev'];
    await writeSsoFiles(home, { expiresAt: yesterday(), isLegacy: true, more });
    expect(await findError('training')).toMatchObject(login);
  });

  test('a cache that is damaged', async () => {
    await writeSsoFiles(home, { expiresAt: tomorrow() });
    const [name = ''] = await readdir(cache());
    await writeFile(join(cache(), name), `{"accessToken": "${ssoSecrets.accessToken}"`);
    expect(await findError()).toMatchObject(login);
  });
});

test('does not suggest a login to a user who does not have the role', async () => {
  await writeSsoFiles(home, { expiresAt: tomorrow(), roleName: 'Admin' });
  expect(await findError()).toMatchObject({
    code: 'E-SME-466',
    message: expect.stringContaining('No access'),
    mitigation: expect.stringContaining('sso_role_name'),
  });
});

test('names NODE_EXTRA_CA_CERTS if a proxy inspects TLS and its CA is unknown', async () => {
  await writeSsoFiles(home, { expiresAt: tomorrow() });
  const front = await startTlsFront(sso.url, 'eu-central-1');
  onTestFinished(() => front.stop());
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', `https://127.0.0.1:${front.port}`);
  expect(await findError()).toMatchObject({
    code: 'E-SME-462',
    mitigation: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});
