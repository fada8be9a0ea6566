import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/config/load.js';
import { maskSetting } from '../../../src/config/mask-setting.js';
import { parseObjectName } from '../../../src/exasol/object-name.js';
import { quoteValue } from '../../../src/text/quote-value.js';

const dsns = [
  'exasol://user:hunter2@db/S',
  'db:8563;user=u;password=hunter2',
  'EXAHOST=db:8563;EXAUID=u;EXAPWD=hunter2',
  'jdbc:exa:db:8563;user=u;password=x;hunter2',
  'wss://db:8563?access_token=hunter2',
  'u:hunter2@db',
];

test.each(dsns)('never quotes the password in %j', (dsn) => {
  expect(quoteValue(dsn)).not.toContain('hunter2');
  expect(maskSetting('bucket', dsn)).not.toContain('hunter2');
  expect(JSON.stringify(parseObjectName(`${dsn}.x`))).not.toContain('hunter2');
});

const load = (env: Record<string, string>) => {
  const stdin = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
  const io = { env, cwd: '/nonexistent', stdin, stderr: { write() {} }, interactive: false, warn() {} };
  return loadSettings({}, ['bucket', 'aws'], io, 'doctor');
};

test.each(dsns)('quotes the invalid bucket %j without its password', async (dsn) => {
  const message = await load({ SME_BUCKET: dsn, AWS_REGION: dsn }).catch((error: Error) => error.message);
  expect(message).toContain('SME_BUCKET');
  expect(message).not.toContain('hunter2');
});

test('rejects a temporary key without its session token', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLEKEY', AWS_SECRET_ACCESS_KEY: 's' };
  const env = { SME_BUCKET: 'bucket', AWS_REGION: 'eu-central-1', ...keys };
  await expect(load(env)).rejects.toThrow(/temporary.*session token is missing/);
  await expect(load({ ...env, AWS_SESSION_TOKEN: 't' })).resolves.toBeDefined();
});

test('shows a user name with an @, and cuts a long value at 200 characters', () => {
  expect(maskSetting('user', 'me@example.com')).toBe('me@example.com');
  expect(quoteValue('x'.repeat(500))).toBe(`${'x'.repeat(200)}…`);
});
