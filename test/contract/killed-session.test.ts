/**
 * Kills a session before and after each call of its script to AWS, then runs the same command again. The result must be the same as
 * without the kill: the same objects in AWS, the same row, the same prediction UDFs.
 */
import {
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListAutoMLJobsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { literal } from '../../src/exasol/quote.js';
import { awsAccount } from '../../src/sandbox/options.js';
import type { CuttingProxy, When } from '../support/cutting-proxy.js';
import { makeTraining } from '../support/job-scripts.js';
import { listKillPoints } from '../support/kill-points.js';
import { type KillableSandbox, startKillableSandbox } from '../support/killable-sandbox.js';
import { runStatement } from '../support/sandbox.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';

let trained: KillableSandbox;
let proxy: CuttingProxy;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

const { region, bucket } = awsAccount;

beforeAll(async () => {
  trained = await startKillableSandbox({ jobPhase: 1, endpointCreate: 0, endpointDelete: 0 });
  ({ proxy, driver, sagemaker } = trained);
});

afterAll(() => trained?.stop());

const runAndKill = (sql: string, call: number, when: When) => trained.runAndKill(sql, call, when);

const script = (name: string, ...values: readonly string[]) =>
  `EXECUTE SCRIPT SME.${name}(${values.map(literal).join(', ')})`;

/** The text of a prediction UDF, and separately its settings, whose order in Lua's JSON varies. */
function splitSettings(text: string): readonly unknown[] {
  const [line = '', settings = 'null'] = /^SETTINGS = json\.loads\((.*)\)$/m.exec(text) ?? [];
  return [text.replace(line, ''), JSON.parse(JSON.parse(settings))];
}

/** Everything that an endpoint consists of in AWS and in the database, except times and sessions. */
async function readState() {
  const hosting = await listHosting(sagemaker);
  const models = await Promise.all(
    hosting.models.map((ModelName) => sagemaker.send(new DescribeModelCommand({ ModelName }))),
  );
  const configs = await Promise.all(
    hosting.configs.map((EndpointConfigName) =>
      sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName })),
    ),
  );
  return {
    hosting,
    containers: models.map(({ Containers }) => Containers),
    variants: configs.map(({ ProductionVariants }) => ProductionVariants),
    rows: await run(
      driver,
      `SELECT ENDPOINT_NAME, JOB_NAME, CANDIDATE_NAME, MODEL_NAME, ENDPOINT_CONFIG_NAME, PREDICTION_SCHEMA, PREDICTION_UDF,
         PREDICTION_SETTINGS, ENDPOINT_STATUS FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS ORDER BY 1`,
    ),
    udfs: (
      await run(
        driver,
        "SELECT SCRIPT_NAME, SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1",
      )
    ).map(([name, text]) => [name, ...splitSettings(String(text))]),
  };
}

type State = Awaited<ReturnType<typeof readState>>;

/** Deletes everything without using sme, so that the next test starts clean. */
async function clear(): Promise<void> {
  const { models, configs, endpoints } = await listHosting(sagemaker);
  for (const EndpointName of endpoints) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  for (const EndpointConfigName of configs) {
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
  }
  for (const ModelName of models) await sagemaker.send(new DeleteModelCommand({ ModelName }));
  await run(driver, 'DELETE FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS');
  for (const name of ['CHURN', 'CHURN_CSV', 'CHURN_TRY', 'CHURN_STATISTICS'])
    await run(driver, `DROP SCRIPT IF EXISTS SALES.${name}`);
}

const creation = script(
  'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT',
  JSON.stringify({ job_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true }),
);

describe('creating an endpoint', () => {
  const calls = [
    'DescribeAutoMLJobV2',
    'DescribeEndpoint',
    'DescribeEndpoint',
    'DescribeModel',
    'CreateModel',
    'DescribeEndpointConfig',
    'CreateEndpointConfig',
    'CreateEndpoint',
    'DescribeEndpoint',
  ];
  let undisturbed: State;

  test('makes these calls if it is not killed', async () => {
    proxy.arm();
    await run(driver, creation);
    expect(proxy.calls).toEqual(calls);
    undisturbed = await readState();
    expect(undisturbed).toMatchObject({
      hosting: { models: [expect.any(String)], configs: [expect.any(String)], endpoints: ['churn'] },
      rows: [expect.arrayContaining(['InService'])],
      udfs: Array(4).fill(expect.any(Array)),
    });
    await clear();
  });

  test.each(listKillPoints(calls))(
    'has the same result after a kill $title and a second run',
    async ({ call, when }) => {
      await runAndKill(creation, call, when);
      const { hosting, rows } = await readState();
      // every object in AWS has a row
      expect(rows).toHaveLength(call > 2 ? 1 : 0);
      expect(hosting.models.length + hosting.configs.length + hosting.endpoints.length === 0 || rows.length === 1).toBe(
        true,
      );
      await run(driver, creation);
      expect(await readState()).toEqual(undisturbed);
      await clear();
    },
  );
});

