/**
 * Two sessions and one endpoint: what one does while the other makes it, uses it or deletes it. A proxy in front of AWS holds calls up,
 * so that the two meet at the same point in every run.
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
/** An endpoint's status, or the error's text. */
const told = (answer: StatementAnswer) =>
  answer.kind === 'error' ? answer.text : String(answer.kind === 'resultSet' && answer.rows[0]?.[1]);

/** Whatever the sessions did, one deletion ends it. */
afterEach(async () => {
  expect((await remove(first)).kind).toBe('resultSet');
  expect(await listHosting(sagemaker)).toEqual(nothing);
  expect(await listRows()).toEqual([]);
  expect(await listUdfs()).toEqual([]);
});

describe('two sessions that make one endpoint', () => {
  test.each(['DescribeAutoMLJobV2', 'CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'])(
    'by the same command: both have it, whichever is held before %s',
    async (call) => {
      const held = proxy.hold(call);
      const slow = create(first);
      await held.reached;
      expect(told(await create(second))).toBe('InService');
      held.release();
      expect(told(await slow)).toBe('InService');
      expect(await listRows()).toEqual([['churn', 'ml.m5.large', 'InService']]);
      expect(await run(first, "SELECT SALES.CHURN(1, 70, 'S1')")).toHaveLength(1);
    },
  );

  test('by the same command at the same time: none tells anything but that it is there', async () => {
    expect(await Promise.all([create(first).then(told), create(second).then(told)])).toEqual([
      'InService',
      'InService',
    ]);
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn']);
    expect(await listRows()).toHaveLength(1);
  });

  test('with other instances: who comes second is told of the other', async () => {
    const held = proxy.hold('DescribeAutoMLJobV2');
    const slow = create(first, { instance_type: 'ml.m5.xlarge' });
    await held.reached;
    expect(told(await create(second))).toBe('InService');
    held.release();
    expect(told(await slow)).toMatch(/E-SME-1(58|41): /);
    expect(await listRows()).toEqual([['churn', 'ml.m5.large', 'InService']]);
    expect((await listHosting(sagemaker)).models).toHaveLength(1);
  });
});

describe('an endpoint that is deleted', () => {
  test('twice at once: both say so', async () => {
    await create(first);
    const held = proxy.hold('DeleteEndpoint');
    const slow = remove(first);
    await held.reached;
    expect((await remove(second)).kind).toBe('resultSet');
    held.release();
    expect((await slow).kind).toBe('resultSet');
  });

  test('while AWS is deleting it for another session: both say so', async () => {
    await create(first);
    expect((await Promise.all([remove(first), remove(second)])).map(({ kind }) => kind)).toEqual([
      'resultSet',
      'resultSet',
    ]);
  });

  test.each([
    ['CreateModel', /^InService$|E-SME-(142|162): /],
    ['CreateEndpoint', /E-SME-(142|162): /],
  ])('while another session makes it, held before %s: it has a row, or is gone', async (call, words) => {
    const held = proxy.hold(call);
    const slow = create(first);
    await held.reached;
    expect((await remove(second)).kind).toBe('resultSet');
    held.release();
    expect(told(await slow)).toMatch(words);
    const { endpoints } = await listHosting(sagemaker);
    expect(await listRows()).toHaveLength(endpoints.length);
  });

  test('and was not there yet when the deletion looked: its row is back, for it bills', async () => {
    const [creation, deletion] = [proxy.hold('CreateEndpoint'), proxy.hold('DescribeEndpointConfig')];
    const made = create(first);
    // the one that asks whether the configuration is there
    await deletion.reached;
    deletion.release();
    await creation.reached;
    const look = proxy.hold('DescribeEndpointConfig');
    const removed = remove(second);
    await look.reached;
    const wait = proxy.hold('DescribeEndpoint');
    creation.release();
    await wait.reached;
    look.release();
    expect((await removed).kind).toBe('resultSet');
    wait.release();
    expect(told(await made)).toMatch(
      /E-SME-142: Another session has deleted the endpoint 'churn' .+ AWS still has the endpoint \(status 'InService'\), so its row was restored\. /,
    );
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn']);
    expect(await listRows()).toEqual([['churn', 'ml.m5.large', null]]);
  });

  test('by a deletion that began before it was made: it goes, and the same command makes it anew', async () => {
    const held = proxy.hold('DescribeEndpoint');
    const slow = remove(second);
    await held.reached;
    expect(told(await create(first, { wait: false }))).toBe('Creating');
    held.release();
    expect((await slow).kind).toBe('resultSet');
    expect(told(await create(first))).toBe('InService');
  });

  test('while another session predicts: the query ends with words', async () => {
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
