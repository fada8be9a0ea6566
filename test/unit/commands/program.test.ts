import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderDesiredState } from '../../../src/deploy/desired-state.js';
import { makeProgram } from '../../../src/program.js';
import { version } from '../../../src/version.js';
import { runCommand } from '../../support/run-command.js';

const nowhere = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const world = { env: {}, cwd: import.meta.dirname, signal: new AbortController().signal };
const io = { stdin: noInput, stdout: nowhere, stderr: nowhere, ...world };
const commands = makeProgram(io).commands.map((command) => command.name());

describe('the command line', () => {
  test('shows its version and nothing else', async () => {
    expect(await runCommand(['--version'])).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });

  test.each([[['--version', '--json']], [['--json', '-V']]])('shows more of its version with %j', async (args) => {
    const { stdout, stderr, exitCode } = await runCommand(args);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'sme.version/v1', ok: true, data: { version } });
  });

  test('shows its help on stdout when asked, on stderr when called without a command', async () => {
    expect(await runCommand(['--help'])).toMatchObject({
      stderr: '',
      exitCode: 0,
      stdout: expect.stringContaining('deploy'),
    });
    expect(await runCommand([])).toMatchObject({ stdout: '', exitCode: 2, stderr: expect.stringContaining('deploy') });
  });

  test('has its commands', () => {
    expect(commands).toEqual(expect.arrayContaining(['deploy', 'status', 'undeploy', 'render', 'sandbox', 'demo']));
  });

  test.each(commands)('gives two examples in the help of %s', async (command) => {
    const { stdout, exitCode } = await runCommand([command, '--help']);
    expect(stdout.match(/^ {2}\$ /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(exitCode).toBe(0);
  });

  test('shows no example of a command that never ends inside of $(...)', async () => {
    expect((await runCommand(['sandbox', '--help'])).stdout).not.toContain('$(sme sandbox');
  });

  test.each([
    { args: ['depoly'], part: '(Did you mean deploy?)' },
    { args: ['deploy', '--hots', 'x'], part: '(Did you mean --host?)' },
    { args: ['deploy', '--hots=x'], part: "unknown option '--hots' (did you mean '--host'?)" },
    { args: ['profile', 'add', 'x', '--usr=ann'], part: "unknown option '--usr' (did you mean '--user'?)" },
    { args: ['profile', 'lst'], part: '(Did you mean list?)' },
    { args: ['deploy', '--host'], part: "'--host <name>' argument missing" },
    { args: ['sandbox', '--fault', 'network=down'], part: "'network=down' is reserved" },
  ])('refuses $args as wrong usage', async ({ args, part }) => {
    expect(await runCommand(args)).toMatchObject({ stdout: '', exitCode: 2, stderr: expect.stringContaining(part) });
  });

  test('prints one document with --json, also for wrong usage', async () => {
    const { stdout, exitCode } = await runCommand(['deploy', '--json', '--hots', 'x']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'sme.deploy/v1', ok: false, error: { code: 'E-SME-2' } });
    expect(exitCode).toBe(2);
  });

  test('lists every missing setting, and with --json as a document, too', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['status', '--json']);
    expect(exitCode).toBe(2);
    for (const part of ['host is missing', 'user is missing', 'password is missing', 'schema is missing']) {
      expect(stderr).toContain(part);
    }
    const document: { error: { message: string; mitigation: string } } = JSON.parse(stdout);
    expect(stderr).toBe(`E-SME-1: ${document.error.message}\n${document.error.mitigation}\n`);
  });

  test('asks for the password on a terminal and shows none of it', async () => {
    const args = ['deploy', '--host', 'no-such-host.invalid', '--user', 'ann', '--schema', 'ML', '--debug'];
    const run = await runCommand(args, { typed: 'canary-71\r' });
    expect(run).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('Password of ann: ') });
    expect(run.stdout + run.stderr).not.toContain('canary');
  });

  test('hands nothing on to the terminal that would be a command there', async () => {
    const { stderr } = await runCommand(['completion', '\u001b[2J\u001b]0;title\u0007\u202e']);
    expect(stderr).toContain("no completion for the shell '�[2J�]0;title��'");
    const { stdout } = await runCommand(['completion', '\u001b[2J', '--json']);
    expect(JSON.parse(stdout).error.message).toContain("no completion for the shell '\u001b[2J'");
    expect(stdout).not.toContain('\u001b');
  });

  test('suggests the nearest shell', async () => {
    expect((await runCommand(['completion', 'bsh'])).stderr).toContain("(did you mean 'bash'?)");
  });

  test('shows a stack with --debug only', async () => {
    const args = ['deploy', '--dsn', 'exasol://ann:canary-72@no-such-host.invalid/ML'];
    expect((await runCommand(args)).stderr).not.toContain(' at ');
    const debug = await runCommand([...args, '--debug']);
    expect(debug.stderr).toMatch(/^\s+at /m);
    expect(debug.stderr).not.toContain('canary');
  });

  test('warns where certificates are not verified', async () => {
    const args = ['deploy', '--dsn', 'exasol://ann:pw@no-such-host.invalid/ML', '--no-verify-certificate', '--json'];
    const { stdout, stderr } = await runCommand(args);
    expect(stderr).toContain('Warning: The certificate');
    expect(JSON.parse(stdout).warnings).toHaveLength(1);
  });
});

describe('render', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sme-render-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('prints every object, ready to run', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['render', '--schema', 'ml']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    for (const { sql } of renderDesiredState('ML', 'PYTHON3').scripts) {
      expect(stdout).toContain(`--/\n${sql}\n/\n`);
    }
  });

  test('writes the same into files, one an object', async () => {
    const { stdout } = await runCommand(['render', '--schema', '"Sales"', '--out', join(folder, 'sql')]);
    const files = await readdir(join(folder, 'sql'));
    const { scripts, tables } = renderDesiredState('Sales', 'PYTHON3');
    expect(files.sort()).toEqual(
      [...scripts, ...tables]
        .map(({ name }) => `${name}.sql`)
        .concat('GRANTS.sql')
        .sort(),
    );
    expect(stdout.trim().split('\n')).toHaveLength(files.length);
    for (const { name, sql } of tables) {
      expect(await readFile(join(folder, 'sql', `${name}.sql`), 'utf8')).toBe(`${sql};\n`);
    }
  });

  test('says where it cannot write', async () => {
    await writeFile(join(folder, 'file'), '');
    const run = await runCommand(['render', '--schema', 'ML', '--out', join(folder, 'file')]);
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('E-SME-19') });
  });

  test('takes the schema and the alias from the environment', async () => {
    const env = { EXASOL_SCHEMA: 'FROM_ENV', EXASOL_LANGUAGE_ALIAS: 'PY_NEW' };
    expect((await runCommand(['render'], { env })).stdout).toContain(
      'CREATE OR REPLACE PY_NEW SCALAR SCRIPT "FROM_ENV".',
    );
  });
});
