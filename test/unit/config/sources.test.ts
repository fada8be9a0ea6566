import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { gatherSettings, loadSettings, type SettingsIo } from '../../../src/config/load.js';
import type { SettingsFlags } from '../../../src/config/resolve.js';
import { registerSandbox } from '../../../src/config/sandbox-registry.js';
import { UserError } from '../../../src/errors/user-error.js';

let home: string;
let warnings: string[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-settings-'));
  warnings = [];
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function write(path: string, text: string, mode = 0o600): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  chmodSync(file, mode);
  return file;
}

const writeConfig = (text: string, mode?: number) => write('.config/sme/config.toml', text, mode);

function makeIo(env: Record<string, string> = {}, piped = ''): SettingsIo {
  return {
    env: { HOME: home, ...env },
    cwd: home,
    stdin: {
      setEncoding() {},
      on: (event, listener) =>
        queueMicrotask(() => (event === 'end' ? queueMicrotask(() => listener('')) : listener(piped))),
      removeListener() {},
      resume() {},
      pause() {},
    },
    stderr: { write() {} },
    interactive: false,
    warn: (text) => warnings.push(text),
  };
}

/** Values with where they came from. */
async function gather(flags: SettingsFlags = {}, env: Record<string, string> = {}, piped?: string) {
  const { raw, problems } = await gatherSettings(flags, makeIo(env, piped));
  expect(problems).toEqual([]);
  return Object.fromEntries(Object.entries(raw).map(([name, { value, origin }]) => [name, [value, origin]]));
}

/** The list of problems in the error that the settings end with. */
async function refuse(flags: SettingsFlags = {}, env: Record<string, string> = {}): Promise<string> {
  const thrown = await loadSettings(flags, ['connection', 'deployment'], makeIo(env), 'deploy').catch(
    (error: unknown) => error,
  );
  if (!(thrown instanceof UserError)) {
    throw new Error(`expected a UserError, got ${String(thrown)}`);
  }
  return thrown.message;
}

const dev = '[dev]\nhost = "profile"\nport = 1\nuser = "profile"\nschema = "PROFILE"\nverify_certificate = false\n';

describe('the order of sources', () => {
  test('is flag, environment, .env, profile', async () => {
    await writeConfig(dev);
    await write('.env', 'EXASOL_HOST=dotenv\nexport EXASOL_PORT="2"\nEXASOL_USER=dotenv\n');
    const settings = await gather({ host: [['--host', 'flag']] }, { EXASOL_HOST: 'shell', EXASOL_PORT: '3' });
    expect(settings).toEqual({
      host: ['flag', '--host'],
      port: ['3', 'EXASOL_PORT'],
      user: ['dotenv', 'EXASOL_USER in .env'],
      schema: ['PROFILE', "schema of profile 'dev'"],
      verifyCertificate: ['false', "verify_certificate of profile 'dev'"],
    });
  });

  test('takes the AWS side from the same places', async () => {
    await writeConfig('[dev]\naws_region = "eu-west-1"\nbucket = "of-profile"\nrole_arn = "x"\nconnection = "C"\n');
    const settings = await gather(
      {},
      { AWS_DEFAULT_REGION: 'us-east-1', SME_BUCKET: 'of-shell', SME_OUTPUT_PATH: 'p' },
    );
    expect(settings).toMatchObject({
      awsRegion: ['us-east-1', 'AWS_DEFAULT_REGION'],
      bucket: ['of-shell', 'SME_BUCKET'],
      connectionName: ['C', "connection of profile 'dev'"],
      outputPath: ['p', 'SME_OUTPUT_PATH'],
    });
    expect((await gather({}, { AWS_DEFAULT_REGION: 'us-east-1', AWS_REGION: 'eu-west-2' }))['awsRegion']).toEqual([
      'eu-west-2',
      'AWS_REGION',
    ]);
  });

  test('lets .env name the profile', async () => {
    await writeConfig(`${dev}[prod]\nhost = "prod"\n`);
    await write('.env', 'SME_PROFILE=prod\n');
    expect(await gather()).toEqual({ host: ['prod', "host of profile 'prod'"] });
  });

  test('takes EXAPUMP_DSN only as a whole, for want of another host', async () => {
    const env = { EXAPUMP_DSN: 'exasol://pump:secret@pump:1/S' };
    expect(await gather({}, env)).toMatchObject({ host: ['pump', 'EXAPUMP_DSN'], user: ['pump', 'EXAPUMP_DSN'] });
    expect(await gather({ host: [['--host', 'mine']] }, env)).toEqual({ host: ['mine', '--host'] });
  });
});

