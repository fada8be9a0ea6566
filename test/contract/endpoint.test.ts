/** Endpoints through the published driver: what lies in SageMaker, in the table and in the schema afterwards. */
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
import { connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, execute, listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

/** A deployment schema that has to be quoted wherever it stands. */
const schema = 'select "Größe" \'x\'';
const quoted = identifier(schema);
const nothing = { models: [], configs: [], endpoints: [] };

let sandbox: TestSandbox;
/** Where it is set, time stands still for AWS. */
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
  const { region, bucket, roleArn } = sandbox.aws;
  training = {
    aws_credentials_connection_name: 'AWS',
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
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

const wanted = (changes: object) => ({
  job_name: 'ensemble',
  prediction_schema: 'SALES',
  instance_type: 'ml.m5.large',
  wait: true,
  ...changes,
});

async function create(changes: object): Promise<readonly unknown[]> {
  const answer = await createEndpoint(driver, schema, wanted(changes));
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  return answer.rows[0] ?? [];
}

async function refuse(changes: object, session = driver): Promise<string> {
  const answer = await createEndpoint(session, schema, wanted(changes));
  if (answer.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(answer)}`);
  return answer.text;
}

const listUdfs = () =>
  run(
    driver,
    `SELECT SCRIPT_SCHEMA, SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA IN ('SALES', 'pre "dict') ORDER BY 1, 2`,
  );

/** The expiry in the tags of something that SageMaker has. */
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
  test('of an ensemble serves predictions as a function in the schema asked for', async () => {
    const [name, status, udf, model, config, job] = await create({ key_columns: ['ID'] });
    expect([name, status, udf, job]).toEqual(['ensemble', 'InService', '"SALES"."ENSEMBLE"', 'ensemble']);
    expect(await listHosting(sagemaker)).toEqual({ models: [model], configs: [config], endpoints: ['ensemble'] });
    expect(await readEnvironments(String(model))).toEqual([[undefined, 'predicted_label,probabilities,labels']]);
    const rows = await run(driver, 'SELECT SALES.ENSEMBLE(ID, AGE, SEGMENT) FROM SALES.CUSTOMERS WHERE ID < 50');
    expect(rows).toHaveLength(50);
    expect(rows.every((row) => row[4] === (Number(row[1]) > 40 ? 'yes' : 'no'))).toBe(true);
  });

  test('of a tuned classification asks each container for what the next one needs', async () => {
    const [name, , udf, model] = await create({ job_name: 'Tuned-3' });
    expect([name, udf]).toEqual(['tuned-3', '"SALES"."TUNED_3"']);
    expect(await readEnvironments(String(model))).toEqual([
      [undefined, undefined],
      [undefined, 'predicted_label,probabilities'],
      ['predicted_label,probabilities', 'predicted_label,probabilities,labels'],
    ]);
    expect(await run(driver, 'SELECT SALES.TUNED_3(AGE, SEGMENT) FROM SALES.CUSTOMERS WHERE ID < 5')).toHaveLength(5);
  });

  test('of a tuned regression has no keys to ask for', async () => {
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

  test('of a model with sample weights neither takes nor sends them; they may be key columns', async () => {
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

  test('may be serverless where it has one container, and is refused with the reason where it has more', async () => {
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

  test('without wait is told to be on its way; the function is there and says so', async () => {
    frozenAt = Date.now();
    expect((await create({ wait: null }))[1]).toBe('Creating');
    await expect(run(driver, "SELECT SALES.ENSEMBLE(1, 'S1')")).rejects.toThrow(/E-SME-\d+.*InService/s);
    frozenAt = undefined;
    expect((await create({}))[1]).toBe('InService');
  });

  test('that is there already answers at once, and its function keeps its grants', async () => {
    const first = await create({});
    await run(driver, 'CREATE USER EVE IDENTIFIED BY "e"');
    await run(driver, 'GRANT EXECUTE ON SALES.ENSEMBLE TO EVE');
    expect(await create({})).toEqual(first);
    const grants = await run(driver, "SELECT OBJECT_NAME FROM SYS.EXA_DBA_OBJ_PRIVS WHERE GRANTEE = 'EVE'");
    expect(grants).toEqual([['ENSEMBLE']]);
    await run(driver, 'DROP USER EVE');
  });

  test('keeps its model: another one on the same name is refused', async () => {
    await create({ endpoint_name: 'shared' });
    expect(await refuse({ endpoint_name: 'shared', instance_type: 'ml.m5.xlarge' })).toContain(
      "E-SME-158: There is already an endpoint 'shared' (status 'InService') with another model or other instances.",
    );
    expect(await refuse({ endpoint_name: 'SHARED', job_name: 'Tuned-3' })).toContain("It serves job 'ensemble'.");
  });

  test('moves its function to another schema', async () => {
    await create({ endpoint_name: 'moving' });
    await create({ endpoint_name: 'moving', prediction_schema: 'pre "dict', parallel_requests: 2 });
    expect(await listUdfs()).toEqual([
      ['pre "dict', 'MOVING'],
      ['pre "dict', 'MOVING_STATISTICS'],
    ]);
  });

  test('may be given a time to live, which row and tags have; another one moves it', async () => {
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

    // the same command again, with and without it
    expect((await create({ time_to_live_in_seconds: 3600 })).slice(3)).toEqual([
      model,
      config,
      'ensemble',
      expect.any(String),
      at,
    ]);
    expect((await create({})).at(-1)).toBe(at);

    const moved = (await create({ time_to_live_in_seconds: 7200 })).at(-1);
    expect(String(moved) > String(at)).toBe(true);
    expect(await readRow()).toEqual([[7200, moved]]);
    expect(await readTags()).toEqual([tag(moved), tag(moved), tag(moved)]);
    expect(await listHosting(sagemaker)).toEqual({ models: [model], configs: [config], endpoints: ['ensemble'] });
    await run(driver, "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6'");
  });

  test('can be made by the positional script, whose names are those of SQL', async () => {
    const answer = await execute(
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
    expect(answer).toMatchObject({
      rows: [
        ['my-endpoint', 'InService', '"SALES"."MY_ENDPOINT"', {}, {}, {}, {}, null].map((cell) =>
          typeof cell === 'object' && cell !== null ? expect.any(String) : cell,
        ),
      ],
    });
  });
});

describe('an endpoint that cannot be had', () => {
  test('for its quota: AWS is quoted, and nothing is left', async () => {
    sandbox.awsControl?.quotas.instances.set('ml.p3.2xlarge', 0);
    const text = await refuse({ instance_type: 'ml.p3.2xlarge' });
    expect(text).toContain("'ml.p3.2xlarge for endpoint usage' is 0 Instances");
    expect(text).toMatch(/E-SME-162.*E-SME-161.*Service Quotas/s);
    expect(await listHosting(sagemaker)).toEqual(nothing);
    expect(await listUdfs()).toEqual([]);
    expect(await run(driver, `SELECT 1 FROM ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS`)).toEqual([]);
  });

  test('for its arguments: all problems at once', async () => {
    const text = await refuse({
      job_name: 'ensembel',
      endpoint_name: '-x',
      prediction_schema: 'SALE',
      instance_type: 'm5',
      aws_region: 'Mars',
      wait: 'soon',
      parallel_requests: 1000,
      aws_credentials_connection_name: 'NOPE',
      instanz: 1,
      key_columns: [1],
    });
    for (const expected of [
      'E-SME-52',
      "endpoint_name '-x'",
      "instance_type 'm5'",
      "aws_region 'Mars'",
      "wait 'soon'",
      "parallel_requests '1000'",
      "key_columns '1'",
      "Did you mean 'ensemble'?",
      "E-SME-150: prediction_schema: there is no schema 'SALE'. Check the name, or create the schema. Did you mean 'SALES'?",
      "E-SME-69: There is no connection 'NOPE'",
    ]) {
      expect(text).toContain(expected);
    }
  });

  test.each([
    ['job_name'],
    ['candidate_name'],
    ['endpoint_name'],
    ['prediction_schema'],
    ['instance_type'],
    ['aws_region'],
    ['aws_credentials_connection_name'],
    ['key_columns'],
    ['tags'],
  ])('for quotes and statements in %s', async (key) => {
    const evil = `x'; DROP TABLE SALES.CUSTOMERS; --"`;
    expect(await refuse({ [key]: key === 'tags' ? { [evil]: evil } : evil })).toMatch(/E-SME-\d+/);
    expect(await run(driver, 'SELECT COUNT(*) FROM SALES.CUSTOMERS')).toEqual([[600]]);
  });

  test('for a key column whose type Exasol does not have', async () => {
    const column = { name: 'K', type: 'INT) RETURNS INT AS x --' };
    expect(await refuse({ key_columns: [column] })).toContain(
      "E-SME-282: key_columns: Exasol does not have the type 'INT) RETURNS INT AS X --' of 'K'.",
    );
  });

  test('for a candidate that the job does not have; the others are named', async () => {
    expect(await refuse({ candidate_name: 'nobody' })).toMatch(
      /E-SME-184: The job 'ensemble' has no candidate 'nobody'\. Use one of its candidates: '.+'/,
    );
  });

  test('for a script of the user that has its name', async () => {
    await run(driver, 'CREATE LUA SCRIPT SALES.MINE () AS\nexit()');
    expect(await refuse({ endpoint_name: 'mine' })).toContain('E-SME-159');
    await run(driver, 'DROP SCRIPT SALES.MINE');
  });

  test('for missing rights: nothing is asked of AWS', async () => {
    await run(driver, 'CREATE USER BOB IDENTIFIED BY "b"');
    for (const grant of [
      'CREATE SESSION TO BOB',
      'USAGE ON SCHEMA SALES TO BOB',
      `USAGE ON SCHEMA ${quoted} TO BOB`,
      `EXECUTE ON SCHEMA ${quoted} TO BOB`,
      `SELECT ON ${quoted}.SME_METADATA_AUTOPILOT_JOBS TO BOB`,
    ]) {
      await run(driver, `GRANT ${grant}`);
    }
    const bob = await sandbox.connect({ user: 'BOB', password: 'b' });
    expect(await refuse({}, bob)).toContain('E-SME-154');
    await run(driver, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS TO BOB`);
    expect(await refuse({}, bob)).toContain('E-SME-167');
    await run(driver, 'GRANT CREATE ANY SCRIPT TO BOB');
    expect(await refuse({}, bob)).toContain('E-SME-90');
    await run(driver, `GRANT ACCESS ON CONNECTION AWS FOR SCHEMA ${quoted} TO BOB`);
    expect(await refuse({}, bob)).toContain('E-SME-273');
    await bob.close();
    await run(driver, 'DROP USER BOB');
    expect(await run(driver, `SELECT 1 FROM ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS`)).toEqual([]);
  });
});

describe('deleting', () => {
  test('removes endpoint, configuration, model, function and row, and says so; again, all was gone', async () => {
    const [, , udf, model, config] = await create({ wait: null });
    expect(await deleteEndpoint(driver, schema, 'ENSEMBLE', null, null)).toMatchObject({
      names: ['OBJECT', 'NAME', 'RESULT'],
      rows: [
        ['endpoint', 'ensemble', 'deleted'],
        ['endpoint configuration', config, 'deleted'],
        ['model', model, 'deleted'],
        ['prediction UDF', udf, 'deleted'],
      ],
    });
    expect(await listHosting(sagemaker)).toEqual(nothing);
    expect(await deleteEndpoint(driver, schema, 'ensemble', 'AWS', sandbox.aws.region)).toMatchObject({
      rows: [['endpoint', 'ensemble', 'did not exist']],
    });
    expect(await deleteEndpoint(driver, schema, 'ensemble', null, null)).toMatchObject({
      rows: [['endpoint', 'ensemble', expect.stringMatching(/^not in the endpoint table/)]],
    });
  });

  test('works without its row, for what the tags prove to be ours', async () => {
    await create({});
    await run(driver, `DELETE FROM ${quoted}.SME_METADATA_AUTOPILOT_ENDPOINTS`);
    expect(await deleteEndpoint(driver, schema, 'ensemble', 'AWS', sandbox.aws.region)).toMatchObject({
      rows: [
        ['endpoint', 'ensemble', 'deleted'],
        ['endpoint configuration', expect.any(String), 'deleted'],
        ['model', expect.any(String), 'deleted'],
      ],
    });
    await run(driver, 'DROP SCRIPT SALES.ENSEMBLE');
    await run(driver, 'DROP SCRIPT SALES.ENSEMBLE_STATISTICS');
  });

  test('refuses names that cannot be, and needs both connection and region where the table has no row', async () => {
    expect(await deleteEndpoint(driver, schema, "x'; DROP", null, null)).toMatchObject({ kind: 'error' });
    expect(await deleteEndpoint(driver, schema, 'unknown', 'AWS', null)).toMatchObject({
      text: expect.stringContaining('E-SME-53'),
    });
  });
});

describe('recovering', () => {
  const read = () =>
    run(driver, `SELECT * FROM ${quoted}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME <> 'x' ORDER BY JOB_NAME`);

  test('writes lost rows as they were, once', async () => {
    const before = await read();
    await run(driver, `DELETE FROM ${quoted}.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME <> 'ensemble'`);
    const recover = () => execute(driver, schema, 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'aws', sandbox.aws.region);
    expect(await recover()).toMatchObject({
      names: ['JOB_NAME', 'CREATED', 'RESULT'],
      rows: expect.arrayContaining([
        ['Tuned-3', expect.any(String), 'recovered'],
        ['tuned-2', expect.any(String), 'recovered'],
      ]),
    });
    expect((await read()).map((row) => row.slice(1))).toEqual(before.map((row) => row.slice(1)));
    expect(await recover()).toMatchObject({ rows: [] });
  });
});
