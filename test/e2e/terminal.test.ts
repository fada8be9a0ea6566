import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SteppedClock } from '../../src/sandbox/clock.js';
import { makeTraining, waitForStatus } from '../support/job-scripts.js';
import { type Keys, runOnTerminal } from '../support/pseudo-terminal.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createChurnTable, createConnection, installScripts, run, train } from '../support/training.js';

/** Runs the built `sme` on a pseudo-terminal. The clock moves only when a test moves it, so jobs keep their status. */
const cli = join('dist', 'cli.js');
const clock = new SteppedClock();
let sandbox: TestSandbox;
let environment: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ clock });
  const driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  for (const job_name of ['lasting', 'ended']) {
    const parameters = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), job_name, max_candidates: 1 };
    await train(driver, 'SME', parameters);
  }
  environment = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' };
});
afterAll(() => sandbox?.stop());

const sme = (args: readonly string[], steps: readonly Keys[], columns = 80, env: Record<string, string> = {}) =>
  runOnTerminal([process.execPath, cli, ...args, '--no-config'], {
    env: { ...environment, ...env },
    steps,
    columns,
  });

/** The lines on the terminal, without control sequences. */
const linesOf = (screen: string) =>
  screen
    .split('\r\n')
    .map((line) => line.replaceAll(/\p{Cc}\[\d*[AJKm]/gu, ''))
    .map((line) => line.trimEnd());

describe('a prompt', () => {
  const ask = (keys: string) => sme(['stop', 'lasting'], [{ wait: 'Continue? [y/N] ', keys }], 50);

  test.each([
    ['n', 'n\r', 1, 'E-SME-23: Not confirmed: nothing was changed.'],
    ['Enter', '\r', 1, 'E-SME-23: Not confirmed: nothing was changed.'],
    ['Ctrl-D', '\u0004', 1, 'E-SME-23: Not confirmed: nothing was changed.'],
    ['Ctrl-C', '\u0003', 130, 'Nothing was changed.'],
  ])('changes nothing on %s, and prints the result on lines of its own', async (_key, keys, exitCode, line) => {
    const ended = await ask(keys);
    expect(ended).toMatchObject({ exitCode, isAsFound: true });
    const lines = linesOf(ended.screen);
    expect(lines).toContain(line);
    // wrapped between words
    expect(lines).toContain('The job lasting in eu-central-1 will be stopped.');
    expect((await sme(['jobs'], [])).screen).toMatch(/lasting +InProgress/);
  });

  test('stops the job on y', async () => {
    const driver = await sandbox.connect();
    await train(driver, 'SME', { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), job_name: 'halted' });
    const ended = await sme(['stop', 'halted'], [{ wait: 'Continue? [y/N] ', keys: 'y\r' }]);
    expect(ended).toMatchObject({ exitCode: 0, screen: expect.stringContaining('halted: Stopping') });
  });
});

describe('sme watch', () => {
  test.each([80, 50])(
    'draws on %i columns; Ctrl-C leaves the job running and says how to come back',
    async (columns) => {
      const wait = 'Ctrl-C leaves the job running';
      const ended = await sme(['watch', 'lasting', '--interval', '1h'], [{ wait, keys: '\u0003' }], columns);
      expect(ended).toMatchObject({ exitCode: 130, isAsFound: true });
      const lines = linesOf(ended.screen);
      expect(lines).toContain('E-SME-4: Interrupted.');
      const view = lines.slice(0, lines.indexOf('E-SME-4: Interrupted.'));
      expect(view.filter((line) => line.startsWith('  elapsed '))).not.toEqual([]);
      for (const line of view) expect(line.length).toBeLessThan(columns);
      expect(ended.screen.replaceAll(/\s+/g, ' ')).toContain('Follow it again with "sme watch lasting"');
      // a program that hides the cursor has to show it again; the view never hides it
      expect(ended.screen).not.toContain('\u001b[?');
    },
  );
});

test('hides the password at the prompt and turns the echo of the terminal on again', async () => {
  const steps = [{ wait: 'Password of sys: ', keys: `${sandbox.exasol.password}\r` }];
  const ended = await sme(['jobs', '--quiet'], steps, 80, { EXASOL_PASSWORD: '' });
  expect(ended).toMatchObject({ exitCode: 0, isAsFound: true, screen: expect.stringContaining('lasting') });
  expect(ended.screen).not.toContain(sandbox.exasol.password);
});

test('colors status words on a terminal, but not with NO_COLOR', async () => {
  clock.advance(3_600_000);
  const place = { driver: await sandbox.connect(), schema: 'SME', region: sandbox.aws.region, clock };
  await waitForStatus(place, 'ended', 'Completed');
  expect((await sme(['jobs'], [])).screen).toMatch(/\p{Cc}\[32mCompleted *\p{Cc}\[39m/u);
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
    expect((await sme(['jobs'], [], 80, env)).screen).not.toContain('\u001b[');
  expect((await sme(['jobs', '--no-color'], [])).screen).not.toContain('\u001b[');
});