describe('a profile', () => {
  test('is the only one, or the default one, where none is named', async () => {
    await writeConfig(dev);
    expect((await gather())['host']).toEqual(['profile', "host of profile 'dev'"]);
    await writeConfig(`${dev}[prod]\nhost = "prod"\ndefault = true\n`);
    expect((await gather())['host']).toEqual(['prod', "host of profile 'prod'"]);
    await writeConfig(`${dev}[prod]\nhost = "prod"\n`);
    expect(await gather()).toEqual({});
  });

  test('stands in the file that is named, or in none', async () => {
    const other = await write('other.toml', '[x]\nhost = "other"\n');
    await writeConfig(dev);
    expect((await gather({ from: { config: other } }))['host']?.[0]).toBe('other');
    expect((await gather({}, { SME_CONFIG: other }))['host']?.[0]).toBe('other');
    expect(await gather({ from: { config: false } })).toEqual({});
    expect((await gather({}, { XDG_CONFIG_HOME: join(home, 'nowhere') }))['host']).toBeUndefined();
  });

  test('may be one of exapump, with its spellings', async () => {
    await writeConfig(dev);
    const text =
      '[pump]\nhost = "p"\nport = 8563\ncertificate_fingerprint = "AB"\nvalidate_certificate = true\ntls = true\n';
    const path = await write('.exapump/config.toml', `${text}bfs_host = "b"\n[dev]\nhost = "hidden"\n`);
    expect(await gather({ from: { profile: 'pump' } })).toEqual({
      host: ['p', "host of exapump's profile 'pump'"],
      port: ['8563', "port of exapump's profile 'pump'"],
      fingerprint: ['AB', "certificate_fingerprint of exapump's profile 'pump'"],
      verifyCertificate: ['true', "validate_certificate of exapump's profile 'pump'"],
    });
    expect((await gather({ from: { profile: 'dev' } }))['host']?.[0]).toBe('profile');
    const elsewhere = { HOME: '/nowhere', EXAPUMP_CONFIG: path };
    expect((await gather({}, { ...elsewhere, SME_PROFILE: 'pump' }))['host']?.[0]).toBe('p');
  });

  test('that others can read brings a warning with the way out', async () => {
    const path = await writeConfig(`${dev}password = "canary"\n`, 0o644);
    await loadSettings({}, ['connection'], makeIo(), 'status');
    expect(warnings).toEqual([expect.stringContaining(`chmod 600 '${path}'`)]);
    expect(warnings.join()).not.toContain('canary');
  });

  test.each([
    ['[a]\ndefault = true\n[b]\ndefault = true\n', ["2 default profiles, 'a' and 'b'"]],
    ['host = "x"\n', ["'host' in", 'outside of a profile']],
    ['[a]\nhots = "x"\npasswort = "canary"\n', ["'hots' of profile 'a'", "mean 'host'", "mean 'password'"]],
    ['[a]\nport = [1]\n', ["'port' of profile 'a'", 'must be a string, a number, true or false']],
    ['[a]\npassword = canary\n', ['is not valid TOML, line 2']],
    ['[a]\ntls = false\n', ['encrypted connections only']],
  ])('%j is refused, and no value is shown', async (text, parts) => {
    await writeConfig(text);
    const message = await refuse();
    for (const part of parts) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain('canary');
    expect(message).not.toContain('is missing');
  });

  test('that does not exist is answered with the nearest', async () => {
    await writeConfig(`${dev}[prod]\n`);
    expect(await refuse({ from: { profile: 'pord' } })).toContain("no profile 'pord' (did you mean 'prod'?)");
    expect(await refuse({ from: { profile: 'x', config: false } })).toContain('contradict');
    expect(await refuse({ from: { config: join(home, 'none') } })).toContain('does not exist');
  });
});

