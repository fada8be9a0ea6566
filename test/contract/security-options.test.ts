/** Security options of trainings and endpoints: what reaches AWS, and what is refused before anything is created. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeAutoMLJobV2Command,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, deleteEndpoint, listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run, train } from '../support/training.js';

const vpc = { subnets: ['subnet-0a', 'subnet-0b'], security_group_ids: ['sg-0a'] };
const awsVpc = { Subnets: vpc.subnets, SecurityGroupIds: vpc.security_group_ids };
const key = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

let trained: TrainedSandbox;

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointDelete: 50 } },
    training: {
      mode: 'ENSEMBLING',
      exclude_columns: ['ID'],
      security: {
        vpc,
        volume_kms_key_id: key,
        encrypt_inter_container_traffic: true,
        output_kms_key_id: 'alias/results',
      },
    },
  });
});

afterAll(() => trained?.stop());

const serve = async (changes: object) => {
  const parameters = { job_name: 'churn', prediction_schema: 'SALES', instance_type: 'ml.m5.large', wait: true };
  return await createEndpoint(trained.driver, 'SME', { ...parameters, ...changes });
};

async function refuse(changes: object): Promise<string> {
  const outcome = await serve(changes);
  if (outcome.kind !== 'error') throw new Error(`expected an error, got ${JSON.stringify(outcome)}`);
  expect(await listHosting(trained.sagemaker)).toEqual({ models: [], configs: [], endpoints: [] });
  return outcome.text;
}

test('a training passes its options to the job and stores the key of the results', async () => {
  const job = await trained.sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: 'churn' }));
  expect(job.SecurityConfig).toEqual({
    VolumeKmsKeyId: key,
    EnableInterContainerTrafficEncryption: true,
    VpcConfig: awsVpc,
  });
  expect(job.OutputDataConfig?.KmsKeyId).toBe('alias/results');
  const rows = await run(
    trained.driver,
    "SELECT KMS_KEY_ID FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME='churn'",
  );
  expect(rows).toEqual([['alias/results']]);
});

test('a training with invalid options reports all of them and exports nothing', async () => {
  const outcome = await train(trained.driver, 'SME', {
    ...trained.training,
    job_name: 'never',
    kms_key_id: 'alias/other',
    security: { vpc: { subnets: ['sg-1'] }, network_isolation: true, output_kms_key_id: 'alias/results' },
  });
  const text = outcome.kind === 'error' ? outcome.text : JSON.stringify(outcome);
  for (const part of [
    'E-SME-54',
    'E-SME-500',
    'E-SME-503',
    'kms_key_id and security.output_kms_key_id are both given',
  ]) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Nothing was exported');
});

describe('an endpoint', () => {
  test('passes its options to model and configuration, and the same command changes nothing', async () => {
    const security = { vpc, network_isolation: true, volume_kms_key_id: key };
    const first = await serve({ security });
    expect(await serve({ security })).toEqual(first);
    const { models, configs } = await listHosting(trained.sagemaker);
    const model = await trained.sagemaker.send(new DescribeModelCommand({ ModelName: models[0] ?? '' }));
    expect(model).toMatchObject({ VpcConfig: awsVpc, EnableNetworkIsolation: true });
    const config = await trained.sagemaker.send(
      new DescribeEndpointConfigCommand({ EndpointConfigName: configs[0] ?? '' }),
    );
    expect(config.KmsKeyId).toBe(key);
    expect([models.length, configs.length]).toEqual([1, 1]);
    const other = await serve({});
    expect(other.kind === 'error' && other.text).toMatch(/E-SME-158/);
    expect(await deleteEndpoint(trained.driver, 'SME', 'churn', null, null)).toMatchObject({ kind: 'resultSet' });
  });

  test.each([
    [
      { security: { volume_kms_key_id: key.replace('eu-central-1', 'us-east-1') } },
      /a key in the Region 'eu-central-1'/,
    ],
    [{ instance_type: undefined, serverless: {}, security: { vpc } }, /E-SME-501: security\.vpc/],
    [{ instance_type: 'ml.m5d.large', security: { volume_kms_key_id: key } }, /E-SME-502/],
    [{ security: 'vpc' }, /E-SME-54: Invalid security 'vpc'/],
    [{ security: { vpc: { subnets: ["subnet-1'\n;"], security_group_ids: ['sg-ü'] } } }, /E-SME-54/],
  ])('is refused with %j', async (changes, expected) => {
    expect(await refuse(changes)).toMatch(expected);
  });
});

describe('the command line', () => {
  let home: string;
  const sme = (args: readonly string[]) =>
    runCommand(args, {
      env: { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME', SME_CONNECTION: 'AWS', HOME: home },
    });

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'sme-security-'));
    const settings = ['[dev]', 'schema = "SME"', '[dev.security]', 'subnets = ["subnet-0a", "subnet-0b"]'];
    const more = [
      'security_group_ids = "sg-0a"',
      `volume_kms_key_id = "${key}"`,
      'output_kms_key_id = "alias/results"',
    ];
    await mkdir(join(home, '.config', 'sme'), { recursive: true });
    await writeFile(join(home, '.config', 'sme', 'config.toml'), [...settings, ...more, ''].join('\n'), {
      mode: 0o600,
    });
  });
  afterAll(() => rm(home, { recursive: true }));

  test('shows the options of the profile', async () => {
    const { stdout } = await sme(['config', 'show', '--origin']);
    expect(stdout).toMatch(/^security\.subnets +subnet-0a,subnet-0b +security\.subnets of profile 'dev'$/m);
  });

  test('trains, serves and predicts in a batch with them', async () => {
    const train = ['train', 'SALES.CUSTOMERS', '--target', 'CHURN', '--job-name', 'flags', '--mode', 'ENSEMBLING'];
    const flags = ['--exclude-columns', 'ID', '--encrypt-traffic', '--output-kms-key', 'alias/mine', '--yes'];
    const trainedJob = await sme([...train, ...flags, '--wait', '--interval', '50ms']);
    expect(trainedJob.exitCode).toBe(0);
    const job = await trained.sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: 'flags' }));
    const SecurityConfig = { VolumeKmsKeyId: key, VpcConfig: awsVpc, EnableInterContainerTrafficEncryption: true };
    expect(job).toMatchObject({ SecurityConfig, OutputDataConfig: { KmsKeyId: 'alias/mine' } });

    const create = ['endpoint', 'create', 'flags', '--instance-type', 'ml.m5.large', '--prediction-schema', 'SALES'];
    const plan = await sme([...create, '--network-isolation', '--dry-run', '--json']);
    const security = { vpc, volume_kms_key_id: key, network_isolation: true };
    expect(JSON.parse(plan.stdout).data.parameters.security).toEqual(security);
    expect((await sme([...create, '--network-isolation', '--yes'])).exitCode).toBe(0);
    const { models } = await listHosting(trained.sagemaker);
    const model = await trained.sagemaker.send(new DescribeModelCommand({ ModelName: models[0] ?? '' }));
    expect(model).toMatchObject({ VpcConfig: awsVpc, EnableNetworkIsolation: true });
    expect((await sme(['endpoint', 'delete', 'flags', '--yes'])).exitCode).toBe(0);

    const batch = ['predict', 'flags', 'SALES.CUSTOMERS', '--batch', '--into', 'SALES.S', '--batch-name', 'secured'];
    const started = await sme([...batch, '--instance-type', 'ml.m5.xlarge', '--yes', '--interval', '50ms']);
    expect(started.stdout).toContain('500 predictions added');
    const transform = await trained.sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'secured' }));
    expect(transform.TransformResources?.VolumeKmsKeyId).toBe(key);
    expect(transform.TransformOutput?.KmsKeyId).toBe('alias/results');
  });

  test('refuses what is not an ID', async () => {
    const { exitCode, stderr } = await sme([
      'train',
      'SALES.CUSTOMERS',
      '--target',
      'CHURN',
      '--subnets',
      "s'1,subnet-2",
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--subnets: 's'1' is not the ID of a subnet such as subnet-0a1b2c3d");
  });
});
