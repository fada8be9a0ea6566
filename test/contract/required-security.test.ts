/** An account whose policy denies requests without security options: the error names the parameters, and with them everything works. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finishBatch, refuseBatch, startBatch } from '../support/batch.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { createConnection, run, train } from '../support/training.js';

const key = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const vpc = { subnets: ['subnet-0a'], security_group_ids: ['sg-0a'] };

const deny = (actions: readonly string[], conditionKey: string) => ({
  Effect: 'Deny' as const,
  Action: actions.map((action) => `sagemaker:${action}`),
  Resource: '*',
  Condition: { Null: { [`sagemaker:${conditionKey}`]: 'true' } },
});
const allow = { Effect: 'Allow' as const, Action: '*', Resource: '*' };
const jobs = ['CreateAutoMLJob', 'CreateAutoMLJobV2'];
const requireAll = [
  deny([...jobs, 'CreateModel'], 'VpcSubnets'),
  deny([...jobs, 'CreateModel'], 'VpcSecurityGroupIds'),
  deny([...jobs, 'CreateEndpointConfig', 'CreateTransformJob'], 'VolumeKmsKey'),
  deny([...jobs, 'CreateTransformJob'], 'OutputKmsKey'),
  deny(jobs, 'InterContainerTrafficEncryption'),
  deny(['CreateModel'], 'NetworkIsolation'),
];
const requireInAllow = {
  Effect: 'Allow' as const,
  Action: 'sagemaker:Create*Job*',
  Resource: '*',
  Condition: { StringEquals: { 'sagemaker:VpcSubnets': vpc.subnets } },
};

let trained: TrainedSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointDelete: 50, transformJob: 50 } },
    training: { mode: 'ENSEMBLING', exclude_columns: ['ID'] },
  });
  const { sandbox, driver } = trained;
  const identities = sandbox.awsControl?.identities;
  if (identities === undefined) throw new Error('The sandbox has no AWS.');
  const denied = identities.addUser({ name: 'denied', policy: { Statement: [allow, ...requireAll] } });
  await createConnection(driver, 'DENIED', { ...sandbox.aws, ...denied });
  const limits = [{ ...allow, Action: ['s3:*', 'iam:*', 'sagemaker:Describe*', 'sagemaker:AddTags'] }, requireInAllow];
  const limited = identities.addUser({ name: 'limited', policy: { Statement: limits } });
  await createConnection(driver, 'LIMITED', { ...sandbox.aws, ...limited });
}, 120_000);
afterAll(() => trained?.stop());

const trainWith = async (name: string, connection: string, security?: object) => {
  const parameters = { ...trained.training, job_name: name, aws_credentials_connection_name: connection };
  const outcome = await train(trained.driver, 'SME', { ...parameters, security });
  return outcome.kind === 'error' ? outcome.text : outcome.kind;
};
const countJobs = async (name: string) =>
  (await run(trained.driver, `SELECT COUNT(*) FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${name}'`))[0];

const training = {
  vpc,
  volume_kms_key_id: key,
  output_kms_key_id: key,
  encrypt_inter_container_traffic: true,
};

describe('a training', () => {
  test('without options is denied with an error that names each of them', async () => {
    const text = await trainWith('denied', 'DENIED');
    expect(text).toContain('E-SME-504');
    expect(text).toContain('explicit deny');
    for (const option of Object.keys(training)) expect(text).toContain(`security.${option}`);
    expect(await countJobs('denied')).toEqual([0]);
  });

  test.each(Object.keys(training))('without %s is denied with an error that names only this option', async (left) => {
    const given = Object.fromEntries(Object.entries(training).filter(([option]) => option !== left));
    const text = await trainWith(`no-${left.replaceAll('_', '-').slice(0, 20)}`, 'DENIED', given);
    expect(text).toContain(`Probably missing: security.${left}.`);
  });

  test('with all options is accepted', async () => {
    expect(await trainWith('accepted', 'DENIED', training)).toBe('resultSet');
  });

  test('that a policy allows only with options gets an error that names them beside the permissions', async () => {
    const text = await trainWith('limited', 'LIMITED');
    expect(text).toContain('E-SME-504');
    expect(text).toMatch(/Grant the missing permission .* only with security options, add security\.vpc/);
    expect(await trainWith('limited-ok', 'LIMITED', { vpc })).toBe('resultSet');
  });
});

describe('an endpoint', () => {
  const serve = (security?: object) =>
    createEndpoint(trained.driver, 'SME', {
      job_name: 'churn',
      prediction_schema: 'SALES',
      instance_type: 'ml.m5.large',
      aws_credentials_connection_name: 'DENIED',
      wait: true,
      security,
    });

  test.each([
    [undefined, 'CreateModel', 'security.vpc, security.network_isolation'],
    [{ vpc }, 'CreateModel', 'security.network_isolation'],
    [{ vpc, network_isolation: true }, 'CreateEndpointConfig', 'security.volume_kms_key_id'],
  ])('with the options %j is denied and leaves nothing', async (security, operation, missing) => {
    const outcome = await serve(security);
    const text = outcome.kind === 'error' ? outcome.text : outcome.kind;
    expect(text).toContain(`${operation} failed`);
    expect(text).toContain(`Probably missing: ${missing}.`);
    expect(await listHosting(trained.sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  });

  test('with all options is created', async () => {
    expect(await serve({ vpc, network_isolation: true, volume_kms_key_id: key })).toMatchObject({ kind: 'resultSet' });
    await deleteEndpoint(trained.driver, 'SME', 'churn', null, null);
  });
});

describe('a batch prediction', () => {
  const request = { aws_credentials_connection_name: 'DENIED', wait: true };
  const model = { vpc, network_isolation: true };

  test.each([
    [undefined, 'security.vpc, security.network_isolation'],
    [model, 'security.volume_kms_key_id, security.output_kms_key_id'],
  ])('with the options %j is denied and leaves no model', async (security, missing) => {
    const text = await refuseBatch(trained.driver, { ...request, target_table_name: 'DENIED', security });
    expect(text).toContain(`Probably missing: ${missing}.`);
    expect((await listHosting(trained.sagemaker)).models).toEqual([]);
  });

  test('with all options is accepted', async () => {
    const security = { ...model, volume_kms_key_id: key, output_kms_key_id: key };
    const { BATCH_NAME: name } = await startBatch(trained.driver, { ...request, target_table_name: 'OK', security });
    expect(await finishBatch(trained.driver, name)).toMatchObject({ STATUS: 'Imported' });
  });
});
