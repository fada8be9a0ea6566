/** Creates endpoints through the published driver: what SageMaker, the endpoint table and the schema contain afterwards. */
import {
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListTagsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { realClock } from '../../src/sandbox/clock.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { makeTraining } from '../support/job-scripts.js';
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, execute, listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

/** A deployment schema whose name must be quoted everywhere. */
const schema = 'select "Größe" \'x\'';
const quoted = identifier(schema);
const nothing = { models: [], configs: [], endpoints: [] };

let sandbox: TestSandbox;
/** If set, time stands still for AWS. */
let frozenAt: number | undefined;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let training: Record<string, unknown>;

beforeAll(async () => {
  const clock = { ...realClock, now: () => frozenAt ?? realClock.now() };
  sandbox = await startTestSandbox({ clock, timings: { jobPhase: 10, endpointCreate: 800, endpointDelete: 300 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await run(driver, 'CREATE SCHEMA "pre ""dict"');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 600);
  training = {
    ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'),
    exclude_columns: ['ID'],
    max_candidates: 2,
  };
  await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'ensemble', mode: 'ENSEMBLING' });
  await trainToEnd(driver, sagemaker, schema, { ...training, job_name: 'Tuned-3', mode: 'HYPERPARAMETER_TUNING' });
  await trainToEnd(driver, sagemaker, schema, {
    ...training,
    job_name: 'tuned-2',
    mode: 'HYPERPARAMETER_TUNING',
    target_attribute_name: 'AGE',
    problem_type: 'Regression',
    objective: 'MSE',
  });
});

afterAll(async () => {
  sagemaker.destroy();
  await sandbox.stop();
});

afterEach(async () => {
  for (const [name] of await run(driver, `SELECT ENDPOINT_NAME FROM ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS`)) {
    await deleteEndpoint(driver, schema, String(name), null, null);
  }
  expect(await listHosting(sagemaker)).toEqual(nothing);
  expect(await listUdfs()).toEqual([]);
});

const makeParameters = (changes: object) => ({
  job_name: 'ensemble',
  prediction_schema: 'SALES',
  instance_type: 'ml.m5.large',
  wait: true,
  ...changes,
});

async function create(changes: object): Promise<readonly unknown[]> {
  const outcome = await createEndpoint(driver, schema, makeParameters(changes));
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  return outcome.rows[0] ?? [];
}

async function refuse(changes: object, session = driver): Promise<string> {
  const outcome = await createEndpoint(session, schema, makeParameters(changes));
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.text;
}

const listUdfs = () =>
  run(
    driver,
    `SELECT SCRIPT_SCHEMA, SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA IN ('SALES', 'pre "dict') ORDER BY 1, 2`,
  );

/** The expiry in the tags of an object in SageMaker. */
const readExpiry = async ([kind, name]: readonly unknown[]) => {
  const ResourceArn = `arn:aws:sagemaker:${sandbox.aws.region}:${awsAccount.accountId}:${kind}/${name}`;
  const { Tags = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn }));
  return Tags.find(({ Key }) => Key === 'exasol:expires-at')?.Value;
};

const readEnvironments = async (ModelName: string) => {
  const { Containers = [] } = await sagemaker.send(new DescribeModelCommand({ ModelName }));
  return Containers.map(({ Environment = {} }) => [
    Environment['SAGEMAKER_INFERENCE_INPUT'],
    Environment['SAGEMAKER_INFERENCE_OUTPUT'],
  ]);
};

