/** `sme endpoint` against the sandbox: what it prints, how it exits, and what SageMaker and the table have afterwards. */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { realClock } from '../../src/sandbox/clock.js';
import { connectSageMaker } from '../support/live-aws.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, installScripts, run } from '../support/training.js';

const schema = 'My "Scripts"';
const table = `${identifier(schema)}.SME_METADATA_AUTOPILOT_ENDPOINTS`;
const job = 'Churn-1';
const onInstance = ['--instance-type', 'ml.m5.large'];

let sandbox: TestSandbox;
/** Where it is set, time stands still for AWS. */
let frozenAt: number | undefined;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  const clock = { ...realClock, now: () => frozenAt ?? realClock.now() };
  sandbox = await startTestSandbox({ clock, timings: { jobPhase: 10, endpointCreate: 300, endpointDelete: 100 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA "select"');
  await createChurnTable(driver, '"select"."from"', 600);
  await trainToEnd(driver, sagemaker, schema, {
    job_name: job,
    aws_credentials_connection_name: 'AWS',
    aws_region: sandbox.aws.region,
    iam_sagemaker_role: sandbox.aws.roleArn,
    s3_bucket_uri: `s3://${sandbox.aws.bucket}`,
    s3_output_path: 'runs',
    input_schema_name: 'select',
    input_table_or_view_name: 'from',
    target_attribute_name: 'CHURN',
    exclude_columns: ['ID'],
    max_candidates: 2,
    mode: 'ENSEMBLING',
  });
});

afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

afterEach(async () => {
  frozenAt = undefined;
  for (const name of (await listHosting(sagemaker)).endpoints) {
    await sme(['delete', name, '--connection', 'AWS', '--region', sandbox.aws.region, '--yes']);
  }
  for (const [name] of await run(driver, `SELECT ENDPOINT_NAME FROM ${table}`)) {
    await sme(['delete', String(name), '--yes']);
  }
  for (const EndpointConfigName of (await listHosting(sagemaker)).configs) {
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
  }
});

/** Runs `sme endpoint …` with all settings in the environment. */
function sme(args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier(schema), ...options.env };
  return runCommand(['endpoint', ...args, '--no-config'], { ...options, env });
}

const create = (...args: readonly string[]) => sme(['create', job, ...onInstance, '--yes', ...args]);
const wait = ['--wait', '--interval', '100ms'];

async function readData(running: ReturnType<typeof sme>) {
  const { stdout, stderr, exitCode } = await running;
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout).data;
}

const readList = async (...args: readonly string[]) =>
  (await readData(sme(['list', '--json', ...args]))) as {
    readonly endpoints: readonly Record<string, unknown>[];
    readonly other_endpoints: number;
  };

