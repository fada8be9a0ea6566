import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../support/run-command.js';

const run = promisify(execFile);

/** Stands for `sme __complete`: offers one name, and the words that it received, so that tests see them. */
const fakeSme = `sme() { [ "$1" = __complete ] && printf 'a-name\\tjob\\na|%s\\tjob\\n' "$(tr '\\0' '|')"; }`;

describe('completion in bash', () => {
  let script: string;
  beforeAll(async () => {
    const { stdout, stderr, exitCode } = await runCommand(['completion', 'bash']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    script = stdout;
  });

  /** What bash offers for the last of these words. */
  async function complete(...words: readonly string[]): Promise<readonly string[]> {
    const ask = `${fakeSme}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sme; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const args = ['--norc', '--noprofile', '-euc', `${script}\n${ask}`, 'bash', 'sme', ...words];
    const { stdout } = await run('bash', args, { cwd: import.meta.dirname });
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('offers commands', async () => {
    expect(await complete('de')).toEqual(['deploy', 'demo']);
    expect(await complete('profile', '')).toEqual(expect.arrayContaining(['add', 'list', 'show', 'remove']));
    expect(await complete('config', 'x')).toEqual([]);
  });

  test('offers the flags of the command that is typed, those of others not', async () => {
    expect(await complete('deploy', '--create')).toEqual(['--create-schema']);
    expect(await complete('status', '--create')).toEqual([]);
    expect(await complete('profile', 'remove', '--y')).toEqual(['--yes']);
    expect(await complete('--ver')).toEqual(['--version']);
  });

  test('keeps hidden spellings hidden', async () => {
    expect(await complete('deploy', '--db-')).toEqual([]);
  });

  test('offers files after a flag that takes one, and nothing after other values', async () => {
    expect(await complete('deploy', '--password-file', 'completion.')).toEqual(['completion.test.ts']);
    expect(await complete('deploy', '--user', 'de')).toEqual([]);
  });

  test('asks sme for names, and passes it the words through a pipe', async () => {
    expect(await complete('watch', '--schema', 'my ml', '')).toEqual(['a-name', 'a|watch|--schema|my ml||']);
    expect(await complete('deploy', '--profile', 'x')).toEqual(['a-name', 'a|deploy|--profile|x|']);
    expect(await complete('watch', '--inter')).toEqual(['--interval']);
  });

  test('does not take the value of a flag for a command', async () => {
    expect(await complete('deploy', '--user', 'status', '--create')).toEqual(['--create-schema']);
  });
});

/**
 * Shells that not everybody has; `.ci/run` installs both. What each offers for the last word of a line. The script is in a file, because it is
 * too long for an argument.
 */
const others = {
  fish: (file: string, line: string) => [
    '--no-config',
    '-c',
    `function sme; printf 'a-name\\tjob\\na|'; tr '\\0' '|'; end\nsource ${file}\ncomplete -C ${JSON.stringify(line)} | string replace -r '\\t.*' ''`,
  ],
  // completion itself needs a terminal: here its two functions print what they are handed
  zsh: (file: string, line: string) => [
    '-f',
    '-c',
    `compdef() {}; _files() { print -r -- FILES }
_describe() { local list=\${@[-1]} word; for word in "\${(@P)list}"; do print -r -- "\${word%%:*}"; done }
${fakeSme}
source ${file}
words=("\${(@s: :)1}"); CURRENT=\${#words}; _sme | grep -e "^\${words[CURRENT]}" -e FILES`,
    'zsh',
    line,
  ],
} as const;
type Told = { readonly stdout: string; readonly stderr: string };
const hasShell = (shell: string) => spawnSync(shell, ['--version']).status === 0;

describe.each(Object.keys(others) as readonly (keyof typeof others)[])('completion in %s', (shell) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'completion-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  describe.skipIf(!hasShell(shell))(hasShell(shell) ? 'itself' : `(left out: there is no ${shell} here)`, () => {
    test.each([
      ['sme de', ['demo', 'deploy']],
      ['sme profile re', ['remove']],
      ['sme deploy --create', ['--create-schema']],
      ['sme status --create', []],
      ['sme deploy --user status --create', ['--create-schema']],
      ['sme deploy --db-', []],
      ['sme deploy --user x --profile a', ['a-name', 'a|deploy|--user|x|--profile|a|']],
      ['sme watch --timeout 2h a', ['a-name', 'a|watch|--timeout|2h|a|']],
    ])('offers for %j what there is', async (line, expected) => {
      const { stdout: script } = await runCommand(['completion', shell]);
      const file = join(folder, shell);
      await writeFile(file, script);
      // grep that finds nothing fails
      const found = await run(shell, others[shell](file, line)).catch((thrown: Told) => thrown);
      expect(found.stderr).toBe('');
      expect(found.stdout.split('\n').filter(Boolean).sort()).toEqual(expected);
    });
  });
});

describe('completion elsewhere', () => {
  test.each(['zsh', 'fish'])('knows every command and its description in %s', async (shell) => {
    const { stdout, exitCode } = await runCommand(['completion', shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("'profile add'");
    expect(stdout).toContain('Compare the installed scripts and tables with those of this version');
    expect(stdout).not.toContain('undefined');
    expect(stdout).not.toMatch(/(-l |'--)certificate-fingerprint/);
  });

  test('hands PowerShell the words through a pipe, and quotes what it inserts', async () => {
    const { stdout, exitCode } = await runCommand(['completion', 'powershell']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Register-ArgumentCompleter -Native -CommandName sme -ScriptBlock {');
    expect(stdout).toContain('| & sme __complete');
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(stdout.split(open ?? '').length).toBe(stdout.split(close ?? '').length);
    }
  });

  test('is not offered for other shells', async () => {
    expect(await runCommand(['completion', 'tcsh'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("E-SME-30: sme has no completion for the shell 'tcsh'"),
    });
  });
});