describe('a password', () => {
  test('is the first line of a file, which others should not read', async () => {
    const path = await write('password', 'it is\r\nnot this', 0o640);
    expect((await gather({ passwordFile: [['--password-file', path]] }))['password']).toEqual([
      'it is',
      '--password-file',
    ]);
    await loadSettings({ passwordFile: [['--password-file', path]] }, [], makeIo(), 'status');
    expect(warnings).toEqual([expect.stringContaining('mode 640')]);
    expect((await gather({}, { EXASOL_PASSWORD_FILE: path }))['password']?.[0]).toBe('it is');
  });

  test.each([
    ['mark of UTF-8', Buffer.from('\uFEFFit is\r\n')],
    ['UTF-16 of PowerShell', Buffer.from('\uFEFFit is\r\n', 'utf16le')],
  ])('is read from a file with the %s', async (_what, bytes) => {
    const path = await write('password', '');
    await writeFile(path, bytes);
    expect((await gather({ passwordFile: [['--password-file', path]] }))['password']?.[0]).toBe('it is');
  });

  test('is found in the home that a settings file writes as ~', async () => {
    await write('password', 'of home');
    await write('.env', 'EXASOL_PASSWORD_FILE=~/password\n');
    const real = process.env['HOME'];
    onTestFinished(() => {
      process.env['HOME'] = real;
    });
    process.env['HOME'] = home;
    expect((await gather())['password']?.[0]).toBe('of home');
  });

  test('comes from stdin without the end of its line', async () => {
    const settings = await gather({ from: { passwordStdin: true } }, { EXASOL_PASSWORD: 'other' }, 'piped\n');
    expect(settings['password']).toEqual(['piped', '--password-stdin']);
    const marked = await gather({ from: { passwordStdin: true } }, {}, '\uFEFFpiped\r\n');
    expect(marked['password']?.[0]).toBe('piped');
  });

  test('of a file beats a less important source and is beaten by a more important one', async () => {
    const path = await write('password', 'of file');
    const flag: SettingsFlags = { passwordFile: [['--password-file', path]] };
    expect((await gather(flag, { EXASOL_PASSWORD: 'other' }))['password']?.[0]).toBe('of file');
    const env = { EXASOL_PASSWORD_FILE: path };
    expect((await gather({ password: [['--pass', 'flag']] }, env))['password']?.[0]).toBe('flag');
  });

  test('is refused where two ways give it, or its file gives none', async () => {
    const path = await write('password', '\n');
    const password: SettingsFlags = { password: [['--pass', 'canary']] };
    const both = await refuse({ ...password, passwordFile: [['--password-file', path]] });
    expect(both).toContain('--pass and --password-file are both given');
    expect(both).not.toContain('canary');
    expect(await refuse({ ...password, from: { passwordStdin: true } })).toContain('--pass and --password-stdin');
    const empty = await refuse({ passwordFile: [['--password-file', path]] });
    expect(empty).toContain('no password in its first line');
    expect(empty).not.toContain('missing');
    expect(await refuse({ passwordFile: [['--password-file', join(home, 'none')]] })).toContain('cannot read the file');
  });
});

describe('a variable that nobody reads', () => {
  test('is told where a setting is missing, with the one that was meant', async () => {
    await write('.env', 'SME_HOST=a\nEXASOL_PASS=canary\nSME_BUKET=b\nSME_LIVE_BUCKET=c\nEXASOL_DOCKER=1\n');
    const message = await refuse({}, { EXASOL_USR: 'me', SME_EMPTY: '' });
    expect(message).toContain("sme does not read the variable EXASOL_USR (did you mean 'EXASOL_USER'?)");
    expect(message).toContain("sme does not read the variable SME_HOST in .env (did you mean 'EXASOL_HOST'?)");
    expect(message).toContain("sme does not read the variable EXASOL_PASS in .env (did you mean 'EXASOL_PASSWORD'?)");
    expect(message).toContain("sme does not read the variable SME_BUKET in .env (did you mean 'SME_BUCKET'?)");
    expect(message).not.toMatch(/SME_LIVE_BUCKET|EXASOL_DOCKER|canary/);
  });
});

