/** `sme endpoint create` on the sandbox: output, exit codes, and what SageMaker contains afterwards. */
import { DeleteEndpointCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EndpointCommands, job, onInstance, readData, wait } from '../support/endpoint-commands.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';

let tested: EndpointCommands;

beforeAll(async () => {
  tested = await EndpointCommands.start();
});

afterAll(() => tested?.stop());
afterEach(() => tested.clear());

describe('sme endpoint create', () => {
  test('needs confirmation: without a terminal it names the endpoint, its cost and --yes, and creates nothing', async () => {
    const { exitCode, stderr } = await tested.sme(['create', job, ...onInstance, '--ttl', '30d']);
    expect(exitCode).toBe(2);
    for (const part of ['endpoint churn-1', '1 x ml.m5.large', 'by the hour until it is deleted', '30 days', '--yes']) {
      expect(stderr).toContain(part);
    }
    expect((await tested.sme(['create', job, ...onInstance], { typed: 'n\n' })).exitCode).not.toBe(0);
    expect((await listHosting(tested.sagemaker)).models).toEqual([]);
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
    const { data, ok } = JSON.parse((await tested.create(...flags, '--ttl', '8h', '--dry-run', '--json')).stdout);
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
      aws_region: tested.sandbox.aws.region,
    });
    expect(data.sql).toMatch(/^EXECUTE SCRIPT "My ""Scripts"""\."SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT"\('\{/);
    expect((await listHosting(tested.sagemaker)).models).toEqual([]);
  });

  test('creates an endpoint, waits for it, and prints a query that predicts', async () => {
    const flags = ['--prediction-schema', '"select"', '--key-columns', 'ID', '--ttl', '1h'];
    const { exitCode, stdout, stderr } = await tested.create(...flags, ...wait);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/churn-1: Creating \(0 s\)\n(.*\n)*churn-1: InService \(.+\)\n$/);
    expect(stdout).toMatch(/^Endpoint {2}churn-1\nStatus {4}InService\nFunction {2}"select"\."CHURN_1"\n/);
    expect(stdout).toMatch(/^Expires {3}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; "sme cleanup" deletes it after that$/m);
    const sql = /^Predict with:\n(.*);$/ms.exec(stdout)?.[1] ?? '';
    expect(sql).toContain('SELECT "select"."CHURN_1_CSV"("ID", "CSV_LINE")\nFROM (\n');
    expect(sql).toContain('\n  FROM "select"."from"\n)\nGROUP BY ');
    expect(await run(tested.driver, `${sql} LIMIT 3`)).toHaveLength(3);

    const again = await readData(tested.create(...flags, '--json'));
    expect(again).toMatchObject({ endpoint_status: 'InService', predict_sql: sql, expires_at: expect.any(String) });
  });

  test('applies the time to live of the settings to new endpoints only', async () => {
    const dryRun = async () => {
      const options = { env: { SME_TTL: '90m' } };
      const { stdout } = await tested.sme(['create', job, ...onInstance, '--dry-run', '--json'], options);
      return JSON.parse(stdout).data.parameters.time_to_live_in_seconds;
    };
    expect(await dryRun()).toBe(5400);
    await tested.create('--ttl', '1h');
    expect(await dryRun()).toBeUndefined();
  });

  test('can create a serverless endpoint, and does not wait without --wait', async () => {
    tested.clock.frozenAt = Date.now();
    const flags = ['--serverless', '--memory-mb', '2048', '--max-concurrency', '3', '--yes', '--json'];
    expect(await readData(tested.sme(['create', job.toLowerCase(), ...flags]))).toMatchObject({
      endpoint_status: 'Creating',
    });
    tested.clock.frozenAt = undefined;
    expect((await tested.readList()).endpoints).toMatchObject([{ serverless_memory_mb: 2048, instance_type: null }]);
  });

  test('reports all invalid options at once, and errors of the script verbatim', async () => {
    const { exitCode, stderr } = await tested.sme([
      'create',
      job,
      '--memory-mb',
      '1',
      '--ttl',
      'soon',
      '--tag',
      'x',
      '--yes',
    ]);
    expect(exitCode).toBe(2);
    for (const part of ['--memory-mb', "--ttl 'soon'", "--tag 'x'", '--instance-type']) expect(stderr).toContain(part);
    expect(await tested.create('--candidate', 'unknown')).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("E-SME-184: The job 'Churn-1' has no candidate 'unknown'"),
    });
    expect(await tested.sme(['create', 'chrun-1', ...onInstance, '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("(did you mean 'Churn-1'?)"),
    });
  });

  test('reports the error of AWS about a quota, and leaves nothing behind', async () => {
    tested.sandbox.awsControl?.quotas.instances.set('ml.p3.2xlarge', 0);
    const { exitCode, stderr } = await tested.sme(['create', job, '--instance-type', 'ml.p3.2xlarge', '--yes']);
    expect(stderr).toContain("'ml.p3.2xlarge for endpoint usage' is 0 Instances");
    expect(exitCode).toBe(6);
    expect(await listHosting(tested.sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  });

  test('leaves the endpoint in AWS if the wait is interrupted or times out, and names the next command', async () => {
    tested.clock.frozenAt = Date.now();
    const interruption = new AbortController();
    const onStderr = (text: string) => {
      if (text.includes(': Creating')) setTimeout(() => interruption.abort(), 100);
    };
    const args = ['create', job, ...onInstance, '--yes', '--wait', '--interval', '1h'];
    expect(await tested.sme(args, { signal: interruption.signal, onStderr })).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('sme endpoint delete churn-1'),
    });
    expect(await tested.create(...wait, '--timeout', '1s')).toMatchObject({
      exitCode: 124,
      stderr: expect.stringContaining('E-SME-244'),
    });
    expect((await listHosting(tested.sagemaker)).endpoints).toEqual(['churn-1']);
  });

  test('does not create the endpoint again if it is deleted during the wait', async () => {
    tested.clock.frozenAt = Date.now();
    let deleting: Promise<unknown> = Promise.resolve();
    const onStderr = (text: string) => {
      if (!text.includes(': Creating')) return;
      tested.clock.frozenAt = undefined;
      const deleteSoon = async () => {
        const { EndpointStatus } = await tested.sagemaker.send(
          new DescribeEndpointCommand({ EndpointName: 'churn-1' }),
        );
        if (EndpointStatus === 'Creating') return await deleteSoon();
        return await tested.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'churn-1' }));
      };
      deleting = deleteSoon();
    };
    const args = ['create', job, ...onInstance, '--yes', '--wait', '--interval', '2s'];
    expect(await tested.sme(args, { onStderr })).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining('E-SME-169'),
    });
    await deleting;
    expect((await listHosting(tested.sagemaker)).endpoints).toEqual([]);
  });
});
