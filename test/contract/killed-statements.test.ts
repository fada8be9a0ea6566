/**
 * Kills a session after each statement of its script that changes something, then runs the same command again. The result must be the
 * same as without the kill. killed-session.test.ts kills sessions within the statement that calls AWS.
 */
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { killedAtEachStatement } from '../support/killed-statements.js';
import type { TestSandbox } from '../support/sandbox.js';
import { listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

const { region } = awsAccount;
const jobTable = 'SME.SME_METADATA_AUTOPILOT_JOBS';

let trained: TrainedSandbox;
let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  trained = await startTrainedSandbox({ sandbox: { timings: { jobPhase: 1, endpointCreate: 0, endpointDelete: 0 } } });
  ({ sandbox, driver, sagemaker } = trained);
  await run(driver, `CREATE TABLE SALES.NEW_JOBS AS SELECT * FROM ${jobTable}`);
}, 120_000);

afterAll(() => trained?.stop());

/** Whether the row and the tag of each endpoint contain the same expiry, which differs between runs. */
async function compareExpiry() {
  const { endpoints } = await listHosting(sagemaker);
  const compare = async (EndpointName: string) => {
    const { EndpointArn } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn: EndpointArn }));
    const ofTag = Tags.find(({ Key }) => Key === 'exasol:expires-at')?.Value ?? null;
    const statement = 'SELECT EXPIRES_AT_UTC FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS WHERE ENDPOINT_NAME =';
    const [[at] = []] = await run(driver, `${statement} ${literal(EndpointName)}`);
    const ofRow = typeof at === 'string' ? `${at.slice(0, 19).replace(' ', 'T')}Z` : null;
    return { name: EndpointName, expires: ofTag !== null, isSame: ofTag === ofRow };
  };
  return Promise.all(endpoints.map(compare));
}

/** Everything that an endpoint consists of in AWS and in the database, except times and sessions. */
const readEndpoint = async () => ({
  hosting: await listHosting(sagemaker),
  expiry: await compareExpiry(),
  rows: await run(
    driver,
    `SELECT ENDPOINT_NAME, JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, PREDICTION_SCHEMA, PREDICTION_UDF,
       ENDPOINT_STATUS, TIME_TO_LIVE_IN_SECONDS FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS ORDER BY 1`,
  ),
  udfs: await run(
    driver,
    "SELECT SCRIPT_NAME, LENGTH(SCRIPT_TEXT) FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1",
  ),
});

/** Deletes everything without using sme, so that the next case starts clean. */
async function clearEndpoint(): Promise<void> {
  const { models, configs, endpoints } = await listHosting(sagemaker);
  for (const EndpointName of endpoints) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  for (const EndpointConfigName of configs) {
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
  }
  for (const ModelName of models) await sagemaker.send(new DeleteModelCommand({ ModelName }));
  await run(driver, 'DELETE FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS');
  const scripts = await run(driver, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'");
  for (const [name] of scripts) await run(driver, `DROP SCRIPT SALES."${name}"`);
}

const readJobs = async () => {
  const rows = await run(driver, `SELECT * FROM ${jobTable} ORDER BY JOB_NAME`);
  return rows.map((row) => row.map(String).filter((cell) => !/^\d{19}$/.test(cell)));
};

async function resetJobs(): Promise<void> {
  await run(driver, `DELETE FROM ${jobTable}`);
  await run(driver, `INSERT INTO ${jobTable} SELECT * FROM SALES.NEW_JOBS`);
}

const call = (script: string, ...values: readonly string[]) => ({
  script,
  sql: `EXECUTE SCRIPT SME.${script}(${values.map(literal).join(', ')})`,
});

const endpoint = { job_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };
const createEndpoint = (changes: object = {}) =>
  call('SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', JSON.stringify({ ...endpoint, ...changes }));

describe('an endpoint', () => {
  afterEach(clearEndpoint);

  test.each([
    { what: 'created', command: createEndpoint(), prepare: clearEndpoint },
    {
      what: 'changed',
      command: createEndpoint({ time_to_live_in_seconds: 3600 }),
      prepare: async () => {
        await clearEndpoint();
        await run(driver, createEndpoint().sql);
      },
    },
    {
      what: 'deleted',
      command: call('SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT', 'churn', 'AWS', region),
      prepare: async () => {
        await clearEndpoint();
        await run(driver, createEndpoint().sql);
      },
    },
  ])(
    'has the same state after it is $what, killed at each statement and run again',
    async ({ command, prepare }) => {
      const { undisturbed, cases } = await killedAtEachStatement({
        sandbox,
        driver,
        command,
        prepare,
        readState: readEndpoint,
      });
      for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
    },
    270_000,
  );
});

describe('the job table', () => {
  afterEach(resetJobs);

  test.each([
    { command: call('SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'AWS', region), isEmpty: true },
    { command: call('SME_JOBS'), isEmpty: false },
    { command: call('SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', 'churn', 'AWS', region), isEmpty: false },
    { command: call('SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB', 'churn', 'AWS', region), isEmpty: false },
    { command: call('SME_STOP_SAGEMAKER_AUTOPILOT_JOB', 'churn', 'AWS', region), isEmpty: false },
    { command: call('SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES', 'churn', 'AWS', region), isEmpty: false },
  ])(
    'has the same rows after $command.script is killed at each statement and run again',
    async ({ command, isEmpty }) => {
      const prepare = async () => {
        await resetJobs();
        if (isEmpty) await run(driver, `DELETE FROM ${jobTable}`);
      };
      const { undisturbed, cases } = await killedAtEachStatement({
        sandbox,
        driver,
        command,
        prepare,
        readState: readJobs,
      });
      for (const { title, state } of cases) expect(state, title).toEqual(undisturbed);
    },
    270_000,
  );
});