describe('create', () => {
  test('asks: without a terminal it names --yes, what it costs and what will be there, and creates nothing', async () => {
    const { exitCode, stderr } = await sme(['create', job, ...onInstance, '--ttl', '30d']);
    expect(exitCode).toBe(2);
    for (const part of ['endpoint churn-1', '1 x ml.m5.large', 'by the hour until it is deleted', '30 days', '--yes']) {
      expect(stderr).toContain(part);
    }
    expect((await sme(['create', job, ...onInstance], { typed: 'n\n' })).exitCode).not.toBe(0);
    expect((await listHosting(sagemaker)).models).toEqual([]);
  });

  test('prints the statement with --dry-run, --yes or not', async () => {
    const flags = [
      ...['--name', 'My_Churn', '--candidate', 'c', '--prediction-schema', '"select"', '--instance-count', '2'],
      ...[
        '--key-columns',
        'id,"my key":DECIMAL(18,0), K2:VARCHAR(10)',
        '--tag',
        'team=sales',
        '--parallel-requests',
        '2',
      ],
    ];
    const { data, ok } = JSON.parse((await create(...flags, '--ttl', '8h', '--dry-run', '--json')).stdout);
    expect(ok).toBe(true);
    expect(data.parameters).toEqual({
      job_name: job,
      endpoint_name: 'My_Churn',
      candidate_name: 'c',
      prediction_schema: 'select',
      instance_type: 'ml.m5.large',
      instance_count: '2',
      key_columns: ['id', { name: 'my key', type: 'DECIMAL(18,0)' }, { name: 'K2', type: 'VARCHAR(10)' }],
      tags: { team: 'sales' },
      parallel_requests: '2',
      time_to_live_in_seconds: 28_800,
      aws_credentials_connection_name: 'AWS',
      aws_region: sandbox.aws.region,
    });
    expect(data.sql).toMatch(/^EXECUTE SCRIPT "My ""Scripts"""\."SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT"\('\{/);
    expect((await listHosting(sagemaker)).models).toEqual([]);
  });

  test('makes an endpoint and waits for it; what it prints predicts', async () => {
    const flags = ['--prediction-schema', '"select"', '--key-columns', 'ID', '--ttl', '1h'];
    const { exitCode, stdout, stderr } = await create(...flags, ...wait);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/churn-1: Creating \(0 s\)\n(.*\n)*churn-1: InService \(.+\)\n$/);
    expect(stdout).toMatch(/^Endpoint {2}churn-1\nStatus {4}InService\nFunction {2}"select"\."CHURN_1"\n/);
    expect(stdout).toMatch(/^Expires {3}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; "sme cleanup" deletes it then$/m);
    const sql = /^Predict {3}(.*);$/m.exec(stdout)?.[1] ?? '';
    expect(sql).toBe('SELECT "select"."CHURN_1"("ID", "AGE", "SEGMENT") FROM "select"."from"');
    expect(await run(driver, `${sql} LIMIT 3`)).toHaveLength(3);

    const again = await readData(create(...flags, '--json'));
    expect(again).toMatchObject({ endpoint_status: 'InService', predict_sql: sql, expires_at: expect.any(String) });
  });

  test('may be serverless, and comes back at once where it is not told to wait', async () => {
    frozenAt = Date.now();
    const flags = ['--serverless', '--memory-mb', '2048', '--max-concurrency', '3', '--yes', '--json'];
    expect(await readData(sme(['create', job.toLowerCase(), ...flags]))).toMatchObject({ endpoint_status: 'Creating' });
    frozenAt = undefined;
    expect((await readList()).endpoints).toMatchObject([{ serverless_memory_mb: 2048, instance_type: null }]);
  });

  test('tells all at once what cannot be meant, and in the words of the script what it finds', async () => {
    const { exitCode, stderr } = await sme(['create', job, '--memory-mb', '1', '--ttl', 'soon', '--tag', 'x', '--yes']);
    expect(exitCode).toBe(2);
    for (const part of ['--memory-mb', "--ttl 'soon'", "--tag 'x'", '--instance-type']) expect(stderr).toContain(part);
    expect(await create('--candidate', 'nobody')).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("E-SME-184: The job 'Churn-1' has no candidate 'nobody'"),
    });
    expect(await sme(['create', 'chrun-1', ...onInstance, '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("(did you mean 'Churn-1'?)"),
    });
  });

  test('refused for a quota quotes AWS, and leaves nothing', async () => {
    sandbox.awsControl?.quotas.instances.set('ml.p3.2xlarge', 0);
    const { exitCode, stderr } = await sme(['create', job, '--instance-type', 'ml.p3.2xlarge', '--yes']);
    expect(stderr).toContain("'ml.p3.2xlarge for endpoint usage' is 0 Instances");
    expect(exitCode).toBe(6);
    expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  });

  test('that is left while it waits goes on in AWS, and says how to come back', async () => {
    frozenAt = Date.now();
    const interruption = new AbortController();
    const onStderr = (text: string) => {
      if (text.includes(': Creating')) setTimeout(() => interruption.abort(), 100);
    };
    const args = ['create', job, ...onInstance, '--yes', '--wait', '--interval', '1h'];
    expect(await sme(args, { signal: interruption.signal, onStderr })).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('sme endpoint delete churn-1'),
    });
    expect(await create(...wait, '--timeout', '1s')).toMatchObject({
      exitCode: 124,
      stderr: expect.stringContaining('E-SME-244'),
    });
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn-1']);
  });

  test('does not make anew what someone deletes while it waits', async () => {
    frozenAt = Date.now();
    let deleting: Promise<unknown> = Promise.resolve();
    const onStderr = (text: string) => {
      if (!text.includes(': Creating')) return;
      frozenAt = undefined;
      const deleteSoon = async () => {
        const { EndpointStatus } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'churn-1' }));
        if (EndpointStatus === 'Creating') return await deleteSoon();
        return await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'churn-1' }));
      };
      deleting = deleteSoon();
    };
    const args = ['create', job, ...onInstance, '--yes', '--wait', '--interval', '2s'];
    expect(await sme(args, { onStderr })).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('E-SME-169') });
    await deleting;
    expect((await listHosting(sagemaker)).endpoints).toEqual([]);
  });
});

