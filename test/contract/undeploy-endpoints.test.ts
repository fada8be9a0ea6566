/** `sme undeploy` of a schema with an endpoint, which AWS bills. */
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connectSageMaker } from '../support/live-aws.js';
import { type RunCommandOptions, runCommand } from '../support/run-command.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { listHosting, trainToEnd } from '../support/serving.js';
import { createChurnTable, createConnection, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  sandbox = await startTestSandbox({ timings: { jobPhase: 1, endpointCreate: 10, endpointDelete: 10 } });
  driver = await sandbox.connect();
  sagemaker = connectSageMaker(sandbox.aws);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await sme(['deploy', '--create-schema']);
  const { region, bucket, roleArn } = sandbox.aws;
  await trainToEnd(driver, sagemaker, 'SME', {
    ...{ job_name: 'churn', aws_credentials_connection_name: 'AWS', aws_region: region, iam_sagemaker_role: roleArn },
    ...{ s3_bucket_uri: `s3://${bucket}`, s3_output_path: 'runs', input_schema_name: 'SALES' },
    ...{ input_table_or_view_name: 'CUSTOMERS', target_attribute_name: 'CHURN', max_candidates: 1 },
  });
  await createEndpoint();
});
afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

function sme(args: readonly string[], options: RunCommandOptions = {}) {
  const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: 'SME', ...options.env };
  return runCommand([...args, '--no-config'], { ...options, env });
}
const createEndpoint = async () => {
  const args = ['churn', '--name', 'churn', '--instance-type', 'ml.m5.large', '--wait', '--interval', '100ms'];
  expect((await sme(['endpoint', 'create', ...args, '--yes'])).stderr).not.toContain('E-SME');
};
const countScripts = async () =>
  Number((await run(driver, "SELECT COUNT(*) FROM SYS.EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = 'SME'"))[0]?.[0]);
const listEndpoints = async () => (await listHosting(sagemaker)).endpoints;

test('requires a decision about the endpoint, with and without --yes, and shows its status in AWS', async () => {
  const scripts = await countScripts();
  const both = ['--delete-endpoints', '--keep-endpoints'];
  for (const more of [[], ['--yes'], ['--yes', ...both], both]) {
    const { exitCode, stderr } = await sme(['undeploy', ...more]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/E-SME-301[\s\S]*- churn in \S+: InService in AWS[\s\S]*--delete-endpoints/);
  }
  expect(await countScripts()).toBe(scripts);
  expect(await listEndpoints()).toEqual(['churn']);
});

test('requires --yes in addition to the decision without a terminal', async () => {
  const { exitCode, stderr } = await sme(['undeploy', '--delete-endpoints']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/E-SME-22[\s\S]*These endpoints are deleted first[\s\S]*--yes/);
  expect(await listEndpoints()).toEqual(['churn']);
});

test('marks the status as unverified if AWS cannot be called', async () => {
  const { stderr } = await sme(['undeploy'], { env: { AWS_SECRET_ACCESS_KEY: 'wrong' } });
  expect(stderr).toMatch(/- churn in \S+: last known status \w+ \(unverified\)/);
  expect(stderr).toContain('could not be listed');
});

test('offers to delete the endpoints on a terminal, and changes nothing after a no', async () => {
  const scripts = await countScripts();
  const { exitCode, stderr } = await sme(['undeploy'], { typed: 'n\n' });
  expect(stderr).toContain('Delete these endpoints first? [y/N]');
  expect(stderr).toContain('These endpoints stay in AWS and are billed');
  expect(exitCode).not.toBe(0);
  expect(await countScripts()).toBe(scripts);
  expect(await listEndpoints()).toEqual(['churn']);
});

test('lists only untracked endpoints with the tags of this database and schema', async () => {
  const { EndpointArn, EndpointConfigName } = await sagemaker.send(
    new DescribeEndpointCommand({ EndpointName: 'churn' }),
  );
  const { Tags: own = [] } = await sagemaker.send(new ListTagsCommand({ ResourceArn: EndpointArn }));
  const tagsWith = (tag: string, value: string) => [
    ...own.filter(({ Key }) => Key !== tag),
    { Key: tag, Value: value },
  ];
  for (const [EndpointName, tag, value] of [
    ['forgotten', 'exasol:schema', 'SME'],
    ['foreign', 'exasol:schema', 'OTHER'],
    ['foreign-database', 'exasol:database', 'OTHER'],
  ] as const) {
    await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags: tagsWith(tag, value) }));
  }
  const { stderr } = await sme(['undeploy', '--keep-endpoints']);
  expect(stderr).toMatch(
    /that are not in the endpoint table\. They stay in AWS and are billed:\n- forgotten in \S+: \w+ in AWS\nIf they are yours/,
  );
  expect(stderr).not.toContain('foreign');
  for (const EndpointName of ['forgotten', 'foreign', 'foreign-database']) {
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  }
  await vi.waitFor(async () => expect(await listEndpoints()).toEqual(['churn']), 10_000);
});

test('keeps the endpoint with --keep-endpoints', async () => {
  const { exitCode, stdout } = await sme(['undeploy', '--keep-endpoints', '--yes', '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).data.endpoints).toEqual([
    expect.objectContaining({ endpoint_name: 'churn', endpoint_status: 'InService', deleted: false }),
  ]);
  // Only the prediction functions remain, which endpoint create wrote.
  expect(await countScripts()).toBe(4);
  expect(await listEndpoints()).toEqual(['churn']);
  await sme(['deploy']);
});

test('deletes the endpoint first after a yes on a terminal', async () => {
  const { exitCode, stderr } = await sme(['undeploy'], { typed: 'y\n' });
  expect(stderr).toContain('Deleting the endpoint churn');
  expect(exitCode).toBe(0);
  expect(await listHosting(sagemaker)).toMatchObject({ endpoints: [], configs: [], models: [] });
  expect(await countScripts()).toBe(0);
});
