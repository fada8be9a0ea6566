/** `sme gc` and what SageMaker hosts, against the sandbox: expired endpoints, models and configurations without an endpoint. */
import {
  AddTagsCommand,
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/render/quote.js';
import { realClock } from '../../src/sandbox/clock.js';
import { connectSageMaker } from '../support/live-aws.js';
import { listNames, readGarbage } from '../support/read-garbage.js';
import { type RefusingAwsProxy, startRefusingAwsProxy } from '../support/refusing-aws-proxy.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

/** A schema whose tag does not hold its name letter by letter. */
const schema = 'Größe "x"';
const table = `${identifier(schema)}.SME_METADATA_AUTOPILOT_ENDPOINTS`;
const dayMs = 86_400_000;

/** How far AWS is behind: what it makes is so old. */
let ageMs = 3 * dayMs;
let sandbox: TestSandbox;
/** Between the command and AWS. */
let proxy: RefusingAwsProxy;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
let database: string;
/** Containers of a model that can be hosted. */
let containers: object[];

beforeAll(async () => {
  sandbox = await startTestSandbox({
    clock: { ...realClock, now: () => realClock.now() - ageMs },
    timings: { jobPhase: 1, endpointCreate: 0, endpointDelete: 0 },
  });
  const { region, bucket, roleArn } = sandbox.aws;
  proxy = await startRefusingAwsProxy(sandbox.aws.endpointUrl);
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await trainToEnd(driver, sagemaker, schema, {
    job_name: 'churn',
    aws_credentials_connection_name: 'AWS',
    aws_region: region,
    iam_sagemaker_role: roleArn,
    s3_bucket_uri: `s3://${bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'SALES',
    input_table_or_view_name: 'CUSTOMERS',
    target_attribute_name: 'CHURN',
    max_candidates: 1,
    mode: 'ENSEMBLING',
  });
  const [row] = await run(driver, "SELECT PARAM_VALUE FROM SYS.EXA_METADATA WHERE PARAM_NAME = 'databaseName'");
  database = String(row?.[0]);
  await serve('lasting');
  const [ModelName] = (await listHosting(sagemaker)).models;
  const model = await sagemaker.send(new DescribeModelCommand({ ModelName }));
  containers = [...(model.Containers ?? []), ...(model.PrimaryContainer ? [model.PrimaryContainer] : [])];
});

afterAll(async () => {
  sagemaker?.destroy();
  await proxy?.stop();
  await sandbox?.stop();
});

afterEach(() => {
  ageMs = 3 * dayMs;
  proxy.refuse();
  proxy.onCall = () => undefined;
});

async function serve(name: string, more: object = {}): Promise<void> {
  const parameters = { job_name: 'churn', endpoint_name: name, prediction_schema: 'SALES', wait: true, ...more };
  const answer = await createEndpoint(driver, schema, { ...parameters, instance_type: 'ml.m5.large' });
  if (answer.kind === 'error') throw new Error(answer.text);
}

function gc(args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier(schema), AWS_ENDPOINT_URL: proxy.url };
  return runCommand(['gc', ...args, '--no-config'], { ...options, env: { ...env, ...options.env } });
}

const readGc = async (...args: readonly string[]) => readGarbage(await gc([...args, '--json']));

const tagsOf = (changes: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    'exasol:database': database,
    'exasol:schema': 'Größe _x_',
    'exasol:extension-version': '0.1.0',
    ...changes,
  }).map(([Key, Value]) => ({ Key, Value }));

const makeModel = (ModelName: string, Tags = tagsOf()) =>
  sagemaker.send(
    new CreateModelCommand({ ModelName, ExecutionRoleArn: sandbox.aws.roleArn, Containers: containers, Tags }),
  );

const makeConfig = (EndpointConfigName: string, ModelName: string, Tags = tagsOf()) => {
  const variant = { VariantName: 'all', ModelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
  return sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [variant], Tags }));
};

const makeEndpoint = (EndpointName: string, EndpointConfigName: string, Tags = tagsOf()) =>
  sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags }));

describe('models and configurations', () => {
  test('without an endpoint go, if they carry the tags of this schema', async () => {
    await makeModel('orphan-0000000a');
    await makeConfig('orphan-0000000a', 'orphan-0000000a');
    await makeModel('alone-0000000b');
    await makeModel('used-0000000c');
    await makeConfig('used-0000000c', 'used-0000000c');
    await makeEndpoint('used', 'used-0000000c');
    await makeModel('shared-0000000d');
    await makeConfig('theirs-0000000e', 'shared-0000000d', []);
    await makeModel('untagged-0000000f', []);
    await makeModel('other-schema-0000000a', tagsOf({ 'exasol:schema': 'OTHER' }));
    await makeModel('other-database-0000000b', tagsOf({ 'exasol:database': 'PROD' }));
    await makeModel('named-by-hand');
    ageMs = 0;
    await makeModel('young-0000000c');
    await makeConfig('young-0000000c', 'young-0000000c');

    const expected = ['alone-0000000b', 'orphan-0000000a', 'orphan-0000000a'];
    const before = await listHosting(sagemaker);
    const listed = await readGc('--only', 'models', '--older-than', '1s');
    expect(listNames(listed.found)).toEqual(expected);
    expect(await listHosting(sagemaker)).toEqual(before);

    const cleared = await readGc('--only', 'models', '--yes');
    expect(cleared).toMatchObject({ exitCode: 0, failed: [], kept: [] });
    expect(listNames(cleared.deleted)).toEqual(expected);
    expect(await listHosting(sagemaker)).toEqual({
      models: before.models.filter((name) => !expected.includes(name)),
      configs: before.configs.filter((name) => !expected.includes(name)),
      endpoints: before.endpoints,
    });
    expect(await readGc('--only', 'models', '--yes')).toMatchObject({ exitCode: 0, found: [] });
  });

  test('are kept where something uses them by the time of their deletion', async () => {
    await makeModel('late-0000000a');
    await makeConfig('late-0000000a', 'late-0000000a');
    await makeModel('later-0000000b');
    let isListed = false;
    proxy.onCall = async () => {
      if (!isListed) return;
      isListed = false;
      ageMs = 0;
      await makeEndpoint('late', 'late-0000000a');
      await makeConfig('later-0000000c', 'later-0000000b', []);
    };
    const { stdout, exitCode } = await gc(['--only', 'models', '--yes'], {
      onStderr: (text) => {
        isListed ||= text.includes('will be deleted');
      },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('endpoint configuration late-0000000a: the endpoint late uses it');
    expect(stdout).toContain('model late-0000000a: the endpoint configuration late-0000000a refers to it');
    expect(stdout).toContain('model later-0000000b: the endpoint configuration later-0000000c refers to it');
    const { models, configs } = await listHosting(sagemaker);
    expect(models).toEqual(expect.arrayContaining(['late-0000000a', 'later-0000000b']));
    expect(configs).toContain('late-0000000a');
  });

  test('that AWS does not let go come back in its words, and a configuration keeps its model', async () => {
    await makeModel('denied-0000000a');
    await makeConfig('denied-0000000a', 'denied-0000000a');
    await makeModel('granted-0000000b');
    proxy.refuse('DeleteEndpointConfig');
    const refused = await readGc('--only', 'models', '--yes');
    expect(refused).toMatchObject({
      exitCode: 1,
      deleted: [{ kind: 'model', name: 'granted-0000000b' }],
      failed: [
        {
          kind: 'endpoint-config',
          reason: expect.stringMatching(/^sagemaker:DeleteEndpointConfig: AccessDeniedException: User: arn/),
        },
      ],
      kept: [{ kind: 'model', name: 'denied-0000000a' }],
    });
    proxy.refuse();
    expect(await readGc('--only', 'models', '--yes')).toMatchObject({ exitCode: 0, deleted: [{}, {}] });
  });
});

describe('endpoints', () => {
  const past = '2026-01-01T00:00:00Z';
  const expireRow = (name: string) =>
    run(driver, `UPDATE ${table} SET EXPIRES_AT_UTC = '2026-01-01 00:00:00' WHERE ENDPOINT_NAME = '${name}'`);
  const tagEndpoint = async (EndpointName: string, expiresAt: string) => {
    const { EndpointArn } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    const Tags = [{ Key: 'exasol:expires-at', Value: expiresAt }];
    await sagemaker.send(new AddTagsCommand({ ResourceArn: EndpointArn, Tags }));
  };
  const expire = async (name: string) => {
    await expireRow(name);
    await tagEndpoint(name, past);
  };
  const listRows = async () =>
    (await run(driver, `SELECT ENDPOINT_NAME FROM ${table} ORDER BY 1`)).map(([name]) => String(name));
  const listFunctions = async () =>
    (await run(driver, "SELECT SCRIPT_NAME FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SALES' ORDER BY 1")).map(
      ([name]) => String(name),
    );

  test('past their time go with configuration, model, function and row; others stay', async () => {
    await serve('brief', { time_to_live_in_seconds: 60 });
    await serve('timely', { time_to_live_in_seconds: 86_400 });
    const before = await listHosting(sagemaker);
    expect((await readGc()).found.filter(({ kind }) => kind === 'endpoint')).toEqual([]);
    await expire('brief');

    const { stdout } = await gc(['--only', 'endpoints']);
    expect(stdout).toMatch(
      /^endpoint +brief +eu-central-1 .*past its time to live; ml\.m5\.large × 1, billed by the hour$/m,
    );
    expect(stdout).toContain('Found: 1 endpoint (billed by the hour).');
    expect(await listHosting(sagemaker)).toEqual(before);

    const { exitCode, stdout: done } = await gc(['--only', 'endpoints'], { typed: 'yes\n' });
    expect({ exitCode, done }).toMatchObject({ exitCode: 0, done: expect.stringContaining('Deleted: 1 endpoint.') });
    const after = await listHosting(sagemaker);
    expect(after.endpoints).toEqual(before.endpoints.filter((name) => name !== 'brief'));
    expect(after.models).toEqual(before.models.filter((name) => !name.startsWith('brief-')));
    expect(after.configs).toEqual(before.configs.filter((name) => !name.startsWith('brief-')));
    expect(await listRows()).toEqual(['lasting', 'timely']);
    expect(await listFunctions()).not.toContain('BRIEF');
    expect(await readGc('--only', 'endpoints')).toMatchObject({ exitCode: 0, found: [] });
  });

  test('that only AWS knows go by their tag, if it is of this schema and over', async () => {
    const over = { 'exasol:expires-at': '2026-01-01T00:00:00Z' };
    await makeModel('stray-0000000a');
    await makeConfig('stray-0000000a', 'stray-0000000a');
    await makeEndpoint('stray', 'stray-0000000a', tagsOf(over));
    await makeModel('foreign-0000000b', []);
    await makeConfig('foreign-0000000b', 'foreign-0000000b', []);
    await makeEndpoint('foreign', 'foreign-0000000b', tagsOf({ ...over, 'exasol:schema': 'OTHER' }));
    await makeEndpoint('future', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': '2999-01-01T00:00:00Z' }));
    await makeEndpoint('garbled', 'foreign-0000000b', tagsOf({ 'exasol:expires-at': 'soon' }));

    const cleared = await readGc('--only', 'endpoints', '--yes');
    expect(cleared).toMatchObject({ exitCode: 0, failed: [], deleted: [{ kind: 'endpoint', name: 'stray' }] });
    const { models, configs, endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['foreign', 'future', 'garbled', 'lasting']));
    expect([...models, ...configs, ...endpoints].filter((name) => name.startsWith('stray'))).toEqual([]);
  });

  test('of the table go without keys of this machine; that AWS was not asked is told', async () => {
    await serve('keyless', { time_to_live_in_seconds: 60 });
    await expire('keyless');
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: 'sme-has-none-of-that-name',
    };
    const cleared = readGarbage(await gc(['--only', 'endpoints', '--yes', '--json'], { env }));
    expect(cleared).toMatchObject({
      exitCode: 1,
      deleted: [{ name: 'keyless' }],
      not_looked_at: [{ what: 'endpoints in eu-central-1', reason: expect.stringContaining('No AWS credentials') }],
    });
    expect(await gc(['--yes'], { env })).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('E-SME-210') });
  });

  test('that were prolonged, or that the script cannot delete, stay', async () => {
    await serve('prolonged', { time_to_live_in_seconds: 60 });
    await serve('stuck', { time_to_live_in_seconds: 60 });
    await expire('prolonged');
    await expire('stuck');
    await run(driver, `UPDATE ${table} SET AWS_CREDENTIALS_CONNECTION_NAME = 'GONE' WHERE ENDPOINT_NAME = 'stuck'`);
    let prolonging: Promise<unknown> | undefined;
    const outcome = await gc(['--only', 'endpoints', '--yes'], {
      onStderr: (text) => {
        if (!text.includes('will be deleted')) return;
        prolonging ??= run(
          driver,
          `UPDATE ${table} SET EXPIRES_AT_UTC = '2999-01-01 00:00:00' WHERE ENDPOINT_NAME = 'prolonged'`,
        );
      },
    });
    await prolonging;
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('endpoint prolonged: its time was prolonged');
    expect(outcome.stderr).toMatch(/E-SME-221: 1 of 2 could not be deleted:\n {2}endpoint stuck: E-SME-\d+: .*'GONE'/);
    expect((await listHosting(sagemaker)).endpoints).toEqual(expect.arrayContaining(['prolonged', 'stuck']));
  });

  test('are past their time by the later of row and tag, read again before the deletion', async () => {
    for (const name of ['tag-later', 'tag-over', 'tag-moved']) await serve(name, { time_to_live_in_seconds: 60 });
    await expireRow('tag-later');
    await tagEndpoint('tag-later', '2999-01-01T00:00:00Z');
    await tagEndpoint('tag-over', past);
    await run(driver, `UPDATE ${table} SET EXPIRES_AT_UTC = NULL WHERE ENDPOINT_NAME = 'tag-over'`);
    await expire('tag-moved');
    let moving: Promise<unknown> | undefined;
    let isListed = false;
    proxy.onCall = async () => {
      if (!isListed) return;
      moving ??= tagEndpoint('tag-moved', '2999-01-01T00:00:00Z');
      await moving;
    };
    const outcome = await gc(['--only', 'endpoints', '--yes', '--json'], {
      onStderr: (text) => {
        isListed ||= text.includes('will be deleted');
      },
    });
    expect(readGarbage(outcome)).toMatchObject({
      deleted: [{ kind: 'endpoint', name: 'tag-over' }],
      kept: [{ name: 'tag-moved', reason: 'its time was prolonged' }],
    });
    const { endpoints } = await listHosting(sagemaker);
    expect(endpoints).toEqual(expect.arrayContaining(['tag-later', 'tag-moved']));
    expect(endpoints).not.toContain('tag-over');
  });

  test('that AWS does not have are leftover rows, neither billed nor counted as endpoints', async () => {
    await serve('halved');
    await serve('overdue', { time_to_live_in_seconds: 60 });
    await expire('overdue');
    for (const EndpointName of ['halved', 'overdue']) await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
    const older = `"DATETIME" = ADD_HOURS("DATETIME", -2)`;
    const found = async () =>
      (await readGc('--only', 'endpoints')).found.filter(({ name }) => ['halved', 'overdue'].includes(name));
    await run(
      driver,
      `UPDATE ${table} SET "DATETIME" = CURRENT_TIMESTAMP WHERE ENDPOINT_NAME IN ('halved', 'overdue')`,
    );
    expect(await found()).toEqual([]);
    await run(driver, `UPDATE ${table} SET ${older} WHERE ENDPOINT_NAME IN ('halved', 'overdue')`);
    const why = expect.stringMatching(/^AWS has no such endpoint: its row, .* not billed$/);
    expect(await found()).toMatchObject([
      { kind: 'endpoint-row', name: 'halved', why },
      { kind: 'endpoint-row', name: 'overdue', why },
    ]);
    const { stdout } = await gc(['--only', 'endpoints', '--yes']);
    expect(stdout).toContain('Deleted: 2 leftover rows.');
    expect(await listRows()).not.toEqual(expect.arrayContaining(['halved']));
    expect(await listFunctions()).not.toContain('HALVED');
    const { models, configs } = await listHosting(sagemaker);
    expect([...models, ...configs].filter((name) => /^(halved|overdue)-/.test(name))).toEqual([]);
  });

  test('of others stay, whatever a row says', async () => {
    await makeModel('theirs-0000000d', []);
    await makeConfig('theirs-0000000d', 'theirs-0000000d', []);
    await makeEndpoint('theirs', 'theirs-0000000d', []);
    await serve('forged', { time_to_live_in_seconds: 60 });
    await expire('forged');
    await run(driver, `UPDATE ${table} SET ENDPOINT_NAME = 'theirs' WHERE ENDPOINT_NAME = 'forged'`);
    const cleared = await readGc('--only', 'endpoints', '--yes');
    expect(cleared.deleted).not.toEqual(expect.arrayContaining([expect.objectContaining({ name: 'theirs' })]));
    expect(cleared.left_alone).toMatchObject([
      { what: 'endpoint theirs in eu-central-1', reason: expect.stringContaining('without the tags of this database') },
    ]);
    expect((await listHosting(sagemaker)).endpoints).toContain('theirs');
  });
});