describe('list', () => {
  /** Something that another program made. */
  async function makeForeign(name: string) {
    const [model] = (await listHosting(sagemaker)).models;
    const ProductionVariants = [
      { VariantName: 'v', ModelName: model, InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 },
    ];
    await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  }

  async function removeForeign(name: string) {
    const readStatus = async () =>
      (await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }))).EndpointStatus;
    // AWS deletes none that it is still making
    await expect.poll(readStatus, { timeout: 20_000 }).toBe('InService');
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
  }

  test('has those of the table as AWS sees them, those that the table lost, and counts the others', async () => {
    await create('--name', 'kept', '--ttl', '1s', ...wait);
    await create('--name', 'lost', '--ttl', '2h', ...wait);
    await create('--name', 'gone', ...wait);
    await makeForeign('foreign');
    await run(driver, `DELETE FROM ${table} WHERE ENDPOINT_NAME = 'lost'`);
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'gone' }));
    await expect.poll(async () => (await listHosting(sagemaker)).endpoints, { timeout: 20_000 }).not.toContain('gone');

    const { endpoints, other_endpoints } = await readList();
    const byName = Object.fromEntries(endpoints.map((each) => [each['endpoint_name'], each]));
    expect(Object.keys(byName).sort()).toEqual(['gone', 'kept', 'lost']);
    expect(byName['kept']).toMatchObject({
      endpoint_status: 'InService',
      status_source: 'aws',
      is_in_table: true,
      is_expired: true,
      instance_type: 'ml.m5.large',
      instance_count: 1,
      prediction_udf: `${identifier(schema)}."KEPT"`,
      job_name: job,
      note: null,
    });
    expect(byName['lost']).toMatchObject({ is_in_table: false, is_expired: false, endpoint_status: 'InService' });
    expect(byName['lost']?.['note']).toContain('created by SYS in schema My _Scripts_ of database');
    expect(byName['gone']).toMatchObject({ endpoint_status: 'missing', is_in_table: true, expires_at: null });
    expect(other_endpoints).toBe(1);

    const { stdout } = await sme(['list']);
    expect(stdout).toMatch(/^ENDPOINT +STATUS +AGE +RUNS ON +EXPIRES +FUNCTION +JOB +REGION +NOTE\n/);
    expect(stdout).toMatch(
      /^kept +InService +[\dmins ]+ +1 x ml\.m5\.large +[\dmins ]+ ago +"My ""Scripts"""\."KEPT" +Churn-1 /m,
    );
    expect(stdout).toMatch(/^lost +InService +[\dmins ]+ +in 1 h \d\d min /m);
    expect(stdout).toContain('1 other endpoint in SageMaker was not created by this extension.\n');
    await removeForeign('foreign');
  });

  test('reads every page of AWS', async () => {
    await create('--name', 'kept', ...wait);
    sandbox.awsControl?.quotas.instances.set('ml.m5.large', 1000);
    const foreign = Array.from({ length: 101 }, (_, index) => `foreign-${index}`);
    for (const name of foreign) await makeForeign(name);
    expect((await readList()).other_endpoints).toBe(101);
    await expect.poll(async () => (await sme(['list'])).stdout, { timeout: 20_000 }).not.toContain('Creating');
    for (const name of foreign) await removeForeign(name);
    await expect.poll(async () => (await readList()).other_endpoints, { timeout: 20_000 }).toBe(0);
  });

  test('falls back on the table where AWS cannot be asked, and warns', async () => {
    await create('--name', 'kept', ...wait);
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { stdout, stderr, exitCode } = await sme(['list', '--json'], { env });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`Warning: The endpoints in ${sandbox.aws.region} could not be listed`);
    const { data, warnings } = JSON.parse(stdout);
    expect(warnings).toEqual([expect.stringContaining('could not be listed')]);
    expect(data.endpoints).toMatchObject([{ endpoint_status: 'unknown', status_source: 'table', is_in_table: true }]);
  });

  test('says what to do about tables of an earlier version', async () => {
    await run(driver, `ALTER TABLE ${table} DROP COLUMN EXPIRES_AT_UTC`);
    expect(await sme(['list'])).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('Run "sme deploy"') });
    await run(driver, `ALTER TABLE ${table} ADD COLUMN EXPIRES_AT_UTC TIMESTAMP`);
  });

  test('is short where there is nothing, and of one Region where that is asked for', async () => {
    expect((await sme(['list'])).stdout).toContain('No endpoints. Create one with: sme endpoint create');
    await create('--name', 'kept');
    expect((await readList('--region', 'eu-west-1')).endpoints).toEqual([]);
  });
});

