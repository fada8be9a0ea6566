/** Endpoints that cannot be created, and the deletion of endpoints, through the published driver. */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

const nothing = { models: [], configs: [], endpoints: [] };

let trained: TrainedSandbox;
let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 300, endpointDelete: 100 } },
    rows: 600,
    training: { job_name: 'ensemble', mode: 'ENSEMBLING', exclude_columns: ['ID'], max_candidates: 2 },
  });
  ({ sandbox, driver, sagemaker } = trained);
});

afterAll(() => trained?.stop());

afterEach(async () => {
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
  const outcome = await createEndpoint(driver, 'SME', makeParameters(changes));
  if (outcome.kind !== 'resultSet') throw new Error(JSON.stringify(outcome));
  return outcome.rows[0] ?? [];
}

async function refuse(changes: object, session = driver): Promise<string> {
  const outcome = await createEndpoint(session, 'SME', makeParameters(changes));
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  return outcome.text;
}

const listUdfs = () => run(driver, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'");

describe('an endpoint that cannot be created', () => {
  test('because of its quota reports the error of AWS and leaves nothing behind', async () => {
    sandbox.awsControl?.quotas.instances.set('ml.p3.2xlarge', 0);
    const text = await refuse({ instance_type: 'ml.p3.2xlarge' });
    expect(text).toContain("'ml.p3.2xlarge for endpoint usage' is 0 Instances");
    expect(text).toMatch(/E-SME-162.*E-SME-161.*Service Quotas/s);
    expect(await listHosting(sagemaker)).toEqual(nothing);
    expect(await listUdfs()).toEqual([]);
    expect(await run(driver, `SELECT 1 FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS`)).toEqual([]);
  });

  test('because of its arguments reports all problems at once', async () => {
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
  ])('because of SQL injection in %s', async (key) => {
    const injection = `x'; DROP TABLE SALES.CUSTOMERS; --"`;
    expect(await refuse({ [key]: key === 'tags' ? { [injection]: injection } : injection })).toMatch(/E-SME-\d+/);
    expect(await run(driver, 'SELECT COUNT(*) FROM SALES.CUSTOMERS')).toEqual([[600]]);
  });

  test('because of a key column whose type Exasol does not have', async () => {
    const column = { name: 'K', type: 'INT) RETURNS INT AS x --' };
    expect(await refuse({ key_columns: [column] })).toContain(
      "E-SME-282: key_columns: Exasol does not have the type 'INT) RETURNS INT AS X --' of 'K'.",
    );
  });

  test('because of an unknown candidate names the candidates of the job', async () => {
    expect(await refuse({ candidate_name: 'nobody' })).toMatch(
      /E-SME-184: The job 'ensemble' has no candidate 'nobody'\. Use one of its candidates: '.+'/,
    );
  });

  test('because of an existing script with its name', async () => {
    await run(driver, 'CREATE LUA SCRIPT SALES.MINE () AS\nexit()');
    expect(await refuse({ endpoint_name: 'mine' })).toContain('E-SME-159');
    await run(driver, 'DROP SCRIPT SALES.MINE');
  });

  test('because of missing privileges leaves no row', async () => {
    await run(driver, 'CREATE USER BOB IDENTIFIED BY "b"');
    for (const grant of [
      'CREATE SESSION TO BOB',
      'USAGE ON SCHEMA SALES TO BOB',
      `USAGE ON SCHEMA SME TO BOB`,
      `EXECUTE ON SCHEMA SME TO BOB`,
      `SELECT ON SME.SME_METADATA_AUTOPILOT_JOBS TO BOB`,
    ]) {
      await run(driver, `GRANT ${grant}`);
    }
    const bob = await sandbox.connect({ user: 'BOB', password: 'b' });
    expect(await refuse({}, bob)).toContain('E-SME-154');
    await run(driver, `GRANT SELECT, INSERT, UPDATE, DELETE ON SME.SME_METADATA_AUTOPILOT_ENDPOINTS TO BOB`);
    expect(await refuse({}, bob)).toContain('E-SME-167');
    await run(driver, 'GRANT CREATE ANY SCRIPT TO BOB');
    expect(await refuse({}, bob)).toContain('E-SME-90');
    await run(driver, `GRANT ACCESS ON CONNECTION AWS FOR SCHEMA SME TO BOB`);
    expect(await refuse({}, bob)).toContain('E-SME-273');
    await bob.close();
    await run(driver, 'DROP USER BOB');
    expect(await run(driver, `SELECT 1 FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS`)).toEqual([]);
  });
});

describe('deleting an endpoint', () => {
  test('deletes endpoint, configuration, model, prediction UDF and row, and can be repeated', async () => {
    const [, , udf, model, config] = await create({ wait: null });
    expect(await deleteEndpoint(driver, 'SME', 'ENSEMBLE', null, null)).toMatchObject({
      names: ['OBJECT', 'NAME', 'RESULT'],
      rows: [
        ['endpoint', 'ensemble', 'deleted'],
        ['endpoint configuration', config, 'deleted'],
        ['model', model, 'deleted'],
        ['prediction UDF', udf, 'deleted'],
      ],
    });
    expect(await listHosting(sagemaker)).toEqual(nothing);
    expect(await deleteEndpoint(driver, 'SME', 'ensemble', 'AWS', sandbox.aws.region)).toMatchObject({
      rows: [['endpoint', 'ensemble', 'did not exist']],
    });
    expect(await deleteEndpoint(driver, 'SME', 'ensemble', null, null)).toMatchObject({
      rows: [['endpoint', 'ensemble', expect.stringMatching(/^not in the endpoint table; /)]],
    });
  });

  test('works without a row if the tags show that sme created the endpoint', async () => {
    await create({});
    await run(driver, `DELETE FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS`);
    expect(await deleteEndpoint(driver, 'SME', 'ensemble', 'AWS', sandbox.aws.region)).toMatchObject({
      rows: [
        ['endpoint', 'ensemble', 'deleted'],
        ['endpoint configuration', expect.any(String), 'deleted'],
        ['model', expect.any(String), 'deleted'],
      ],
    });
    await run(driver, 'DROP SCRIPT SALES.ENSEMBLE');
    for (const suffix of ['CSV', 'TRY', 'STATISTICS']) await run(driver, `DROP SCRIPT SALES.ENSEMBLE_${suffix}`);
  });

  test('refuses invalid names, and needs both connection and Region if there is no row', async () => {
    expect(await deleteEndpoint(driver, 'SME', "x'; DROP", null, null)).toMatchObject({ kind: 'error' });
    expect(await deleteEndpoint(driver, 'SME', 'unknown', 'AWS', null)).toMatchObject({
      text: expect.stringContaining('E-SME-53'),
    });
  });
});
