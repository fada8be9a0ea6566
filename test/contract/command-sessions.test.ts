/** Sessions of commands: a second one after an internal server error, and the warning about running jobs before a job starts. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderScripts } from '../../src/render/script.js';
import { names } from '../../src/scripts/names.js';
import { runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 60_000 } });
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await createChurnTable(driver, 'SALES.PROSPECTS', 500);
  await run(driver, 'CREATE TABLE SALES.FAILURES (SESSION_ID DECIMAL(20,0))');
}, 60_000);
afterAll(async () => {
  await sandbox?.stop();
});

const sme = (...args: string[]) =>
  runCommand([...args, '--no-config'], {
    env: { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS' },
  });
const train = (table: string, ...more: string[]) =>
  sme('train', table, '--target', 'CHURN', '--model-name', 'churn', '--max-candidates', '1', ...more);

describe('sme train without --yes', () => {
  test('warns only about a running job of the same model and input', async () => {
    const warning = 'trains the same model on the same input and may still be running';
    const first = await train('sales.customers');
    expect(first.stderr).toMatch(/SALES\.CUSTOMERS \(.* rows\) will be exported/);
    expect(first.stderr).not.toContain(warning);

    const started = await train('sales.customers', '--yes', '--json');
    const job = JSON.parse(started.stdout).data.job_name;
    expect((await train('sales.customers')).stderr).toContain(`Job ${job} ${warning}`);
    expect((await train('sales.prospects')).stderr).not.toContain(warning);

    const update = (set: string) =>
      run(driver, `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET ${set} WHERE JOB_NAME = '${job}'`);
    await update("RUN_STATE = 'EXPORTING'");
    expect((await train('sales.customers')).stderr).not.toContain(warning);
    await update("RUN_STATE = 'STARTED', JOB_STATUS = 'Stopped'");
    expect((await train('sales.customers')).stderr).not.toContain(warning);
  });
});

describe('after an internal server error', () => {
  beforeEach(async () => {
    await run(driver, 'DELETE FROM SALES.FAILURES');
  });

  /** Makes a script fail with an internal server error in its first sessions. */
  async function failIn(sessions: number, name: string): Promise<void> {
    const script = renderScripts({ schema: 'SME', languageAlias: 'PYTHON3' }).find((each) => each.name === name);
    const failing = `if tonumber(tostring(query([[SELECT COUNT(*) FROM SALES.FAILURES]])[1][1])) < ${sessions} then
    query([[INSERT INTO SALES.FAILURES SELECT CURRENT_SESSION FROM DUAL]])
    query([[COMMIT]])
    error('Internal Server Error', 0)
end
`;
    await run(driver, script?.sql.replace(/ AS\n/, (start) => start + failing) ?? '');
  }
  const countSessions = async () =>
    await run(driver, 'SELECT COUNT(*), COUNT(DISTINCT SESSION_ID) FROM SALES.FAILURES');

  test('a command that only reads is retried once in another session', async () => {
    await failIn(1, names.listJobs);
    const { exitCode, stdout, stderr } = await sme('jobs', '--json');
    expect(stderr).toContain('Exasol reported an internal server error. Retrying once in another session.');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).data.jobs).toHaveLength(1);
    expect(await countSessions()).toEqual([[1, 1]]);
  });

  test('a second failure is reported without another retry', async () => {
    await failIn(9, names.listJobs);
    const { exitCode, stderr } = await sme('jobs');
    expect(stderr).toContain('Internal Server Error');
    expect(exitCode).not.toBe(0);
    expect(await countSessions()).toEqual([[2, 2]]);
  });

  test('starting a job is not retried', async () => {
    await failIn(9, names.train);
    const { exitCode, stderr } = await train('sales.prospects', '--yes');
    expect(stderr).toContain('Internal Server Error');
    expect(exitCode).not.toBe(0);
    expect(await countSessions()).toEqual([[1, 1]]);
  });
});
