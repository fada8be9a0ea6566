/**
 * Two sessions that create, use or delete the same endpoint at the same time. A proxy in front of AWS holds calls, so that the sessions
 * meet at the same point in every run.
 */
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startAwsServer } from '../../src/sandbox/aws/server.js';
import type { AwsServer } from '../../src/sandbox/aws/types.js';
import { realClock } from '../../src/sandbox/clock.js';
import { silentLog } from '../../src/sandbox/log.js';
import { awsAccount } from '../../src/sandbox/options.js';
import { type HoldingProxy, startHoldingProxy } from '../support/holding-proxy.js';
import type { StatementAnswer, TestSandbox } from '../support/sandbox.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';

const nothing = { models: [], configs: [], endpoints: [] };
const { region } = awsAccount;

let aws: AwsServer;
let proxy: HoldingProxy;
let trained: TrainedSandbox;
let sandbox: TestSandbox;
let first: ExasolDriver;
let second: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  aws = await startAwsServer({
    ...awsAccount,
    host: '127.0.0.1',
    port: 0,
    clock: realClock,
    log: silentLog,
    timings: { jobPhase: 1, endpointCreate: 200, endpointDelete: 200 },
  });
  proxy = await startHoldingProxy(aws.url);
  trained = await startTrainedSandbox({ sandbox: { awsEndpointUrl: proxy.url }, awsUrl: aws.url });
  ({ sandbox, driver: first, sagemaker } = trained);
  second = await sandbox.connect();
});

afterAll(async () => {
  await trained?.stop();
  await proxy?.stop();
  await aws?.stop();
});

const listRows = () =>
  run(first, 'SELECT ENDPOINT_NAME, INSTANCE_TYPE, ENDPOINT_STATUS FROM SME.SME_METADATA_AUTOPILOT_ENDPOINTS');
const listUdfs = () => run(first, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES'");
const remove = (session: ExasolDriver) => deleteEndpoint(session, 'SME', 'churn', 'AWS', region);
const create = (session: ExasolDriver, changes: object = {}) =>
  createEndpoint(session, 'SME', {
    job_name: 'churn',
    prediction_schema: 'SALES',
    instance_type: 'ml.m5.large',
    wait: true,
    ...changes,
  });
/** The status of the endpoint, or the text of the error. */
const toText = (outcome: StatementAnswer) =>
  outcome.kind === 'error' ? outcome.text : String(outcome.kind === 'resultSet' && outcome.rows[0]?.[1]);

/** One deletion must be enough, whatever the sessions did. */
afterEach(async () => {
  expect((await remove(first)).kind).toBe('resultSet');
  expect(await listHosting(sagemaker)).toEqual(nothing);
  expect(await listRows()).toEqual([]);
  expect(await listUdfs()).toEqual([]);
});

describe('two sessions that create the same endpoint', () => {
  test.each(['DescribeAutoMLJobV2', 'CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'])(
    'by the same command both succeed if one of them is held before %s',
    async (call) => {
      const held = proxy.hold(call);
      const slow = create(first);
      await held.reached;
      expect(toText(await create(second))).toBe('InService');
      held.release();
      expect(toText(await slow)).toBe('InService');
      expect(await listRows()).toEqual([['churn', 'ml.m5.large', 'InService']]);
      expect(await run(first, "SELECT SALES.CHURN(1, 70, 'S1')")).toHaveLength(1);
    },
  );

  test('by the same command at the same time both succeed', async () => {
    expect(await Promise.all([create(first).then(toText), create(second).then(toText)])).toEqual([
      'InService',
      'InService',
    ]);
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn']);
    expect(await listRows()).toHaveLength(1);
  });

  test('with different instances: the second one gets an error', async () => {
    const held = proxy.hold('DescribeAutoMLJobV2');
    const slow = create(first, { instance_type: 'ml.m5.xlarge' });
    await held.reached;
    expect(toText(await create(second))).toBe('InService');
    held.release();
    expect(toText(await slow)).toMatch(/E-SME-1(58|41): /);
    expect(await listRows()).toEqual([['churn', 'ml.m5.large', 'InService']]);
    expect((await listHosting(sagemaker)).models).toHaveLength(1);
  });
});

describe('an endpoint is deleted', () => {
  test('by two sessions at once, and both succeed', async () => {
    await create(first);
    const held = proxy.hold('DeleteEndpoint');
    const slow = remove(first);
    await held.reached;
    expect((await remove(second)).kind).toBe('resultSet');
    held.release();
    expect((await slow).kind).toBe('resultSet');
  });

  test('while AWS is deleting it for another session, and both succeed', async () => {
    await create(first);
    expect((await Promise.all([remove(first), remove(second)])).map(({ kind }) => kind)).toEqual([
      'resultSet',
      'resultSet',
    ]);
  });

  test.each([
    ['CreateModel', /^InService$|E-SME-(142|162): /],
    ['CreateEndpoint', /E-SME-(142|162): /],
  ])(
    'while the session that creates it is held before %s, and has a row if it still exists',
    async (call, expected) => {
      const held = proxy.hold(call);
      const slow = create(first);
      await held.reached;
      expect((await remove(second)).kind).toBe('resultSet');
      held.release();
      expect(toText(await slow)).toMatch(expected);
      const { endpoints } = await listHosting(sagemaker);
      expect(await listRows()).toHaveLength(endpoints.length);
    },
  );

  test('before AWS has created it, and its row is restored because AWS bills it', async () => {
    const [creation, deletion] = [proxy.hold('CreateEndpoint'), proxy.hold('DescribeEndpointConfig')];
    const creating = create(first);
    // the call that checks whether the configuration exists
    await deletion.reached;
    deletion.release();
    await creation.reached;
    const lookup = proxy.hold('DescribeEndpointConfig');
    const removed = remove(second);
    await lookup.reached;
    const wait = proxy.hold('DescribeEndpoint');
    creation.release();
    await wait.reached;
    lookup.release();
    expect((await removed).kind).toBe('resultSet');
    wait.release();
    expect(toText(await creating)).toMatch(
      /E-SME-142: Another session has deleted the endpoint 'churn' .+ AWS still has the endpoint \(status 'InService'\), so its row was restored\. /,
    );
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn']);
    expect(await listRows()).toEqual([['churn', 'ml.m5.large', null]]);
  });

  test('by a deletion that began before it was created, and the same command creates it again', async () => {
    const held = proxy.hold('DescribeEndpoint');
    const slow = remove(second);
    await held.reached;
    expect(toText(await create(first, { wait: false }))).toBe('Creating');
    held.release();
    expect((await slow).kind).toBe('resultSet');
    expect(toText(await create(first))).toBe('InService');
  });

  test('while another session predicts, and the query gets a clear error', async () => {
    await create(first);
    const held = proxy.hold('POST /endpoints/churn/invocations');
    const slow = run(first, "SELECT SALES.CHURN(1, 70, 'S1')");
    await held.reached;
    const [removed, predicted] = await Promise.all([
      remove(second),
      new Promise((resolve) => setTimeout(resolve, 1500))
        .then(held.release)
        .then(() => slow.then(String, (error: Error) => error.message)),
    ]);
    expect(removed.kind).toBe('resultSet');
    expect(predicted).toMatch(/E-SME-193: .*not in service/s);
  });
});