describe('deleting an endpoint', () => {
  const calls = [
    'DescribeEndpoint',
    'ListTags',
    'DescribeEndpointConfig',
    'DeleteEndpoint',
    'DescribeEndpoint',
    'DescribeEndpointConfig',
    'ListTags',
    'DeleteEndpointConfig',
    'DescribeModel',
    'ListTags',
    'DeleteModel',
  ];
  const deletion = script('SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT', 'CHURN', 'AWS', region);
  const nothing = { hosting: { models: [], configs: [], endpoints: [] }, rows: [], udfs: [] };

  test('makes these calls if it is not killed', async () => {
    await run(driver, creation);
    proxy.arm();
    await run(driver, deletion);
    expect(proxy.calls).toEqual(calls);
    expect(await readState()).toMatchObject(nothing);
  });

  test.each(listKillPoints(calls))(
    'has the same result after a kill $title and a second run',
    async ({ call, when }) => {
      await run(driver, creation);
      await runAndKill(deletion, call, when);
      await run(driver, deletion);
      expect(await readState()).toMatchObject(nothing);
    },
  );
});

describe('training', () => {
  // one node and 500 rows: one file, uploaded in one part
  const file = `/${bucket}/runs/again/train/<token>/part-0001.csv.gz`;
  const calls = [
    `GET /${bucket}`,
    'DescribeAutoMLJobV2',
    // sts:GetCallerIdentity, to compare the account of the role
    'POST /',
    `POST ${file}`,
    `PUT ${file}`,
    `POST ${file}`,
    `GET /${bucket}`,
    'CreateAutoMLJobV2',
  ];
  const training = { ...makeTraining(awsAccount, 'SALES', 'CUSTOMERS'), max_candidates: 1, model_name: 'again' };
  const command = script('SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', JSON.stringify(training));

  const columns = [
    'JOB_NAME, AWS_CREDENTIALS_CONNECTION_NAME, IAM_SAGEMAKER_ROLE, S3_BUCKET_URI, S3_OUTPUT_PATH, TARGET_ATTRIBUTE_NAME',
    'SCRIPT_USER, COLUMN_NAMES, COLUMN_TYPES, AWS_REGION, INPUT_SCHEMA_NAME, INPUT_TABLE_OR_VIEW_NAME, S3_TRAIN_URI',
    'S3_RESULT_URI, ROWS_EXPORTED, FILES_EXPORTED, EXTENSION_VERSION, RUN_STATE, MODEL_NAME, REQUEST_DIGEST',
  ].join(', ');
  const listRows = async () => {
    const rows = await run(
      driver,
      `SELECT ${columns} FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME LIKE 'again-%' ORDER BY JOB_NAME`,
    );
    return rows.map((row) => row.map(String));
  };
  /** Waits for the second after the last job name: a name that is taken would add calls for the next one. */
  const passLastName = async (names: readonly string[]) => {
    const last = names.toSorted().at(-1) ?? '';
    const now = () => `again-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}` > last;
    await expect.poll(now, { timeout: 10_000 }).toBe(true);
  };
  const listJobs = async () => {
    const page = await sagemaker.send(new ListAutoMLJobsCommand({ NameContains: 'again-', MaxResults: 100 }));
    return (page.AutoMLJobSummaries ?? []).map(({ AutoMLJobName = '' }) => AutoMLJobName).sort();
  };
  /** A text without the time in a job name and the token of a run, which differ between runs. */
  const withoutTime = (text: string) =>
    text.replaceAll(/again-\d{14}/g, 'again').replaceAll(/\d{14}-\d+-\d+/g, '<token>');
  const generalize = (row: readonly string[]) => row.map(withoutTime);
  let undisturbed: string[];

  test('makes these calls if it is not killed', async () => {
    proxy.arm();
    await run(driver, command);
    expect(proxy.calls.map(withoutTime)).toEqual(calls);
    const rows = await listRows();
    undisturbed = generalize(rows[0] ?? []);
    expect(await listJobs()).toHaveLength(1);
  });

  test.each(listKillPoints(calls))(
    'has the same result after a kill $title and a second run',
    async ({ call, when }) => {
      const [rowsBefore, jobsBefore] = [await listRows(), await listJobs()];
      await passLastName(rowsBefore.map(([name = '']) => name));
      const callsBefore = await runAndKill(command, call, when);
      expect(callsBefore.map(withoutTime)).toEqual(calls.slice(0, call));
      const [rowsKilled, jobsKilled] = [await listRows(), await listJobs()];
      // every job has a row
      expect(rowsKilled.map(([name]) => name)).toEqual(expect.arrayContaining(jobsKilled));
      expect(rowsKilled.length - rowsBefore.length).toBe(call > 3 ? 1 : 0);
      expect(jobsKilled.length - jobsBefore.length).toBe(call === calls.length && when === 'after' ? 1 : 0);

      const outcome = await runStatement(driver, command);
      if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
      const name = String(outcome.rows[0]?.[0]);
      const rows = await listRows();
      expect(rows).toHaveLength(rowsBefore.length + 1);
      expect(generalize(rows.find(([job]) => job === name) ?? [])).toEqual(undisturbed);
      // one job, with the name that the killed run had reserved
      expect(await listJobs()).toEqual([...jobsBefore, name].sort());
      if (call > 3) expect(rowsKilled.map(([job]) => job)).toContain(name);
    },
  );
});
