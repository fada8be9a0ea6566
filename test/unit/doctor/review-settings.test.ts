import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveSettings } from '../../../src/config/resolve.js';
import { reviewSettings } from '../../../src/doctor/review-settings.js';

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

test('nothing is said of settings that are in order', async () => {
  const path = await profile('host = "db"\n');
  expect(await review()).toEqual({ files: [path], problems: [], notes: [] });
});

test('what no command takes is a problem', async () => {
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

test('a file that others can read is told once, with the command that ends it', async () => {
  const path = await profile('password = "canary"\n', 0o644);
  const { notes } = await review();
  expect(notes).toEqual([{ text: expect.stringContaining('mode 644'), mitigation: `chmod 600 '${path}'` }]);
});

test('a variable that hides another value is told, one that repeats it is not', async () => {
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

test('a variable that nobody reads is told', async () => {
  expect((await review({ SME_HOST: 'x' })).notes).toEqual([
    { text: "sme does not read the variable SME_HOST (did you mean 'EXASOL_HOST'?)", mitigation: expect.any(String) },
  ]);
});

const makeJwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const noon = Date.parse('2026-11-23T12:00:00Z') / 1000;

test.each([
  [
    'an OpenID token that ended',
    { EXASOL_ACCESS_TOKEN: makeJwt({ exp: noon - 3600 }) },
    'EXASOL_ACCESS_TOKEN expired at 2026-11-23 11:00 UTC',
  ],
  ['one that lasts', { EXASOL_ACCESS_TOKEN: makeJwt({ exp: noon + 60 }) }, undefined],
  ['one that tells nothing', { EXASOL_ACCESS_TOKEN: 'opaque' }, undefined],
  [
    "AWS's that ended",
    { AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: '2026-11-23T11:59:59Z' },
    'AWS_SESSION_TOKEN expired',
  ],
  ["AWS's that lasts", { AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: '2026-11-23T12:00:01+00:00' }, undefined],
  ["AWS's whose end nobody told", { AWS_SESSION_TOKEN: 't' }, undefined],
])('%s', async (_what, env, text) => {
  const { notes } = await review(env);
  expect(notes.map((note) => note.text)).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
});
