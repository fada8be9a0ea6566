/** Where the truth about Exasol and AWS is unknown, the scripts work in each way that the sandbox can behave. */
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type BehaviourName,
  type Behaviours,
  behaviourNames,
  behaviourTable,
  defaultBehaviours,
} from '../../src/sandbox/behaviours.js';
import { names } from '../../src/scripts/names.js';
import { unverified } from '../live/unverified.js';
import { executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox } from '../support/sandbox.js';
import { trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, readExport, run, train } from '../support/training.js';

/** Not met by the scripts: their clients do not send NaN, and their rows contain no nil. */
const unmet: readonly BehaviourName[] = ['json-nan', 'nil-cell'];

/** Every value but the defaults. */
const others = behaviourNames
  .filter((name) => !unmet.includes(name))
  .flatMap((name: BehaviourName) =>
    behaviourTable[name].values
      .filter((value) => value !== defaultBehaviours[name])
      .map((value): Partial<Behaviours> => ({ [name]: value })),
  );

async function start(behaviours: Partial<Behaviours>) {
  const sandbox = await startTestSandbox({ behaviours, nodes: 3, timings: { jobPhase: 1, endpointCreate: 0 } });
  const sagemaker = connectSageMaker(sandbox.aws);
  onTestFinished(async () => {
    sagemaker.destroy();
    await sandbox.stop();
  });
  const driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  await run(driver, 'CLOSE SCHEMA');
  return { sandbox, sagemaker, driver };
}

test('each behaviour belongs to an unverified fact', () => {
  const ids = new Set(unverified.map(({ id }) => id));
  const used = behaviourNames.flatMap((name) => behaviourTable[name].fact ?? []);
  expect(used.filter((id) => !ids.has(id))).toEqual([]);
});

describe('training, ranking, endpoint, prediction and errors work', () => {
  test.each(others)(
    'with %j',
    async (behaviours) => {
      const { sandbox, sagemaker, driver } = await start(behaviours);
      const { region } = sandbox.aws;
      const training = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), max_candidates: 2 };
      await trainToEnd(driver, sagemaker, 'SME', { ...training, job_name: 'churn' });
      const exported = await readExport(sandbox.aws, `s3://${sandbox.aws.bucket}/runs/churn/train/`);
      expect(exported.flatMap(({ records }) => records)).toHaveLength(600);
      expect(exported.filter(({ records }) => records.length === 0)).toEqual([]);
      const candidates = await executeForRows(driver, 'SME', names.listCandidates, 'churn', 'AWS', region);
      expect(candidates.map(({ RANK }) => RANK)).toEqual([1, 2]);
      const parameters = { job_name: 'churn', endpoint_name: 'live', instance_type: 'ml.m5.large' };
      const [endpoint] = await executeForRows(
        driver,
        'SME',
        names.createEndpoint,
        JSON.stringify({ ...parameters, instance_count: 1, prediction_schema: 'SALES' }),
      );
      expect(await run(driver, String(endpoint?.['PREDICT_SQL']))).toHaveLength(600);

      const refused = await train(driver, 'SME', { ...training, input_table_or_view_name: 'NOWHERE' });
      expect(refused).toMatchObject({ kind: 'error', text: expect.stringMatching(/E-SME-\d+: .*NOWHERE/) });
      const again = await train(driver, 'SME', { ...training, job_name: 'churn' });
      expect(again).toMatchObject({ kind: 'error', text: expect.stringMatching(/E-SME-\d+: /) });
    },
    90_000,
  );
});
