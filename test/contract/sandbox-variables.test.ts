/** The variables of `sme sandbox --format env` connect every command to the sandbox, as `--sandbox` does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerSandbox } from '../../src/config/sandbox-registry.js';
import { formatAccessAsVariables, toSandboxSettings } from '../../src/terminal/sandbox-access.js';
import { runCommand } from '../support/run-command.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;
let home: string;
let variables: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  home = await mkdtemp(join(tmpdir(), 'sme-variables-'));
  variables = { HOME: home, ...parse(formatAccessAsVariables(sandbox)) };
  await registerSandbox({ HOME: home }, toSandboxSettings(sandbox));
  const driver = await sandbox.connect();
  for (const sql of ['CREATE SCHEMA S', 'CREATE TABLE S.T (A DECIMAL(9,0), B VARCHAR(9))']) {
    await runStatement(driver, sql);
  }
});
afterAll(async () => {
  await sandbox?.stop();
  await rm(home, { recursive: true, force: true });
});

/** Replaces durations, which differ from run to run. */
const replaceDurations = (text: string) => text.replaceAll(/\d+(\.\d+)? (s|ms)\b|"seconds":[\d.]+/g, 'TIME');

describe('the variables of sme sandbox --format env', () => {
  // In the order in which a new user runs them. Each runs with the variables alone, then with --sandbox alone.
  test.each([
    ['deploy --create-schema --schema ML', 0],
    ['status --schema ML', 0],
    ['connection create AWS --schema ML --yes', 0],
    ['connection test AWS --schema ML', 0],
    ['doctor --schema ML --connection AWS --probe-write --only database,tls,login,scripts,identity,bucket', 0],
    ['jobs --schema ML', 0],
    ['train S.T --target B --schema ML --connection AWS --output-path models --dry-run', 0],
    ['watch nothing --schema ML', 7],
    ['candidates nothing --schema ML', 7],
    ['stop nothing --schema ML --yes', 7],
    ['report nothing --schema ML', 7],
    ['predict nothing S.T --schema ML', 7],
    ['endpoint create nothing --schema ML --yes', 7],
    ['endpoint list --schema ML', 0],
    ['cleanup --schema ML', 0],
    ['config show', 0],
    ['undeploy --schema ML --yes', 0],
  ])('connect: sme %s', async (line, exitCode) => {
    const args = line.split(' ');
    const byVariables = await runCommand([...args, '--no-input'], { env: variables, cwd: home });
    expect(byVariables, byVariables.stderr).toMatchObject({ exitCode });
    expect(byVariables.stderr).not.toContain('E-SME-1:');
    if (/^(deploy|undeploy|connection create)/.test(line)) {
      return;
    }
    const byFlag = await runCommand([...args, '--no-input', '--sandbox'], { env: { HOME: home }, cwd: home });
    expect(byFlag, byFlag.stderr).toMatchObject({ exitCode });
    expect(replaceDurations(byFlag.stdout)).toBe(replaceDurations(byVariables.stdout));
  });

  test('can be stored in a profile, which then connects without them', async () => {
    const { host, port, user, password, fingerprint } = sandbox.exasol;
    const flags = ['--host', host, '--port', String(port), '--user', user, '--fingerprint', fingerprint];
    const added = await runCommand(['profile', 'add', 'box', ...flags, '--password-stdin'], {
      env: variables,
      cwd: home,
      piped: `${password}\n`,
    });
    expect(added, added.stderr).toMatchObject({ exitCode: 0 });
    const run = await runCommand(['doctor', '--profile', 'box', '--only', 'login,settings'], {
      env: { HOME: home },
      cwd: home,
    });
    expect(run, run.stdout).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
