/**
 * Kills the session of a training before and after each statement of its script, then runs the same command again. The result must be
 * the same as without the kill: the same name, one row and one job.
 */
import { ListAutoMLJobsCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { makeTraining } from '../support/job-scripts.js';
import { killedAtEachStatement } from '../support/killed-statements.js';
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

const script = 'SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
}, 120_000);

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

test('a training has the same result after it is killed at each statement and run again', async () => {
  // AWS never frees the name of a job, so each case has its own, which is not part of the state.
  let count = 0;
  const command = {
    script,
    get sql() {
      const training = {
        ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'),
        max_candidates: 1,
        job_name: `case-${count}`,
      };
      return `EXECUTE SCRIPT SME.${script}(${literal(JSON.stringify(training))})`;
    },
  };
  const prepare = async () => {
    count += 1;
  };
  const readState = async () => {
    const name = `case-${count}`;
    const { AutoMLJobSummaries = [] } = await sagemaker.send(
      new ListAutoMLJobsCommand({ NameContains: name, MaxResults: 100 }),
    );
    return {
      jobs: AutoMLJobSummaries.filter(({ AutoMLJobName }) => AutoMLJobName === name).length,
      rows: await run(
        driver,
        `SELECT RUN_STATE, ROWS_EXPORTED, FILES_EXPORTED, TARGET_ATTRIBUTE_NAME, COLUMN_NAMES, COLUMN_TYPES, MAX_CANDIDATES
           FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${name}'`,
      ),
    };
  };
  const { undisturbed, cases } = await killedAtEachStatement({
    sandbox,
    driver,
    command,
    prepare,
    readState,
    finishedError: /E-SME-73: The job table .* already has a job/,
  });
  expect(undisturbed).toMatchObject({ jobs: 1, rows: [expect.arrayContaining([500])] });
  for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
}, 270_000);