describe('an endpoint', () => {
  test('of an ensemble predicts with a UDF in the given schema', async () => {
    const [name, status, udf, model, config, job] = await create({ key_columns: ['ID'] });
    expect([name, status, udf, job]).toEqual(['ensemble', 'InService', '"SALES"."ENSEMBLE"', 'ensemble']);
    expect(await listHosting(sagemaker)).toEqual({ models: [model], configs: [config], endpoints: ['ensemble'] });
    expect(await readEnvironments(String(model))).toEqual([[undefined, 'predicted_label,probability']]);
    const rows = await run(driver, 'SELECT SALES.ENSEMBLE(ID, AGE, SEGMENT) FROM SALES.CUSTOMERS WHERE ID < 50');
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row[4] === (Number(row[1]) > 40 ? 'yes' : 'no'))).toBe(true);
  });

  test('of a tuned classification requests from each container the keys that the next one needs', async () => {
    const [name, , udf, model] = await create({ job_name: 'Tuned-3' });
    expect([name, udf]).toEqual(['tuned-3', '"SALES"."TUNED_3"']);
    expect(await readEnvironments(String(model))).toEqual([
      [undefined, undefined],
      [undefined, 'predicted_label,probabilities'],
      ['predicted_label,probabilities', 'predicted_label,probabilities,labels'],
    ]);
    expect(await run(driver, 'SELECT SALES.TUNED_3(AGE, SEGMENT) FROM SALES.CUSTOMERS WHERE ID < 5')).toHaveLength(5);
  });

  test('of a tuned regression requests no keys', async () => {
    const [, , , model] = await create({ job_name: 'tuned-2' });
    expect(await readEnvironments(String(model))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    const predict = 'SELECT SALES.TUNED_2(SEGMENT, CHURN) FROM SALES.CUSTOMERS';
    expect((await run(driver, `${predict} WHERE ID = 7`))[0]).toHaveLength(3);
    const rows = await run(driver, predict);
    expect(rows).toHaveLength(600);
    expect(rows.every((row) => Number(row[2]) > 0)).toBe(true);
  });

  test('of a model with sample weights does not take the weights, unless as a key column', async () => {
    await trainToEnd(driver, sagemaker, schema, {
      ...training,
      job_name: 'weighted',
      mode: 'ENSEMBLING',
      exclude_columns: null,
      sample_weight_column: 'ID',
    });
    await create({ job_name: 'weighted' });
    const [row] = await run(driver, "SELECT SALES.WEIGHTED(70, 'S1')");
    expect(row).toEqual([70, 'S1', expect.any(Number), 'yes']);
    await create({ job_name: 'weighted', key_columns: ['ID'] });
    const [keyed] = await run(driver, "SELECT SALES.WEIGHTED(7, 10, 'S1')");
    expect(keyed).toEqual([7, 10, 'S1', expect.any(Number), 'no']);
  });

  test('can be serverless only if its model has one container', async () => {
    const [, status, , , config] = await create({
      instance_type: null,
      serverless: { memory_mb: 2048, max_concurrency: 3 },
    });
    expect(status).toBe('InService');
    const described = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: String(config) }));
    expect(described.ProductionVariants?.[0]?.ServerlessConfig).toEqual({ MemorySizeInMB: 2048, MaxConcurrency: 3 });
    expect(await refuse({ job_name: 'Tuned-3', instance_type: null, serverless: {} })).toMatch(
      /E-SME-186: The candidate '.+' is a pipeline of 3 containers, which AWS cannot serve serverless\./,
    );
  });

  test('without wait is returned as Creating, and its prediction UDF reports that it is not in service', async () => {
    frozenAt = Date.now();
    expect((await create({ wait: null }))[1]).toBe('Creating');
    await expect(run(driver, "SELECT SALES.ENSEMBLE(1, 'S1')")).rejects.toThrow(/E-SME-\d+.*InService/s);
    frozenAt = undefined;
    expect((await create({}))[1]).toBe('InService');
  });

  test('that exists is returned at once, and its prediction UDF keeps its grants', async () => {
    const first = await create({});
    await run(driver, 'CREATE USER EVE IDENTIFIED BY "e"');
    await run(driver, 'GRANT EXECUTE ON SALES.ENSEMBLE TO EVE');
    expect(await create({})).toEqual(first);
    const grants = await run(driver, "SELECT OBJECT_NAME FROM SYS.EXA_DBA_OBJ_PRIVS WHERE GRANTEE = 'EVE'");
    expect(grants).toEqual([['ENSEMBLE']]);
    await run(driver, 'DROP USER EVE');
  });

  test('keeps its model: a different one with the same name is refused', async () => {
    await create({ endpoint_name: 'shared' });
    expect(await refuse({ endpoint_name: 'shared', instance_type: 'ml.m5.xlarge' })).toContain(
      "E-SME-158: There is already an endpoint 'shared' (status 'InService') with another model or other instances.",
    );
    expect(await refuse({ endpoint_name: 'SHARED', job_name: 'Tuned-3' })).toContain("It serves job 'ensemble'.");
  });

  test('moves its prediction UDF to another schema', async () => {
    await create({ endpoint_name: 'moving' });
    await create({ endpoint_name: 'moving', prediction_schema: 'pre "dict', parallel_requests: 2 });
    expect(await listUdfs()).toEqual([
      ['pre "dict', 'MOVING'],
      ['pre "dict', 'MOVING_CSV'],
      ['pre "dict', 'MOVING_STATISTICS'],
      ['pre "dict', 'MOVING_TRY'],
    ]);
  });

  test('has the same expiry in row and tags, and a different time to live moves it', async () => {
    await run(driver, "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'DD.MM.YY HH12:MI'");
    const [, , , model, config, , , at] = await create({ time_to_live_in_seconds: 3600 });
    const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
    expect(at).toMatch(moment);
    const readRow = () =>
      run(
        driver,
        `SELECT TIME_TO_LIVE_IN_SECONDS, TO_CHAR(EXPIRES_AT_UTC, 'YYYY-MM-DD HH24:MI:SS') FROM ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS`,
      );
    const readTags = () =>
      Promise.all(
        [
          ['endpoint', 'ensemble'],
          ['endpoint-config', config],
          ['model', model],
        ].map(readExpiry),
      );
    expect(await readRow()).toEqual([[3600, at]]);
    const tag = (text: unknown) => `${String(text).replace(' ', 'T')}Z`;
    expect(await readTags()).toEqual([tag(at), tag(at), tag(at)]);

    // the same command again, with and without the time to live
    expect((await create({ time_to_live_in_seconds: 3600 })).slice(3, 8)).toEqual([
      model,
      config,
      'ensemble',
      expect.any(String),
      at,
    ]);
    expect((await create({}))[7]).toBe(at);

    const moved = (await create({ time_to_live_in_seconds: 7200 }))[7];
    expect(String(moved) > String(at)).toBe(true);
    expect(await readRow()).toEqual([[7200, moved]]);
    expect(await readTags()).toEqual([tag(moved), tag(moved), tag(moved)]);
    expect(await listHosting(sagemaker)).toEqual({ models: [model], configs: [config], endpoints: ['ensemble'] });
    await run(driver, "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6'");
  });

  test('can be created by the positional script, which takes names as SQL does', async () => {
    const outcome = await execute(
      driver,
      schema,
      'SME_DEPLOY_SAGEMAKER_AUTOPILOT_ENDPOINT',
      'ensemble',
      'MY_ENDPOINT',
      'sales',
      'ml.m5.large',
      2,
      'aws',
      sandbox.aws.region,
    );
    expect(outcome).toMatchObject({
      rows: [
        ['my-endpoint', 'InService', '"SALES"."MY_ENDPOINT"', {}, {}, {}, {}, null, null, {}, null, null].map((cell) =>
          typeof cell === 'object' && cell !== null ? expect.any(String) : cell,
        ),
      ],
    });
  });
});
