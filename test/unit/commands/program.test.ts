import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renderDesiredState } from '../../../src/deploy/desired-state.js';
import { makeProgram } from '../../../src/program.js';
import { version } from '../../../src/version.js';
import { runCommand } from '../../support/run-command.js';

const discard = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const environment = { env: {}, cwd: import.meta.dirname, signal: new AbortController().signal };
const io = { stdin: noInput, stdout: discard, stderr: discard, ...environment };
const program = makeProgram(io);
const commands = program
  .createHelp()
  .visibleCommands(program)
  .map((command) => command.name());

describe('the command line', () => {
  test('prints only its version with --version', async () => {
    expect(await runCommand(['--version'])).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });

  test.each([[['--version', '--json']], [['--json', '-V']]])(
    'prints its version as a document with %j',
    async (args) => {
      const { stdout, stderr, exitCode } = await runCommand(args);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      expect(JSON.parse(stdout)).toMatchObject({ schema: 'sme.version/v1', ok: true, data: { version } });
    },
  );

  test('prints its help on stdout with --help, and on stderr without a command', async () => {
    expect(await runCommand(['--help'])).toMatchObject({
      stderr: '',
      exitCode: 0,
      stdout: expect.stringContaining('deploy'),
    });
    expect(await runCommand([])).toMatchObject({ stdout: '', exitCode: 2, stderr: expect.stringContaining('deploy') });
  });

  test('lists its commands', () => {
    expect(commands).toEqual(expect.arrayContaining(['deploy', 'status', 'undeploy', 'render', 'sandbox', 'demo']));
  });

  test.each(commands)('shows at least two examples in the help of %s', async (command) => {
    const { stdout, exitCode } = await runCommand([command, '--help']);
    expect(stdout.match(/^ {2}\$ /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(exitCode).toBe(0);
  });

  test.each([
    { help: ['help', 'endpoint', 'create'], same: ['endpoint', 'create', '--help'] },
    { help: ['endpoint', 'help', 'create'], same: ['endpoint', 'create', '--help'] },
    { help: ['help', 'gc'], same: ['cleanup', '--help'] },
    { help: ['help'], same: ['--help'] },
  ])('prints the same help with sme $help', async ({ help, same }) => {
    expect(await runCommand(help)).toEqual(await runCommand(same));
  });

  test.each(['watch', 'train', 'status', 'predict'])(
    'means one thing by --timeout in the help of %s',
    async (command) => {
      const { stdout } = await runCommand([command, '--help']);
      expect(stdout).toContain('--connect-timeout <time>');
      expect(/--timeout <time> +(with --\w+: )?stop waiting/.test(stdout)).toBe(command !== 'status');
    },
  );

  test('does not show the sandbox, which runs until Ctrl-C, inside $(...)', async () => {
    expect((await runCommand(['sandbox', '--help'])).stdout).not.toContain('$(sme sandbox');
  });

  test.each([
    { args: ['depoly'], part: "unknown command 'depoly' (did you mean 'deploy'?)" },
    { args: ['deploy', '--hots', 'x'], part: "unknown option '--hots' (did you mean '--host'?)" },
    { args: ['status', '--password', 'x'], part: "unknown option '--password' (did you mean '--pass'?)" },
    { args: ['status', '--username=x'], part: "unknown option '--username' (did you mean '--user'?)" },
    { args: ['help', 'nope'], part: "unknown command 'nope'" },
    { args: ['help', 'endpoint', 'craete'], part: "unknown command 'endpoint craete' (did you mean 'create'?)" },
    { args: ['endpoint', 'help', 'nope'], part: 'sme endpoint --help' },
    { args: ['deploy', '--hots=x'], part: "unknown option '--hots' (did you mean '--host'?)" },
    { args: ['profile', 'add', 'x', '--usr=ann'], part: "unknown option '--usr' (did you mean '--user'?)" },
    { args: ['profile', 'lst'], part: "unknown command 'lst' (did you mean 'list'?)" },
    { args: ['deploy', '--host'], part: "'--host <name>' argument missing" },
    { args: ['sandbox', '--fault', 'network=down'], part: "unknown option '--fault'" },
  ])('rejects $args as a usage error', async ({ args, part }) => {
    expect(await runCommand(args)).toMatchObject({ stdout: '', exitCode: 2, stderr: expect.stringContaining(part) });
  });

  test('prints one document with --json, even for a usage error', async () => {
    const { stdout, exitCode } = await runCommand(['deploy', '--json', '--hots', 'x']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'sme.deploy/v1', ok: false, error: { code: 'E-SME-2' } });
    expect(exitCode).toBe(2);
  });

  test('lists every missing setting, with --json also in the document', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['status', '--json']);
    expect(exitCode).toBe(2);
    for (const part of ['host is missing', 'user is missing', 'password is missing', 'schema is missing']) {
      expect(stderr).toContain(part);
    }
    const document: { error: { message: string; mitigation: string } } = JSON.parse(stdout);
    expect(stderr).toBe(`E-SME-1: ${document.error.message}\n${document.error.mitigation}\n`);
  });

  test('prompts for the password on a terminal and never prints it', async () => {
    const args = ['deploy', '--host', 'no-such-host.invalid', '--user', 'ann', '--schema', 'ML', '--debug'];
    const run = await runCommand(args, { typed: 'canary-71\r' });
    expect(run).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('Password of ann: ') });
    expect(run.stdout + run.stderr).not.toContain('canary');
  });

  test('replaces control characters in errors, and escapes them in JSON', async () => {
    const { stderr } = await runCommand(['completion', '\u001b[2J\u001b]0;title\u0007\u202e']);
    expect(stderr).toContain("no completion for the shell '�[2J�]0;title��'");
    const { stdout } = await runCommand(['completion', '\u001b[2J', '--json']);
    expect(JSON.parse(stdout).error.message).toContain("no completion for the shell '\u001b[2J'");
    expect(stdout).not.toContain('\u001b');
  });

  test('suggests the most similar shell', async () => {
    expect((await runCommand(['completion', 'bsh'])).stderr).toContain("(did you mean 'bash'?)");
  });

  test('prints a stack trace only with --debug', async () => {
    const args = ['deploy', '--dsn', 'exasol://ann:canary-72@no-such-host.invalid/ML'];
    expect((await runCommand(args)).stderr).not.toContain(' at ');
    const debug = await runCommand([...args, '--debug']);
    expect(debug.stderr).toMatch(/^\s+at /m);
    expect(debug.stderr).not.toContain('canary');
  });

  test('warns if the certificate is not verified', async () => {
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

  test('prints every object as SQL that a client can run', async () => {
    const { stdout, stderr, exitCode } = await runCommand(['render', '--schema', 'ml']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    for (const { sql } of renderDesiredState('ML', 'PYTHON3').scripts) {
      expect(stdout).toContain(`--/\n${sql}\n/\n`);
    }
  });

  test('writes one file per object', async () => {
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

  test('reports a folder that it cannot write to', async () => {
    await writeFile(join(folder, 'file'), '');
    const run = await runCommand(['render', '--schema', 'ML', '--out', join(folder, 'file')]);
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('E-SME-19') });
  });

  test('reads the schema and the language alias from the environment', async () => {
    const env = { EXASOL_SCHEMA: 'FROM_ENV', EXASOL_LANGUAGE_ALIAS: 'PY_NEW' };
    expect((await runCommand(['render'], { env })).stdout).toContain(
      'CREATE OR REPLACE PY_NEW SCALAR SCRIPT "FROM_ENV".',
    );
  });
});
