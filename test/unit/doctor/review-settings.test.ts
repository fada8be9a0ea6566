import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveSettings } from '../../../src/config/resolve.js';
import { reviewSettings } from '../../../src/doctor/review-settings.js';
import { makeJwt } from '../../support/jwt.js';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-review-'));
  await mkdir(join(home, '.config/sme'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function review(env: Record<string, string> = {}) {
  const environment = { HOME: home, ...env };
  const files = [join(home, '.env'), join(home, '.config/sme/config.toml')];
  const now = new Date('2026-11-23T12:00:00Z');
  return reviewSettings(await resolveSettings({}, environment, home), files, environment, now);
}

async function write(name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(home, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const profile = (text: string, mode?: number) => write('.config/sme/config.toml', `[dev]\n${text}`, mode);

test('finds nothing in valid settings', async () => {
  const path = await profile('host = "db"\n');
  expect(await review()).toEqual({ files: [path], problems: [], notes: [] });
});

test('reports settings that no command accepts as problems', async () => {
  await profile('hots = "canary"\nport = "x"\n');
  const { problems } = await review({ AWS_REGION: 'nowhere' });
  expect(problems).toEqual(
    expect.arrayContaining([
      expect.stringContaining("'hots' of profile 'dev' is not a setting (did you mean 'host'?)"),
      expect.stringContaining("'x' is not a port number"),
      expect.stringContaining("'nowhere' is not an AWS Region"),
    ]),
  );
  expect(problems.join()).not.toContain('canary');
});

test('reports a file that other users can read once, with the command that fixes it', async () => {
  const path = await profile('password = "canary"\n', 0o644);
  const { notes } = await review();
  expect(notes).toEqual([{ text: expect.stringContaining('mode 644'), mitigation: `chmod 600 '${path}'` }]);
});

test('reports a variable that overrides another value, unless the values are the same', async () => {
  await profile('host = "profile"\nport = 1\npassword = "canary-1"\nuser = "me"\n');
  await write('.env', 'EXASOL_PORT=2\n');
  const { notes } = await review({ EXASOL_HOST: 'shell', EXASOL_PASSWORD: 'canary-2', EXASOL_USER: 'me' });
  expect(new Set(notes.map(({ text }) => text))).toEqual(
    new Set([
      "EXASOL_HOST overrides host of profile 'dev', which has another value",
      "EXASOL_PORT in .env overrides port of profile 'dev', which has another value",
      "EXASOL_PASSWORD overrides password of profile 'dev', which has another value",
    ]),
  );
  expect(JSON.stringify(notes)).not.toContain('canary');
});

test('reports a misspelled variable', async () => {
  expect((await review({ SME_HOST: 'x' })).notes).toEqual([
    { text: "sme does not read the variable SME_HOST (did you mean 'EXASOL_HOST'?)", mitigation: expect.any(String) },
  ]);
});

const noon = Date.parse('2026-11-23T12:00:00Z') / 1000;

test.each([
  [
    'an expired OpenID token',
    { EXASOL_ACCESS_TOKEN: makeJwt({ exp: noon - 3600 }) },
    'EXASOL_ACCESS_TOKEN expired at 2026-11-23 11:00 UTC',
  ],
  ['a valid OpenID token', { EXASOL_ACCESS_TOKEN: makeJwt({ exp: noon + 60 }) }, undefined],
  ['a token without a readable expiry', { EXASOL_ACCESS_TOKEN: 'opaque' }, undefined],
  [
    'an expired AWS session token',
    { AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: '2026-11-23T11:59:59Z' },
    'AWS_SESSION_TOKEN expired',
  ],
  [
    'a valid AWS session token',
    { AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: '2026-11-23T12:00:01+00:00' },
    undefined,
  ],
  ['an AWS session token of unknown expiry', { AWS_SESSION_TOKEN: 't' }, undefined],
])('reports tokens only if they have expired: %s', async (_what, env, text) => {
  const { notes } = await review(env);
  expect(notes.map((note) => note.text)).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
});
