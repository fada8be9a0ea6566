import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeBucketUrl } from '../../../src/aws/bucket-url.js';
import { resolveLocalCredentials } from '../../../src/aws/local-credentials.js';
import { Secret } from '../../../src/secret.js';

const region = 'eu-central-1';
const { signal } = new AbortController();
let folder: string;

/** Isolates the test from the AWS configuration of this machine. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sme-aws-'));
  await writeFile(join(folder, 'config'), '');
  await writeFile(
    join(folder, 'credentials'),
    [
      '[default]',
      'aws_access_key_id = AKIADEFAULT',
      'aws_secret_access_key = canary-1',
      '[short]',
      'aws_access_key_id = ASIASHORT',
      'aws_secret_access_key = canary-2',
      'aws_session_token = canary-3',
      '',
    ].join('\n'),
  );
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const find = (profile?: string) => resolveLocalCredentials({ region, profile, credentials: undefined }, signal);

test('returns the given credentials without consulting the provider chain', async () => {
  const credentials = { accessKeyId: 'AKIAGIVEN', secretAccessKey: new Secret('s'), sessionToken: undefined };
  expect(await resolveLocalCredentials({ region, profile: 'no-such', credentials }, signal)).toBe(credentials);
});

test('uses the default provider chain: the environment, then a named or the default profile', async () => {
  expect(await find()).toMatchObject({ accessKeyId: 'AKIADEFAULT', sessionToken: undefined });
  expect((await find('short')).sessionToken?.reveal()).toBe('canary-3');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
  expect((await find()).accessKeyId).toBe('AKIAENV');
});

test('hides secrets in JSON', async () => {
  expect(JSON.stringify([await find(), await find('short')])).not.toContain('canary');
});

test('explains where credentials can come from if there are none', async () => {
  await expect(find('no-such')).rejects.toMatchObject({
    code: 'E-SME-210',
    exitCode: 4,
    mitigation: expect.stringContaining('--aws-profile'),
  });
});

test.each([
  { of: 'eu-central-1', url: 'https://my-bucket.s3.eu-central-1.amazonaws.com' },
  { of: 'us-east-1', url: 'https://my-bucket.s3.us-east-1.amazonaws.com' },
  { of: 'cn-north-1', url: 'https://my-bucket.s3.cn-north-1.amazonaws.com.cn' },
  { of: 'us-gov-west-1', url: 'https://my-bucket.s3.us-gov-west-1.amazonaws.com' },
])('makes the URL of a bucket in $of in the form that Exasol accepts', ({ of, url }) => {
  expect(makeBucketUrl('my-bucket', of)).toBe(url);
});

test('ignores a custom endpoint of this machine', () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  expect(makeBucketUrl('my.bucket', region)).toBe('https://my.bucket.s3.eu-central-1.amazonaws.com');
});
