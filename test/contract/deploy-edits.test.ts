import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployInSession } from '../../src/deploy/deploy.js';
import { formatEdits } from '../../src/deploy/describe-plan.js';
import type { DeploymentPlan } from '../../src/deploy/types.js';
import { identifier, literal } from '../../src/exasol/quote.js';
import { withSession } from '../../src/exasol/session.js';
import type { ConnectionConfig } from '../../src/exasol/types.js';
import { deploy, UserError } from '../../src/index.js';
import { names } from '../../src/scripts/names.js';
import { Secret } from '../../src/secret.js';
import { runOnSandbox } from '../support/deploy.js';
import { type CommandRun, runCommand } from '../support/run-command.js';
import { openTarget, type Target } from '../support/target.js';
import { run } from '../support/training.js';

let target: Target;
let schema: string;
let execute: (sql: string) => Promise<readonly (readonly unknown[])[]>;

beforeAll(async () => {
  target = await openTarget();
  const driver = await target.connect();
  execute = (sql) => run(driver, sql);
  schema = target.schemaName('EDITED');
  await runOnSandbox(target, ['deploy', '--schema', schema, '--create-schema']);
});
afterAll(() => target?.stop());

/** Runs `sme <args>` as text. @param typed the answer on a terminal */
async function sme(args: readonly string[], typed?: string): Promise<CommandRun> {
  const { host, port, user, password, fingerprint } = target.exasol;
  const settings = ['--host', host, '--port', String(port), '--user', user, '--pass', password];
  const all = [...args, '--schema', schema, ...settings, '--fingerprint', fingerprint];
  return await runCommand(all, typed === undefined ? {} : { typed });
}

async function readScript(): Promise<string> {
  const [[text] = []] = await execute(
    `SELECT SCRIPT_TEXT AS T FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = ${literal(schema)} AND SCRIPT_NAME = ${literal(names.train)}`,
  );
  return String(text);
}

/** Changes one line of the installed training script, as a user does in a SQL client. */
async function editScript(line: string): Promise<void> {
  const text = await readScript();
  const body = text.slice(text.indexOf('-- exasol-sagemaker-extension'));
  await execute(
    `CREATE OR REPLACE LUA SCRIPT ${identifier(schema)}.${identifier(names.train)} (json_str) RETURNS TABLE AS\n${body}\n${line}\n`,
  );
}

describe('a script that was edited by hand', () => {
  test('is shown as a diff in the plan', async () => {
    await editScript('-- my edit 1');
    const { stdout, exitCode } = await sme(['deploy', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/1 to replace, \d+ unchanged/);
    expect(stdout).toContain(`\n${names.train}: "-" is installed, "+" replaces it\n`);
    expect(stdout).toContain('\n--- my edit 1\n');
  });

  test('is not overwritten without a terminal or --yes', async () => {
    await editScript('-- my edit 2');
    const { stderr, exitCode } = await sme(['deploy']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--- my edit 2');
    expect(stderr).toContain('--yes');
    expect(await readScript()).toContain('-- my edit 2');
  });

  test.each([
    { answer: 'n', exitCode: 1, isKept: true },
    { answer: 'y', exitCode: 0, isKept: false },
  ])('is kept or overwritten as the user decides: $answer', async ({ answer, exitCode, isKept }) => {
    await editScript('-- my edit 3');
    const outcome = await sme(['deploy'], `${answer}\n`);
    expect(outcome.stderr).toContain('--- my edit 3');
    expect(outcome.exitCode).toBe(exitCode);
    expect((await readScript()).includes('-- my edit 3')).toBe(isKept);
  });

  test('is shown again if it changes during the prompt', async () => {
    await editScript('-- my edit 4');
    const shown: string[] = [];
    const confirmEdits = async (plan: DeploymentPlan) => {
      shown.push(formatEdits(plan));
      if (shown.length === 1) await editScript('-- my edit 5');
    };
    const { host, port, user, password, fingerprint } = target.exasol;
    const connection: ConnectionConfig = {
      host,
      port,
      credentials: { kind: 'password', user, password: new Secret(password) },
      certificate: { kind: 'pin', fingerprint },
      timeoutMs: 20_000,
    };
    const options = {
      target: { schema: { candidates: [schema], whenNew: schema }, languageAlias: undefined },
      createSchema: false,
      confirmEdits,
    };
    await withSession(connection, (session) => deployInSession(session, options), { autocommit: false });
    expect(shown).toEqual([expect.stringContaining('my edit 4'), expect.stringContaining('my edit 5')]);
    expect(await readScript()).not.toContain('my edit');
  });

  test('is overwritten with --yes', async () => {
    await editScript('-- my edit 6');
    expect((await sme(['deploy', '--yes'])).exitCode).toBe(0);
    expect(await readScript()).not.toContain('my edit');
  });

  test('is an error of the API without replaceEdited', async () => {
    await editScript('-- my edit 7');
    const { host, port, user, password, fingerprint } = target.exasol;
    const settings = { host, port, user, password, fingerprint, schema };
    const refusal = await deploy(settings).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(UserError);
    expect(refusal).toMatchObject({ code: 'E-SME-600', message: expect.stringContaining('--- my edit 7') });
    expect(await deploy({ ...settings, replaceEdited: true })).toMatchObject({ changed: true });
  });
});

describe('the output of a deployment', () => {
  test('is one line for each object, and SQL only with --sql', async () => {
    const plan = await sme(['deploy', '--dry-run']);
    expect(plan.stdout).toMatch(/^Schema \S+: \d+ unchanged\. Nothing was changed/);
    expect(plan.stdout).not.toContain('CREATE OR REPLACE');
    for (const flag of ['--sql', '--to-print']) {
      expect((await sme(['deploy', flag])).stdout).toContain(`-- keep script ${names.train}`);
    }
  });

  test('is empty with --quiet if nothing changes', async () => {
    expect(await sme(['deploy', '--quiet'])).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect(await sme(['status', '--quiet'])).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });

  test('names only differences with --quiet', async () => {
    await execute(`DROP SCRIPT ${identifier(schema)}.${identifier(names.train)}`);
    const { stdout } = await sme(['status', '--quiet']);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(new RegExp(`^missing +script +${names.train} `)),
      expect.stringContaining('sme deploy'),
      '',
    ]);
    expect((await sme(['deploy', '--quiet'])).stdout).toMatch(/^Deployed .*: 1 created, \d+ unchanged\.\n$/);
  });
});
