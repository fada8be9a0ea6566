/** `sme endpoint list` and `sme endpoint delete` on the sandbox. */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { EndpointCommands, endpointTable, job, readData, schema, wait } from '../support/endpoint-commands.js';
import { listHosting } from '../support/serving.js';
import { run } from '../support/training.js';

let tested: EndpointCommands;

beforeAll(async () => {
  tested = await EndpointCommands.start();
});

afterAll(() => tested?.stop());
afterEach(() => tested.clear());

describe('sme endpoint list', () => {
  /** Creates an endpoint without the tags of sme. */
  async function createForeign(name: string) {
    const [model] = (await listHosting(tested.sagemaker)).models;
    const ProductionVariants = [
      { VariantName: 'v', ModelName: model, InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 },
    ];
    await tested.sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
    await tested.sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  }

  async function removeForeign(name: string) {
    const readStatus = async () =>
      (await tested.sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }))).EndpointStatus;
    // AWS does not delete an endpoint that it is still creating
    await expect.poll(readStatus, { timeout: 20_000 }).toBe('InService');
    await tested.sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await tested.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }));
  }

  test('lists endpoints of the table with their status in AWS and tagged ones without a row, and counts the others', async () => {
    await tested.create('--name', 'kept', '--ttl', '1s', ...wait);
    await tested.create('--name', 'lost', '--ttl', '2h', ...wait);
    await tested.create('--name', 'gone', ...wait);
    await createForeign('foreign');
    await run(tested.driver, `DELETE FROM ${endpointTable} WHERE ENDPOINT_NAME = 'lost'`);
    await tested.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'gone' }));
    await expect
      .poll(async () => (await listHosting(tested.sagemaker)).endpoints, { timeout: 20_000 })
      .not.toContain('gone');

    const { endpoints, other_endpoints } = await tested.readList();
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

    const { stdout } = await tested.sme(['list']);
    expect(stdout).toMatch(/^ENDPOINT +STATUS +AGE +RUNS ON +EXPIRES +FUNCTION +JOB +REGION +NOTE\n/);
    expect(stdout).toMatch(
      /^kept +InService +[\dmins ]+ +1 x ml\.m5\.large +[\dmins ]+ ago +"My ""Scripts"""\."KEPT" +Churn-1 /m,
    );
    expect(stdout).toMatch(/^lost +InService +[\dmins ]+ +in 1 h \d\d min /m);
    expect(stdout).toContain('1 other endpoint in SageMaker was not created by this extension.\n');
    await removeForeign('foreign');
  });

  test('reads every page of AWS', async () => {
    await tested.create('--name', 'kept', ...wait);
    tested.sandbox.awsControl?.quotas.instances.set('ml.m5.large', 1000);
    const foreign = Array.from({ length: 101 }, (_, index) => `foreign-${index}`);
    for (const name of foreign) await createForeign(name);
    expect((await tested.readList()).other_endpoints).toBe(101);
    await expect.poll(async () => (await tested.sme(['list'])).stdout, { timeout: 20_000 }).not.toContain('Creating');
    for (const name of foreign) await removeForeign(name);
    await expect.poll(async () => (await tested.readList()).other_endpoints, { timeout: 20_000 }).toBe(0);
  });

  test('falls back to the table with a warning if AWS cannot be reached', async () => {
    await tested.create('--name', 'kept', ...wait);
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { stdout, stderr, exitCode } = await tested.sme(['list', '--json'], { env });
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`Warning: The endpoints in ${tested.sandbox.aws.region} could not be listed`);
    const { data, warnings } = JSON.parse(stdout);
    expect(warnings).toEqual([expect.stringContaining('could not be listed')]);
    expect(data.endpoints).toMatchObject([{ endpoint_status: 'unknown', status_source: 'table', is_in_table: true }]);
  });

  test('tells the user what to do about a table of an older version', async () => {
    await run(tested.driver, `ALTER TABLE ${endpointTable} DROP COLUMN EXPIRES_AT_UTC`);
    expect(await tested.sme(['list'])).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('Run "sme deploy"'),
    });
    await run(tested.driver, `ALTER TABLE ${endpointTable} ADD COLUMN EXPIRES_AT_UTC TIMESTAMP`);
  });

  test('prints a hint if there are no endpoints, and filters by Region', async () => {
    expect((await tested.sme(['list'])).stdout).toContain('No endpoints. Create one with: sme endpoint create');
    await tested.create('--name', 'kept');
    expect((await tested.readList('--region', 'eu-west-1')).endpoints).toEqual([]);
  });
});

describe('sme endpoint delete', () => {
  test('needs confirmation, deletes everything, and can be repeated', async () => {
    await tested.create('--name', 'my_churn', ...wait);
    expect(await tested.sme(['delete', 'MY_CHURN'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/The endpoint my-churn in .* \(1 x ml\.m5\.large, job Churn-1\) will be deleted/),
    });
    expect((await tested.sme(['delete', 'my-churn', '--dry-run', '--yes'])).stdout).toContain('EXECUTE SCRIPT');
    expect((await listHosting(tested.sagemaker)).endpoints).toEqual(['my-churn']);
    const { stdout, exitCode } = await tested.sme(['delete', 'MY_CHURN', '--yes']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^endpoint +my-churn +deleted\nendpoint configuration +my-churn-\w+ +deleted\nmodel /);
    expect(await listHosting(tested.sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });

    const location = ['--connection', 'aws', '--region', tested.sandbox.aws.region, '--yes'];
    expect(await tested.sme(['delete', 'MY_CHURN', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('not in the endpoint table'),
    });
    expect(await tested.sme(['delete', 'my-churn', ...location])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('The endpoint my-churn no longer existed'),
    });
  });

  test('suggests a similar name, and deletes an endpoint without a row if connection and Region are given', async () => {
    await tested.create('--name', 'kept');
    await tested.create('--name', 'lost', ...wait);
    await run(tested.driver, `DELETE FROM ${endpointTable} WHERE ENDPOINT_NAME = 'lost'`);
    expect(await tested.sme(['delete', 'kapt', '--yes'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("'kapt' (did you mean 'kept'?)"),
    });
    const location = ['--connection', 'AWS', '--region', tested.sandbox.aws.region];
    expect((await tested.sme(['delete', 'lost', ...location])).stderr).toContain('which is not in the endpoint table');
    expect(await readData(tested.sme(['delete', 'lost', ...location, '--yes', '--json']))).toMatchObject({
      was_there: true,
      objects: [
        { object: 'endpoint', name: 'lost', result: 'deleted' },
        { object: 'endpoint configuration', result: 'deleted' },
        { object: 'model', result: 'deleted' },
      ],
    });
    expect((await listHosting(tested.sagemaker)).endpoints).toEqual(['kept']);
  });
});
