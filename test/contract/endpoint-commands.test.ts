/** `sme endpoint` in the sandbox: output, exit codes, and what exists afterwards in SageMaker and in the table. */
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
const instanceFlags = ['--instance-type', 'ml.m5.large'];

let sandbox: TestSandbox;
/** If set, time does not pass for AWS. */
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

const create = (...args: readonly string[]) => sme(['create', job, ...instanceFlags, '--yes', ...args]);
const waitFlags = ['--wait', '--interval', '100ms'];

async function readData(run: ReturnType<typeof sme>) {
  const { stdout, stderr, exitCode } = await run;
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout).data;
}

const readList = async (...args: readonly string[]) =>
  (await readData(sme(['list', '--json', ...args]))) as {
    readonly endpoints: readonly Record<string, unknown>[];
    readonly other_endpoints: number;
  };

describe('create', () => {
  test('without --yes and a terminal, describes the endpoint and its cost, and creates nothing', async () => {
    const { exitCode, stderr } = await sme(['create', job, ...instanceFlags, '--ttl', '30d']);
    expect(exitCode).toBe(2);
    for (const part of ['endpoint churn-1', '1 x ml.m5.large', 'by the hour until it is deleted', '30 days', '--yes']) {
      expect(stderr).toContain(part);
    }
    expect((await sme(['create', job, ...instanceFlags], { typed: 'n\n' })).exitCode).not.toBe(0);
    expect((await listHosting(sagemaker)).models).toEqual([]);
  });

  test('prints the statement with --dry-run, even with --yes', async () => {
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

  test('creates an endpoint, waits for it, and prints SQL that predicts with it', async () => {
    const flags = ['--prediction-schema', '"select"', '--key-columns', 'ID', '--ttl', '1h'];
    const { exitCode, stdout, stderr } = await create(...flags, ...waitFlags);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/churn-1: Creating \(0 s\)\n(.*\n)*churn-1: InService \(.+\)\n$/);
    expect(stdout).toMatch(/^Endpoint {2}churn-1\nStatus {4}InService\nFunction {2}"select"\."CHURN_1"\n/);
    expect(stdout).toMatch(/^Expires {3}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; "sme cleanup" deletes it after that$/m);
    const sql = /^Predict {3}(.*);$/m.exec(stdout)?.[1] ?? '';
    expect(sql).toBe('SELECT "select"."CHURN_1"("ID", "AGE", "SEGMENT") FROM "select"."from"');
    expect(await run(driver, `${sql} LIMIT 3`)).toHaveLength(3);

    const again = await readData(create(...flags, '--json'));
    expect(again).toMatchObject({ endpoint_status: 'InService', predict_sql: sql, expires_at: expect.any(String) });
  });

  test('creates a serverless endpoint, and does not wait without --wait', async () => {
    frozenAt = Date.now();
    const flags = ['--serverless', '--memory-mb', '2048', '--max-concurrency', '3', '--yes', '--json'];
    expect(await readData(sme(['create', job.toLowerCase(), ...flags]))).toMatchObject({ endpoint_status: 'Creating' });
    frozenAt = undefined;
    expect((await readList()).endpoints).toMatchObject([{ serverless_memory_mb: 2048, instance_type: null }]);
  });

  test('reports all invalid options in one error, and passes on errors of the script', async () => {
    const { exitCode, stderr } = await sme(['create', job, '--memory-mb', '1', '--ttl', 'soon', '--tag', 'x', '--yes']);
    expect(exitCode).toBe(2);
    for (const part of ['--memory-mb', "--ttl 'soon'", "--tag 'x'", '--instance-type']) expect(stderr).toContain(part);
    expect(await create('--candidate', 'unknown')).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("E-SME-184: The job 'Churn-1' has no candidate 'unknown'"),
    });
    expect(await sme(['create', 'chrun-1', ...instanceFlags, '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("(did you mean 'Churn-1'?)"),
    });
  });

  test('quotes AWS if a quota is exceeded, and leaves nothing behind', async () => {
    sandbox.awsControl?.quotas.instances.set('ml.p3.2xlarge', 0);
    const { exitCode, stderr } = await sme(['create', job, '--instance-type', 'ml.p3.2xlarge', '--yes']);
    expect(stderr).toContain("'ml.p3.2xlarge for endpoint usage' is 0 Instances");
    expect(exitCode).toBe(6);
    expect(await listHosting(sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  });

  test('stops waiting on Ctrl-C and on a timeout, while AWS continues, and says how to undo or resume', async () => {
    frozenAt = Date.now();
    const interruption = new AbortController();
    const onStderr = (text: string) => {
      if (text.includes(': Creating')) setTimeout(() => interruption.abort(), 100);
    };
    const args = ['create', job, ...instanceFlags, '--yes', '--wait', '--interval', '1h'];
    expect(await sme(args, { signal: interruption.signal, onStderr })).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('sme endpoint delete churn-1'),
    });
    expect(await create(...waitFlags, '--timeout', '1s')).toMatchObject({
      exitCode: 124,
      stderr: expect.stringContaining('E-SME-244'),
    });
    expect((await listHosting(sagemaker)).endpoints).toEqual(['churn-1']);
  });

  test('does not create an endpoint again that is deleted while it waits', async () => {
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
    const args = ['create', job, ...instanceFlags, '--yes', '--wait', '--interval', '2s'];
    expect(await sme(args, { onStderr })).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('E-SME-169') });
    await deleting;
    expect((await listHosting(sagemaker)).endpoints).toEqual([]);
  });
});

