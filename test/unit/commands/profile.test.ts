import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingRows, valueNames } from '../../../src/config/settings-table.js';
import { makeProgram } from '../../../src/program.js';
import { type RunCommandOptions, runCommand } from '../../support/run-command.js';

const nowhere = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const world = {
  ...{ stdin: noInput, stdout: nowhere, stderr: nowhere, env: {} },
  ...{ cwd: import.meta.dirname, signal: new AbortController().signal },
};

let home: string;
let path: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sme-profile-'));
  path = join(home, '.config/sme/config.toml');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const sme = (args: readonly string[], options: RunCommandOptions = {}) =>
  runCommand(args, { cwd: home, ...options, env: { HOME: home, ...options.env } });

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}

describe('sme profile add', () => {
  test('without options, adds a default profile for a local container, in a private file', async () => {
    const { stdout, exitCode } = await sme(['profile', 'add', 'local']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('local Docker container: user sys at localhost:8563');
    expect(stdout).toContain('It is the default');
    expect(await readFile(path, 'utf8')).toBe(
      '[local]\ndefault = true\nhost = "localhost"\nport = 8563\nuser = "sys"\npassword = "exasol"\nverify_certificate = false\n',
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('writes the values of the options and keeps the rest of the file, with its comments', async () => {
    await write(path, '# mine\n[local]\nhost = "localhost" # here\n');
    const flags = ['--dsn', 'exasol://me:canary-1@db:9/ML', '--bucket', 'data', '--password-file', 'secret', '--json'];
    const added = await sme(['profile', 'add', 'prod', ...flags]);
    expect(added.exitCode).toBe(0);
    expect(added.stdout).not.toContain('canary');
    expect(JSON.parse(added.stdout)).toMatchObject({
      schema: 'sme.profile.add/v1',
      command: 'profile add',
      data: { name: 'prod', default: false, values: { host: 'db', password: '***', schema: 'ML' } },
    });
    expect(await readFile(path, 'utf8')).toMatch(
      /^# mine\n\[local\]\nhost = "localhost" # here\n\n\[prod\]\nhost = "db"\nport = 9\nuser = "me"/,
    );
  });

  test('can store every key that a profile can hold', async () => {
    const add = makeProgram(world)
      .commands.find((each) => each.name() === 'profile')
      ?.commands.find((each) => each.name() === 'add');
    const longOptions = add?.options.map(({ long }) => long) ?? [];
    const keysOfEnvironment = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];
    const missing = valueNames
      .map((name) => settingRows[name])
      .filter(({ key, option, profileOption }) => {
        const long = /--[\w-]+/.exec(option ?? profileOption ?? '')?.[0];
        return !longOptions.includes(long ?? '') && !keysOfEnvironment.includes(key);
      });
    expect(missing).toEqual([]);
  });

  test('stores limits, security options and the AWS keys of the environment, which other commands then use', async () => {
    const flags = [
      '--host',
      'h',
      '--user',
      'u',
      '--max-runtime',
      '2h',
      '--ttl',
      '8h',
      '--no-keep-training-data',
      '--aws-keys',
    ];
    const security = ['--subnets', 'subnet-1,subnet-2', '--security-groups', 'sg-1', '--network-isolation'];
    const keys = { AWS_ACCESS_KEY_ID: 'AKIAXXXXXXXXXXXXXXXX', AWS_SECRET_ACCESS_KEY: 'canary-4' };
    const added = await sme(['profile', 'add', 'x', ...flags, ...security], { env: keys });
    expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    const text = await readFile(path, 'utf8');
    expect(text).toContain('[x.security]\nsubnets = [ "subnet-1", "subnet-2" ]\nsecurity_group_ids = [ "sg-1" ]');
    const { settings } = JSON.parse((await sme(['config', 'show', '--json'])).stdout).data;
    const shown = Object.fromEntries(settings.map((each: { name: string; value: string }) => [each.name, each.value]));
    expect(shown).toMatchObject({
      max_runtime: '2h',
      ttl: '8h',
      keep_training_data: 'false',
      aws_access_key_id: 'AKIAXXXXXXXXXXXXXXXX',
      'security.subnets': 'subnet-1,subnet-2',
      'security.network_isolation': 'true',
    });
    const profile = await sme(['profile', 'show', 'x']);
    expect(profile.stdout).toContain('max_runtime');
    expect(profile.stdout).toContain('security.subnets');
    expect(profile.stdout + added.stdout).not.toContain('canary');
  });

  test('--aws-keys names the variables that are missing, and invalid values change nothing', async () => {
    const { stderr, exitCode } = await sme(['profile', 'add', 'x', '--aws-keys'], {
      env: { AWS_ACCESS_KEY_ID: 'AKIA' },
    });
    expect({ stderr, exitCode }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('AWS_SECRET_ACCESS_KEY is not set'),
    });
    const invalid = await sme(['profile', 'add', 'x', '--ttl', '8', '--subnets', 'x']);
    expect(invalid).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/--ttl[\s\S]*--subnets/) });
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('reads a password from stdin and never prints it', async () => {
    const args = ['profile', 'add', 'x', '--host', 'h', '--user', 'u', '--password-stdin'];
    const run = await sme(args, { piped: 'canary-2\n' });
    expect(run.stdout + run.stderr).not.toContain('canary');
    expect(await readFile(path, 'utf8')).toContain('password = "canary-2"');
  });

  test.each([
    { args: ['a/b'], code: 'E-SME-25', exitCode: 2 },
    { args: ['existing'], code: 'E-SME-26', exitCode: 2 },
    { args: ['x', '--port', '99999', '--bucket', 'B'], code: 'E-SME-1', exitCode: 2 },
    { args: ['x', '--host', 'h', '--default'], code: 'E-SME-1', exitCode: 2 },
  ])('rejects $args and does not change the file', async ({ args, code, exitCode }) => {
    const text = '[existing]\ndefault = true\n';
    await write(path, text);
    const run = await sme(['profile', 'add', ...args]);
    expect(run).toMatchObject({ exitCode, stderr: expect.stringContaining(code) });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test('rejects a file that is not valid TOML', async () => {
    await write(path, '[unclosed\n');
    expect(await sme(['profile', 'add', 'x'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('E-SME-27'),
    });
  });

  test('reports a file that it cannot write', async () => {
    await write(join(home, 'file'), '');
    const run = await sme(['profile', 'add', 'x', '--config', join(home, 'file', 'config.toml')]);
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toMatch(/E-SME-2[78]/);
  });
});

describe('sme profile list and show', () => {
  beforeEach(async () => {
    await write(path, '[dev]\nhost = "d"\n[prod]\nhost = "p"\ndefault = true\npassword = "canary-3"\n');
    await write(join(home, '.exapump/config.toml'), '[pump]\nhost = "q"\nbfs_write_password = "canary-4"\n[dev]\n');
  });

  test('list every profile once and mark the default', async () => {
    const { stdout } = await sme(['profile', 'list', '--json']);
    expect(JSON.parse(stdout).data).toEqual([
      { name: 'dev', default: false, owner: 'sme', host: 'd', path },
      { name: 'prod', default: true, owner: 'sme', host: 'p', path },
      { name: 'pump', default: false, owner: 'exapump', host: 'q', path: join(home, '.exapump/config.toml') },
    ]);
    expect((await sme(['profile', 'list'])).stdout).toMatch(/^ {3}dev .*\n\* {2}prod .*\n {3}pump .*read only\)\n$/);
  });

  test.each(['prod', 'pump'])('show %s with its secrets masked', async (name) => {
    const text = await sme(['profile', 'show', name]);
    const json = await sme(['profile', 'show', name, '--json']);
    expect(text.stdout).toContain('***');
    expect(text.stdout + text.stderr + json.stdout + json.stderr).not.toContain('canary');
  });

  test('suggest the most similar name', async () => {
    expect(await sme(['profile', 'show', 'pord'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("no profile 'pord' (did you mean 'prod'?)"),
    });
  });

  test('print an empty list if there are no profiles', async () => {
    const { stdout } = await sme(['profile', 'list', '--json'], { env: { HOME: join(home, 'empty') } });
    expect(JSON.parse(stdout).data).toEqual([]);
  });
});

describe('sme profile remove', () => {
  const text = '# top\n\n[dev] # first\nhost = "d"\n\n# about prod\n[prod]\nhost = "p" # keep\n';
  beforeEach(() => write(path, text));

  test('asks for confirmation on a terminal, and removes the profile only after a yes', async () => {
    const no = await sme(['profile', 'remove', 'dev'], { typed: 'n\n' });
    expect(no).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Continue? [y/N]') });
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await sme(['profile', 'remove', 'dev'], { typed: 'yes\n' })).exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toBe('# top\n\n# about prod\n[prod]\nhost = "p" # keep\n');
  });

  test.each([[[]], [['--no-input']], [['--json']]])('fails instead of asking with %j', async (flags) => {
    const typed = flags.length === 0 ? {} : { typed: 'y\n' };
    const run = await sme(['profile', 'remove', 'dev', ...flags], typed);
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('add --yes') });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test.each(['--yes', '-y', '--auto-approve'])('does not ask with %s', async (flag) => {
    expect((await sme(['profile', 'remove', 'prod', flag])).exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toBe('# top\n\n[dev] # first\nhost = "d"\n');
  });

  test('warns if comments are lost', async () => {
    await write(path, '# top\ndev = { host = "d" }\nprod.host = "p"\n');
    const run = await sme(['profile', 'remove', 'dev', '--yes']);
    expect(run.stderr).toContain('removed the comments');
    expect(await readFile(path, 'utf8')).toBe('[prod]\nhost = "p"\n');
  });

  test('never changes the settings file of exapump', async () => {
    await write(join(home, '.exapump/config.toml'), '[pump]\n');
    expect(await sme(['profile', 'remove', 'pump', '--yes'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('E-SME-29'),
    });
  });

  test('stops waiting on Ctrl-C and changes nothing', async () => {
    const interruption = new AbortController();
    const run = sme(['profile', 'remove', 'dev'], {
      typed: '',
      signal: interruption.signal,
      onStderr: (text) => (text.includes('Continue?') ? queueMicrotask(() => interruption.abort()) : undefined),
    });
    expect(await run).toMatchObject({ exitCode: expect.any(Number) });
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});

describe('sme config show', () => {
  test('prints each value with its origin, secrets masked', async () => {
    await write(path, '[dev]\nhost = "d"\npassword = "canary-5"\nbucket = "data"\n');
    await write(join(home, '.env'), 'EXASOL_USER=me\nAWS_SECRET_ACCESS_KEY=canary-6\n');
    const env = { EXASOL_ACCESS_TOKEN: 'canary-7' };
    const text = await sme(['config', 'show', '--origin', '--port', '9'], { env });
    expect(text.stdout).toMatch(/^host +d +host of profile 'dev'$/m);
    expect(text.stdout).toMatch(/^port +9 +--port$/m);
    expect(text.stdout).toMatch(/^user +me +EXASOL_USER in \.env$/m);
    expect(text.stdout).toMatch(/^access_token +\*\*\* +EXASOL_ACCESS_TOKEN$/m);
    expect(text.stdout).toMatch(/^timeout +10s +default$/m);
    const json = await sme(['config', 'show', '--json'], { env });
    const { schema, data } = JSON.parse(json.stdout);
    expect(schema).toBe('sme.config.show/v1');
    expect(data).toMatchObject({ profile: 'dev', file: path });
    expect(data.settings).toContainEqual({ name: 'bucket', value: 'data', origin: "bucket of profile 'dev'" });
    expect(data.settings).toContainEqual({ name: 'aws_region', value: null, origin: null });
    expect(text.stdout + text.stderr + json.stdout + json.stderr).not.toContain('canary');
  });

  test('warns about invalid values and exits with 2', async () => {
    const run = await sme(['config', 'show'], { env: { EXASOL_PORT: 'x', EXASOL_DSN: 'exasol://u:canary-8@h?x=1' } });
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("EXASOL_PORT: 'x'") });
    expect(run.stdout + run.stderr).not.toContain('canary');
  });

  test('warns about a file that other users can read', async () => {
    await write(path, '[dev]\nhost = "d"\n');
    await chmod(path, 0o644);
    expect((await sme(['config', 'show'])).stderr).toContain(`chmod 600 '${path}'`);
  });
});