describe('delete', () => {
  test('asks, deletes all of it, and is content with what is gone', async () => {
    await create('--name', 'my_churn', ...wait);
    expect(await sme(['delete', 'MY_CHURN'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/The endpoint my-churn in .* \(1 x ml\.m5\.large, job Churn-1\) will be deleted/),
    });
    expect((await sme(['delete', 'my-churn', '--dry-run', '--yes'])).stdout).toContain('EXECUTE SCRIPT');
    expect((await listHosting(sagemaker)).endpoints).toEqual(['my-churn']);
    const { stdout, exitCode } = await sme(['delete', 'MY_CHURN', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^endpoint +my-churn +deleted\nendpoint configuration +my-churn-\w+ +deleted\nmodel /);
    expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });

    const place = ['--connection', 'aws', '--region', sandbox.aws.region, '--yes'];
    expect(await sme(['delete', 'MY_CHURN', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('not in the endpoint table'),
    });
    expect(await sme(['delete', 'my-churn', ...place])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('The endpoint my-churn no longer existed'),
    });
  });

  test('suggests the nearest, and deletes what the table has lost where it is told the place', async () => {
    await create('--name', 'kept');
    await create('--name', 'lost', ...wait);
    await run(driver, `DELETE FROM ${table} WHERE ENDPOINT_NAME = 'lost'`);
    expect(await sme(['delete', 'kapt', '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("'kapt' (did you mean 'kept'?)"),
    });
    const place = ['--connection', 'AWS', '--region', sandbox.aws.region];
    expect((await sme(['delete', 'lost', ...place])).stderr).toContain('which is not in the endpoint table');
    expect(await readData(sme(['delete', 'lost', ...place, '--yes', '--json']))).toMatchObject({
      was_there: true,
      objects: [
        { object: 'endpoint', name: 'lost', result: 'deleted' },
        { object: 'endpoint configuration', result: 'deleted' },
        { object: 'model', result: 'deleted' },
      ],
    });
    expect((await listHosting(sagemaker)).endpoints).toEqual(['kept']);
  });
});