describe('list', () => {
  /** Creates an endpoint as another program would. */
  async function createForeign(name: string) {
    const [model] = (await listHosting(sagemaker)).models;
    const ProductionVariants = [
      { VariantName: 'v', ModelName: model, InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 },
    ];
    await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  }

  async function deleteForeign(name: string) {
    const readStatus = async () =>
      (await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }))).EndpointStatus;
    // AWS does not delete an endpoint that it is still creating
    await expect.poll(readStatus, { timeout: 20_000 }).toBe('InService');
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
  }

  test('lists endpoints of the table with their status in AWS, endpoints that only AWS knows, and counts all others', async () => {
    await create('--name', 'kept', '--ttl', '1s', ...waitFlags);
    await create('--name', 'lost', '--ttl', '2h', ...waitFlags);
    await create('--name', 'gone', ...waitFlags);
    await createForeign('foreign');
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
    await deleteForeign('foreign');
  });

  test('reads all pages of the list of AWS', async () => {
    await create('--name', 'kept', ...waitFlags);
    sandbox.awsControl?.quotas.instances.set('ml.m5.large', 1000);
    const foreign = Array.from({ length: 101 }, (_, index) => `foreign-${index}`);
    for (const name of foreign) await createForeign(name);
    expect((await readList()).other_endpoints).toBe(101);
    await expect.poll(async () => (await sme(['list'])).stdout, { timeout: 20_000 }).not.toContain('Creating');
    for (const name of foreign) await deleteForeign(name);
    await expect.poll(async () => (await readList()).other_endpoints, { timeout: 20_000 }).toBe(0);
  });

  test('lists only the table with a warning if AWS cannot be called', async () => {
    await create('--name', 'kept', ...waitFlags);
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { stdout, stderr, exitCode } = await sme(['list', '--json'], { env });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`Warning: The endpoints in ${sandbox.aws.region} could not be listed`);
    const { data, warnings } = JSON.parse(stdout);
    expect(warnings).toEqual([expect.stringContaining('could not be listed')]);
    expect(data.endpoints).toMatchObject([{ endpoint_status: 'unknown', status_source: 'table', is_in_table: true }]);
  });

  test('tells the user to run sme deploy if the table is from an earlier version', async () => {
    await run(driver, `ALTER TABLE ${table} DROP COLUMN EXPIRES_AT_UTC`);
    expect(await sme(['list'])).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('Run "sme deploy"') });
    await run(driver, `ALTER TABLE ${table} ADD COLUMN EXPIRES_AT_UTC TIMESTAMP`);
  });

  test('says how to create an endpoint if there are none, and lists only the Region of --region', async () => {
    expect((await sme(['list'])).stdout).toContain('No endpoints. Create one with: sme endpoint create');
    await create('--name', 'kept');
    expect((await readList('--region', 'eu-west-1')).endpoints).toEqual([]);
  });
});

describe('delete', () => {
  test('asks for confirmation, deletes everything of an endpoint, and succeeds if it no longer exists', async () => {
    await create('--name', 'my_churn', ...waitFlags);
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

    const location = ['--connection', 'aws', '--region', sandbox.aws.region, '--yes'];
    expect(await sme(['delete', 'MY_CHURN', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('not in the endpoint table'),
    });
    expect(await sme(['delete', 'my-churn', ...location])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('The endpoint my-churn no longer existed'),
    });
  });

  test('suggests a similar name, and deletes an endpoint that only AWS knows with --connection and --region', async () => {
    await create('--name', 'kept');
    await create('--name', 'lost', ...waitFlags);
    await run(driver, `DELETE FROM ${table} WHERE ENDPOINT_NAME = 'lost'`);
    expect(await sme(['delete', 'kapt', '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("'kapt' (did you mean 'kept'?)"),
    });
    const location = ['--connection', 'AWS', '--region', sandbox.aws.region];
    expect((await sme(['delete', 'lost', ...location])).stderr).toContain('which is not in the endpoint table');
    expect(await readData(sme(['delete', 'lost', ...location, '--yes', '--json']))).toMatchObject({
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
