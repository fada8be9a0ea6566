/**
 * Kills a session before and after each call to AWS, and after each statement, of an update to another version, then runs the same command
 * again. The result must be the same as without the kill. A command for another version must succeed after each kill, too.
 */
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { names } from '../../src/scripts/names.js';
import { listKillPoints } from '../support/kill-points.js';
import { type KillableSandbox, startKillableSandbox } from '../support/killable-sandbox.js';
import { killedAtEachStatement } from '../support/killed-statements.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';
import { serveVersion, trainVersion } from '../support/versions.js';

let trained: KillableSandbox;

beforeAll(async () => {
  trained = await startKillableSandbox({ jobPhase: 1, endpointCreate: 0, endpointUpdate: 0, endpointDelete: 0 });
  for (let version = 1; version <= 2; version++) await trainVersion(trained, { model_name: 'churn' });
}, 120_000);
afterAll(() => trained?.stop());

const parameters = { model_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };
const serve = (version: number) => serveVersion(trained, { ...parameters, version });
const update = `EXECUTE SCRIPT SME.SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT(${literal(JSON.stringify({ ...parameters, version: 2 }))})`;

const readState = async () => ({
  hosting: await listHosting(trained.sagemaker),
  config: (await trained.sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'churn' }))).EndpointConfigName,
  rows: await run(
    trained.driver,
    `SELECT JOB_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, PREDICTION_SETTINGS, ENDPOINT_STATUS, SUPERSEDED
     FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS`,
  ),
  functions: await run(
    trained.driver,
    "SELECT SCRIPT_NAME, SCRIPT_OBJECT_ID FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1",
  ),
});

const calls = [
  'DescribeAutoMLJobV2',
  'DescribeEndpoint',
  'DescribeEndpointConfig',
  'DescribeModel',
  'ListTags',
  'DescribeEndpoint',
  'ListTags',
  'ListTags',
  'DescribeModel',
  'CreateModel',
  'DescribeEndpointConfig',
  'CreateEndpointConfig',
  'UpdateEndpoint',
  'DescribeEndpoint',
  'DescribeEndpointConfig',
  'ListTags',
  'DeleteEndpointConfig',
  'DescribeModel',
  'ListTags',
  'DeleteModel',
];
const steps = listKillPoints(calls);

describe('an update', () => {
  let [first, second]: unknown[] = [];

  test('makes these calls if it is not killed', async () => {
    await serve(1);
    first = await readState();
    trained.proxy.arm();
    await run(trained.driver, update);
    expect(trained.proxy.calls).toEqual(calls);
    second = await readState();
    expect(second).toMatchObject({ hosting: { models: [expect.any(String)], configs: [expect.any(String)] } });
  });

  test.each(steps)('has the same result after a kill $title and a second run', async ({ call, when }) => {
    await serve(1);
    expect(await readState()).toEqual(first);
    await trained.runAndKill(update, call, when);
    await run(trained.driver, update);
    expect(await readState()).toEqual(second);
  });

  test('has the same result after a kill at each statement and a second run', async () => {
    const { undisturbed, cases } = await killedAtEachStatement({
      sandbox: trained.sandbox,
      driver: trained.driver,
      command: { script: names.createEndpoint, sql: update },
      prepare: async () => {
        await serve(1);
      },
      readState,
    });
    expect(cases.length).toBeGreaterThan(3);
    for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
  }, 120_000);

  test.each(steps.filter(({ call, when }) => call > 8 && when === 'after'))(
    'can be undone after a kill $title',
    async ({ call, when }) => {
      await serve(1);
      await trained.runAndKill(update, call, when);
      await serve(1);
      expect(await readState()).toEqual(first);
    },
  );
});
