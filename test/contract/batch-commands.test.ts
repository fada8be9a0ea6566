/** `sme predict --batch` and `sme batch` on the sandbox: output, exit codes, and what the target table contains afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listBatchLeftovers } from '../support/batch.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 1, transformJob: 300, jobStop: 50 } },
    training: { exclude_columns: ['ID'] },
  });
  await run(trained.driver, 'CREATE TABLE SALES."two ""words""" AS SELECT * FROM SALES.CUSTOMERS WHERE ID < 7');
}, 120_000);
afterAll(() => trained?.stop());

const sme = (args: readonly string[], options: RunCommandOptions = {}) =>
  runCommand(args, {
    ...options,
    env: { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME', ...options.env },
  });

const into = ['--batch', '--into', 'SALES.SCORES', '--instance-type', 'ml.m5.xlarge'];
const quickly = ['--interval', '50ms'];
const readData = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout).data;

const readBatches = async () =>
  new Map(
    (await run(trained.driver, 'SELECT BATCH_NAME, RUN_STATE FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS')).map(
      ([name, state]) => [String(name), String(state)],
    ),
  );

beforeEach(async () => {
  await run(trained.driver, 'DROP TABLE IF EXISTS SALES.SCORES');
});

describe('sme predict --batch', () => {
  test('asks first and says what AWS bills', async () => {
    const { exitCode, stderr } = await sme(['predict', 'churn', 'sales.customers', ...into]);
    expect(exitCode).toBe(2);
    for (const part of ['SALES.CUSTOMERS will be exported', '1 x ml.m5.xlarge', 'SALES.SCORES', 'AWS bills', '--yes']) {
      expect(stderr).toContain(part);
    }
    const sql = 'SELECT COUNT(*) FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS';
    expect(await run(trained.driver, sql)).toEqual([[0]]);
  });

  test('predicts a table into a new table and leaves nothing else', async () => {
    const started = await sme([
      'predict',
      'churn',
      'SALES.CUSTOMERS',
      ...into,
      '--key-columns',
      'id',
      ...quickly,
      '-y',
    ]);
    expect(started.stderr).toMatch(/Started churn-\d{14}: 500 rows in 1 file\.\n/);
    expect(started.stderr).toMatch(/churn-\d{14}: Imported \(\d+ s\)\n/);
    expect(started.stdout).toMatch(/^churn-\d{14}: 500 predictions added to "SALES"\."SCORES"\n$/);
    expect(started.exitCode).toBe(0);
    const sql = 'SELECT COUNT(DISTINCT ID), COUNT(PREDICTIONS) FROM SALES.SCORES';
    expect(await run(trained.driver, sql)).toEqual([[500, 500]]);
    expect(await listBatchLeftovers(trained)).toEqual({ files: [], models: [], tables: [] });
  });

  test('predicts a query with quotes, and without waiting', async () => {
    const query = 'SELECT * FROM SALES."two ""words""" -- seven rows';
    const args = [
      'predict',
      'churn',
      '--sql',
      query,
      ...into,
      '--batch-name',
      'nightly',
      '--no-wait',
      '--yes',
      '--json',
    ];
    const started = readData(await sme(args));
    expect(started).toMatchObject({ batch_name: 'nightly', rows_exported: 7, target_table: '"SALES"."SCORES"' });
    const finished = await sme(['batch', 'finish', 'nightly', '--wait', ...quickly, '--json']);
    expect(readData(finished)).toMatchObject({
      batch_name: 'nightly',
      status: 'Imported',
      rows_predicted: 7,
      rows_failed: 0,
    });
    const again = await sme(['batch', 'finish', 'nightly']);
    expect(again.stdout).toBe('nightly: 7 predictions added to "SALES"."SCORES"\n');
    expect(await run(trained.driver, 'SELECT COUNT(*) FROM SALES.SCORES')).toEqual([[7]]);
  });

  test('prints the statement with --dry-run', async () => {
    const { stdout, exitCode } = await sme(['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^EXECUTE SCRIPT "SME"\."SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION"\('\{/);
  });

  test('says how to go on after a timeout', async () => {
    const args = ['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--yes'];
    const timedOut = await sme([...args, '--batch-name', 'slow', '--timeout', '100ms', '--interval', '1h']);
    expect(timedOut.exitCode).toBe(124);
    expect(timedOut.stderr).toContain('sme batch finish slow --wait');
    expect((await sme(['batch', 'finish', 'slow', '--wait', ...quickly])).exitCode).toBe(0);
  });

  test('says how to go on after Ctrl-C while it waits', async () => {
    const interruption = new AbortController();
    const args = ['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--yes', '--batch-name', 'left', '--interval', '1h'];
    const onStderr = (text: string) => {
      if (text.includes('Started left')) interruption.abort();
    };
    const { exitCode, stderr } = await sme(args, { signal: interruption.signal, onStderr });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('sme batch finish left');
    expect((await sme(['batch', 'finish', 'left', '--wait', ...quickly])).stdout).toContain('500 predictions added');
  });

  test.each([
    [['--batch-name', 'broken'], 'To continue, run the same command'],
    [[], 'find it with "sme batch list"'],
  ])('says how to go on after Ctrl-C while it exports, with %j', async (name, advice) => {
    const interruption = new AbortController();
    const before = new Set((await readBatches()).keys());
    const args = ['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--yes', ...name];
    const running = sme(args, { signal: interruption.signal });
    const findNew = async () => [...(await readBatches()).keys()].filter((each) => !before.has(each));
    await expect.poll(findNew, { timeout: 20_000, interval: 5 }).toHaveLength(1);
    interruption.abort();
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(advice);
    const [created = ''] = await findNew();
    expect((await sme(['batch', 'stop', created, '--yes'])).exitCode).toBe(0);
    expect((await sme(['batch', 'finish', created, '--wait', ...quickly])).stderr).toContain('ended as Stopped');
    expect(await listBatchLeftovers(trained)).toEqual({ files: [], models: [], tables: [] });
  });

  test.each([
    [['predict', 'churn', 'SALES.CUSTOMERS', '--batch'], 'add --into SCHEMA.TABLE'],
    [['predict', 'churn', 'T', '--into', 'X'], '--into requires --batch'],
    [['predict', 'churn', 'T', ...into, '--limit', '5'], '--limit cannot be combined with --batch'],
    [['predict', 'churn', 'T', '--sql', 'SELECT 1', ...into], 'use either a table or --sql'],
    [['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--tag', 'x'], "--tag 'x' is not a tag"],
  ])('%j is refused', async (args, message) => {
    const { exitCode, stderr } = await sme([...args, '--yes']);
    expect(stderr).toContain(message);
    expect([2, 7]).toContain(exitCode);
  });
});

describe('sme batch', () => {
  test('lists batches, and stops one', async () => {
    const args = ['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--batch-name', 'stopped', '--no-wait', '--yes'];
    expect((await sme(args)).stdout).toBe('Add its predictions when it has ended: sme batch finish stopped\n');
    expect((await sme(['batch', 'stop', 'stopped'])).exitCode).toBe(2);
    expect((await sme(['batch', 'stop', 'stopped', '--yes'])).stdout).toMatch(/^stopped: Stop/);
    const ended = await sme(['batch', 'finish', 'stopped', '--wait', ...quickly]);
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stderr).toContain("E-SME-410: The batch 'stopped' ended as Stopped");
    const { stdout } = await sme(['batch', 'list']);
    expect(stdout).toMatch(/^BATCH +STATUS/);
    expect(stdout).toMatch(/^stopped +Stopped/m);
    const { batches } = readData(await sme(['batch', 'list', '--json']));
    expect(batches[0]).toMatchObject({ batch_name: 'stopped', status: 'Stopped', rows_exported: 500 });
  });

  test('cleanup removes what an interrupted batch left, and keeps predictions that wait for their import', async () => {
    const start = (name: string) =>
      sme(['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--batch-name', name, '--no-wait', '--yes']);
    for (const name of ['lost', 'waiting']) expect((await start(name)).exitCode).toBe(0);
    const table = 'SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS';
    await run(
      trained.driver,
      `UPDATE ${table} SET "DATETIME" = ADD_DAYS("DATETIME", -3) WHERE BATCH_NAME IN ('lost', 'waiting')`,
    );
    await run(trained.driver, `UPDATE ${table} SET RUN_STATE = 'EXPORTING', SESSION_ID = 1 WHERE BATCH_NAME = 'lost'`);
    // the transform jobs end
    await new Promise((resolve) => setTimeout(resolve, 600));
    const cleanup = ['cleanup', '--only', 'batches', '--no-config'];
    const listed = await sme(cleanup);
    expect(listed.stdout).toMatch(/batch prediction +lost/);
    expect(listed.stdout).toContain('run "sme batch finish waiting"');
    const { deleted, failed } = readData(await sme([...cleanup, '--yes', '--json']));
    expect({ deleted, failed }).toMatchObject({ deleted: [{ kind: 'batch', name: 'lost' }], failed: [] });
    expect((await sme(['batch', 'finish', 'waiting'])).stdout).toContain('500 predictions added');
    expect(await listBatchLeftovers(trained)).toEqual({ files: [], models: [], tables: [] });
  });

  test('undeploy is refused while a batch is unfinished, unless --keep-batches says otherwise', async () => {
    const args = ['predict', 'churn', 'SALES.CUSTOMERS', ...into, '--batch-name', 'open', '--no-wait', '--yes'];
    expect((await sme(args)).exitCode).toBe(0);
    const refused = await sme(['undeploy', '--yes']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/E-SME-413: [\s\S]*- open in \S+: STARTED[\s\S]*sme batch finish NAME/);
    expect((await sme(['undeploy', '--yes', '--keep-batches'])).exitCode).toBe(0);
    expect((await sme(['deploy'])).exitCode).toBe(0);
    expect((await sme(['batch', 'finish', 'open', '--wait', ...quickly])).stdout).toContain('500 predictions added');
  });

  test.each(['finish', 'stop'])('%s names an unknown batch', async (verb) => {
    const { exitCode, stderr } = await sme(['batch', verb, "it's", '--yes'].slice(0, verb === 'stop' ? 4 : 3));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("'it's'");
  });
});
