import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeBucketUrl } from '../../../src/aws/bucket-url.js';
import { findOwnCredentials } from '../../../src/aws/own-credentials.js';
import { Secret } from '../../../src/secret.js';

const region = 'eu-central-1';
let folder: string;

/** The files of the AWS CLI, and nothing else of this machine. */
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

const find = (profile?: string) => findOwnCredentials({ region, profile, credentials: undefined });

test('takes keys that were given, and asks nobody', async () => {
  const credentials = { accessKeyId: 'AKIAGIVEN', secretAccessKey: new Secret('s'), sessionToken: undefined };
  expect(await findOwnCredentials({ region, profile: 'no-such', credentials })).toBe(credentials);
});

test('asks the standard chain: default profile, the environment before it, a profile by name', async () => {
  expect(await find()).toMatchObject({ accessKeyId: 'AKIADEFAULT', sessionToken: undefined });
  expect((await find('short')).sessionToken?.reveal()).toBe('canary-3');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
  expect((await find()).accessKeyId).toBe('AKIAENV');
});

test('shows nothing of a secret', async () => {
  expect(JSON.stringify([await find(), await find('short')])).not.toContain('canary');
});

test('tells where keys may come from, where there are none', async () => {
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
])('writes the address of a bucket in $of as Exasol takes it', ({ of, url }) => {
  expect(makeBucketUrl('my-bucket', of)).toBe(url);
});

test('writes it so also where another endpoint is set for this machine', () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  expect(makeBucketUrl('my.bucket', region)).toBe('https://my.bucket.s3.eu-central-1.amazonaws.com');
});
