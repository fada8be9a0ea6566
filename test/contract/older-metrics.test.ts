/** An older job, whose candidates name their metrics as the training algorithms log them. */
import { ListCandidatesForAutoMLJobCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1 }, behaviours: { 'metric-names': 'older' } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  const training = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), max_candidates: 3 };
  await trainToEnd(driver, sagemaker, 'SME', { ...training, job_name: 'churn' });
  await trainToEnd(driver, sagemaker, 'SME', { ...training, job_name: 'age', target_attribute_name: 'AGE' });
}, 120_000);

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

test.each([
  ['churn', /^validation:(?!mse)/, -1],
  // only the name of this metric shows that lower is better
  ['age', /^validation:mse$/, 1],
] as const)('lists candidates of %s with the best value first', async (job, metricName, sign) => {
  const { Candidates = [] } = await sagemaker.send(new ListCandidatesForAutoMLJobCommand({ AutoMLJobName: job }));
  expect(Candidates[0]?.FinalAutoMLJobObjectiveMetric).toEqual({
    MetricName: expect.stringMatching(metricName),
    Value: expect.any(Number),
  });
  const values = new Map(
    Candidates.map(({ CandidateName, FinalAutoMLJobObjectiveMetric: metric }) => [CandidateName, metric?.Value ?? 0]),
  );
  const rows = await executeForRows(
    driver,
    'SME',
    'SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES',
    job,
    'AWS',
    sandbox.aws.region,
  );
  // Equal values may come in any order, so the values are compared and not the names.
  expect(rows.map(({ CANDIDATE_NAME }) => values.get(String(CANDIDATE_NAME)))).toEqual(
    [...values.values()].sort((a, b) => sign * (a - b)),
  );
  expect(new Set(values.values()).size, 'equal values show no order').toBeGreaterThan(1);
});
