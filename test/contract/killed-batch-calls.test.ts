/**
 * Kills the session of a batch prediction after each call of its scripts to AWS, then runs the same command again. The result must be the
 * same as without the kill: one transform job, each row once in the target table, and nothing else left.
 */
import { ListTransformJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { finishBatch, listBatchLeftovers, makeBatch, startBatch } from '../support/batch.js';
import { type KillableSandbox, startKillableSandbox } from '../support/killable-sandbox.js';
import { run } from '../support/training.js';

let trained: KillableSandbox;
// AWS never frees the name of a transform job, so each case has its own.
let count = 0;
const name = () => `case-${count}`;
const batchOfCase = () => ({ batch_name: name(), key_columns: ['ID'] });

beforeAll(async () => {
  trained = await startKillableSandbox({ jobPhase: 1, transformJob: 1 });
}, 120_000);
afterAll(() => trained?.stop());

async function prepare() {
  count += 1;
  await run(trained.driver, 'DROP TABLE IF EXISTS SALES.SCORES');
}

/** Finishes the batch when its transform job has completed, and reads what exists then. */
async function readResult() {
  const { driver, sagemaker } = trained;
  const finish = async () => (await finishBatch(driver, name())).STATUS;
  await expect.poll(finish, { timeout: 20_000 }).toBe('Imported');
  const { TransformJobSummaries = [] } = await sagemaker.send(new ListTransformJobsCommand({ NameContains: name() }));
  return {
    jobs: TransformJobSummaries.filter(({ TransformJobName }) => TransformJobName === name()).length,
    rows: await run(driver, 'SELECT COUNT(*), COUNT(DISTINCT ID), COUNT(PREDICTIONS) FROM SALES.SCORES'),
    states: await run(
      driver,
      `SELECT RUN_STATE, ROWS_PREDICTED, ROWS_FAILED FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS WHERE BATCH_NAME = '${name()}'`,
    ),
    left: await listBatchLeftovers(trained),
  };
}

const expected = {
  jobs: 1,
  rows: [[500, 500, 500]],
  states: [['FINISHED', 500, 0]],
  left: { files: [], models: [], tables: [] },
};

/** Runs a command undisturbed, then with a kill after each of its calls to AWS and the same command after it. */
async function killAtEachCall(writeSql: () => string, prepareCase: () => Promise<void>) {
  const { proxy, driver, runAndKill } = trained;
  await prepareCase();
  proxy.arm();
  await run(driver, writeSql());
  const calls = [...proxy.calls];
  expect(await readResult()).toEqual(expected);
  // A kill before a call leaves the same as one after the previous call.
  for (const [index, call] of calls.entries()) {
    await prepareCase();
    await runAndKill(writeSql(), index + 1, 'after');
    await run(driver, writeSql());
    expect(await readResult(), `killed after call ${index + 1}, ${call}`).toEqual(expected);
  }
  return calls;
}

test('a start has the same result after it is killed at each call and run again', async () => {
  const writeSql = () =>
    `EXECUTE SCRIPT SME.SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION(${literal(JSON.stringify(makeBatch(batchOfCase())))})`;
  const calls = await killAtEachCall(writeSql, prepare);
  expect(calls).toEqual(expect.arrayContaining(['CreateModel', 'CreateTransformJob']));
}, 500_000);

test('an import has the same result after it is killed at each call and run again', async () => {
  const writeSql = () => `EXECUTE SCRIPT SME.SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION('${name()}')`;
  const calls = await killAtEachCall(writeSql, async () => {
    await prepare();
    await startBatch(trained.driver, { ...batchOfCase(), wait: true });
  });
  expect(calls).toEqual(expect.arrayContaining(['DescribeTransformJob', 'DeleteModel']));
}, 500_000);