test('a "#" in a value of .env without quotes is told, one in quotes or before a comment is not', async () => {
  const text =
    'EXASOL_PASSWORD=can#ary\nEXASOL_USER=me # the admin\nEXASOL_HOST="d#b"\nOTHER=a#b\nexport SME_BUCKET=b#c\n';
  await write('.env', text);
  const { warnings: told } = await gatherSettings({}, makeIo());
  expect(told).toEqual([
    expect.stringMatching(/^The value of EXASOL_PASSWORD in \.env ends before its first "#"/),
    expect.stringMatching(/^The value of SME_BUCKET in \.env /),
  ]);
  expect(told.join()).not.toContain('can');
});

describe('a DSN that cannot be read', () => {
  test('is all that is complained of', async () => {
    expect(await refuse({ dsn: [['--dsn', 'a,b']] })).not.toContain('missing');
  });
});

describe('the AWS settings', () => {
  const load = (env: Record<string, string>, flags: SettingsFlags = {}) =>
    loadSettings(flags, ['aws', 'awsDefaults'], makeIo(env), 'doctor');

  test('are checked, all at once', async () => {
    const env = { AWS_REGION: 'nowhere', SME_BUCKET: 'A', SME_ROLE_ARN: 'role', AWS_ENDPOINT_URL: 'x' };
    await expect(load(env)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/AWS_REGION: 'nowhere'.*AWS_ENDPOINT_URL: 'x'.*SME_BUCKET: 'A'.*SME_ROLE_ARN/s),
    });
  });

  test('read the name of a connection as SQL does, and miss nothing optional', async () => {
    const { aws, awsDefaults } = await load({ AWS_REGION: 'eu-central-1', SME_CONNECTION: 'aws_s3' });
    expect(aws).toEqual({ region: 'eu-central-1' });
    expect(awsDefaults).toEqual({
      region: 'eu-central-1',
      connectionName: { candidates: ['aws_s3', 'AWS_S3'], whenNew: 'AWS_S3' },
    });
  });

  test('leave the keys to the AWS profile where one stands before them', async () => {
    const keys = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' };
    expect((await load(keys)).aws.credentials?.secretAccessKey.reveal()).toBe('s');
    const { aws } = await load(keys, { awsProfile: [['--aws-profile', 'work']] });
    expect(aws).toEqual({ region: 'eu-central-1', profile: 'work' });
  });
});

describe('--sandbox', () => {
  const settings = { host: '127.0.0.1', port: '9', password: 'p', awsEndpointUrl: 'http://127.0.0.1:1' };

  test('finds the sandbox that runs, before the environment, after flags', async () => {
    const unregister = await registerSandbox({ HOME: home }, settings);
    const found = await gather({ port: [['--port', '7']], from: { sandbox: true } }, { EXASOL_HOST: 'other' });
    expect(found).toMatchObject({
      host: ['127.0.0.1', '--sandbox'],
      port: ['7', '--port'],
      awsEndpointUrl: ['http://127.0.0.1:1', '--sandbox'],
    });
    await unregister();
    expect(await refuse({ from: { sandbox: true } })).toContain('no sandbox is running');
  });

  test('skips a sandbox that has died without removing its file, and finds the one that runs', async () => {
    const dead = join(home, '.local/state/sme/sandboxes/dead.json');
    await registerSandbox({ HOME: home }, settings);
    await writeFile(dead, JSON.stringify({ pid: 2 ** 22 + 1, settings: { ...settings, port: '5' } }));
    expect(await gather({ from: { sandbox: true } })).toMatchObject({ port: ['9', '--sandbox'] });
  });

  test('lists several running sandboxes and takes the one of SME_SANDBOX_PORT', async () => {
    const unregister = await registerSandbox({ HOME: home }, settings);
    await registerSandbox({ HOME: home }, { ...settings, port: '10' });
    expect(await refuse({ from: { sandbox: true } })).toContain('set SME_SANDBOX_PORT to one of the ports 10, 9');
    const chosen = { SME_SANDBOX_PORT: '9' };
    expect(await gather({ from: { sandbox: true } }, chosen)).toMatchObject({ port: ['9', '--sandbox'] });
    await unregister();
    expect(await gather({ from: { sandbox: true } })).toMatchObject({ port: ['10', '--sandbox'] });
  });
});
