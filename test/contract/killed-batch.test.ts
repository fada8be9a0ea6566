/**
 * Kills the session of a batch prediction before and after each statement of its scripts, then runs the same command again. The result must
 * be the same as without the kill: one transform job, each row once in the target table, and nothing else left.
 */
import { ListTransformJobsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { finishBatch, listBatches, listBatchLeftovers, makeBatch, startBatch, stopBatch } from '../support/batch.js';
import { killedAtEachStatement, recordStatements, runAndKill } from '../support/killed-statements.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

let trained: TrainedSandbox;
// AWS never frees the name of a transform job, so each case has its own, which is not part of the state.
let count = 0;
const batchOfCase = () => ({
  batch_name: `case-${count}`,
  key_columns: ['ID'],
  target_table_name: 'CASE_SCORES',
  wait: true,
});

beforeAll(async () => {
  trained = await startTrainedSandbox({ sandbox: { timings: { jobPhase: 1, transformJob: 1 } } });
}, 120_000);
afterAll(() => trained?.stop());

async function countTransformJobs() {
  const NameContains = `case-${count}`;
  const { TransformJobSummaries = [] } = await trained.sagemaker.send(new ListTransformJobsCommand({ NameContains }));
  return TransformJobSummaries.filter(({ TransformJobName }) => TransformJobName === NameContains).length;
}

const readRow = () =>
  run(
    trained.driver,
    `SELECT RUN_STATE, TRANSFORM_STATUS, ROWS_EXPORTED, FILES_EXPORTED, ROWS_PREDICTED, ROWS_FAILED, FAILURE_REASON
       FROM SME.SME_METADATA_AUTOPILOT_BATCH_PREDICTIONS WHERE BATCH_NAME = 'case-${count}'`,
  );

test('a start has the same result after it is killed at each statement and run again', async () => {
  const { sandbox, driver } = trained;
  const script = 'SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION';
  const { undisturbed, cases } = await killedAtEachStatement({
    sandbox,
    driver,
    command: {
      script,
      get sql() {
        return `EXECUTE SCRIPT SME.${script}(${literal(JSON.stringify(makeBatch(batchOfCase())))})`;
      },
    },
    prepare: async () => {
      count += 1;
      await run(driver, 'DROP TABLE IF EXISTS SALES.CASE_SCORES');
    },
    readState: async () => {
      const state = { jobs: await countTransformJobs(), row: await readRow() };
      const finished = await finishBatch(driver, `case-${count}`);
      return {
        ...state,
        finished: { ...finished, BATCH_NAME: '' },
        rows: await run(driver, 'SELECT COUNT(*), COUNT(DISTINCT ID) FROM SALES.CASE_SCORES'),
        left: await listBatchLeftovers(trained),
      };
    },
  });
  expect(undisturbed).toMatchObject({
    jobs: 1,
    row: [['STARTED', 'Completed', 500, 1, null, null, null]],
    rows: [[500, 500]],
    left: { files: [], models: [], tables: [] },
  });
  for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
}, 400_000);

test('an import has the same result after it is killed at each statement and run again', async () => {
  const { sandbox, driver } = trained;
  const script = 'SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION';
  const { undisturbed, cases } = await killedAtEachStatement({
    sandbox,
    driver,
    command: {
      script,
      get sql() {
        return `EXECUTE SCRIPT SME.${script}('case-${count}')`;
      },
    },
    prepare: async () => {
      count += 1;
      await run(driver, 'DROP TABLE IF EXISTS SALES.CASE_SCORES');
      await startBatch(driver, batchOfCase());
    },
    readState: async () => ({
      jobs: await countTransformJobs(),
      row: await readRow(),
      rows: await run(driver, 'SELECT COUNT(*), COUNT(DISTINCT ID), COUNT(PREDICTIONS) FROM SALES.CASE_SCORES'),
      left: await listBatchLeftovers(trained),
    }),
  });
  expect(undisturbed).toEqual({
    jobs: 1,
    row: [['FINISHED', 'Completed', 500, 1, 500, 0, null]],
    rows: [[500, 500, 500]],
    left: { files: [], models: [], tables: [] },
  });
  for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
}, 400_000);

test('a start that was killed after its export can be stopped, which leaves nothing', async () => {
  const { sandbox, driver } = trained;
  const script = 'SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION';
  const writeCommand = () => ({
    script,
    sql: `EXECUTE SCRIPT SME.${script}(${literal(JSON.stringify(makeBatch(batchOfCase())))})`,
  });
  count += 1;
  await run(driver, 'DROP TABLE IF EXISTS SALES.CASE_SCORES');
  const statements = await recordStatements(sandbox, writeCommand());
  const statement = statements.findIndex(({ sql }) => sql.startsWith('EXPORT')) + 1;
  await stopBatch(driver, `case-${count}`);
  count += 1;
  const name = `case-${count}`;
  await runAndKill(sandbox, writeCommand(), { statement, when: 'after' });
  expect((await listBatchLeftovers(trained)).files).not.toEqual([]);
  expect((await listBatches(driver)).find(({ BATCH_NAME }) => BATCH_NAME === name)).toMatchObject({
    STATUS: 'Exporting',
    REMARK: 'The start did not finish. Run the same command again, or stop the batch.',
  });
  await expect(finishBatch(driver, name)).rejects.toThrow('E-SME-404');
  expect(await stopBatch(driver, name)).toEqual({ BATCH_NAME: name, STATUS: 'Stopped' });
  expect(await readRow()).toEqual([['FINISHED', 'Stopped', null, null, 0, 0, null]]);
  expect(await listBatchLeftovers(trained)).toEqual({ files: [], models: [], tables: [] });
});
