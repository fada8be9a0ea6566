/** `sme endpoint create --model` and `sme endpoint rollback`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { listHosting } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { trainVersion } from '../support/versions.js';

let trained: TrainedSandbox;
const jobs: string[] = [];

const sme = async (...args: readonly string[]) => {
  const env = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' };
  return await runCommand([...args, '--no-config'], { env });
};
const create = (...args: readonly string[]) =>
  sme('endpoint', 'create', '--model', 'churn', ...args, '--yes', '--wait', '--interval', '100ms');

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointUpdate: 300, endpointDelete: 50 } },
  });
  for (let version = 1; version <= 2; version++) jobs.push(await trainVersion(trained, { model_name: 'churn' }));
}, 120_000);
afterAll(() => trained?.stop());

test('requires either a job or a model', async () => {
  for (const args of [[], ['some-job', '--model', 'churn']]) {
    const { exitCode, stderr } = await sme('endpoint', 'create', ...args, '--instance-type', 'ml.m5.large');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('E-SME-588')]);
  }
  const { stderr } = await sme('endpoint', 'create', jobs[0] ?? '', '--serverless', '--version', '2');
  expect(stderr).toContain('--version requires --model');
});

test('the first endpoint of a model needs instances', async () => {
  const { exitCode, stderr } = await create();
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--instance-type or --serverless')]);
});

test('serves a version, then another one, and deletes the replaced objects when it has waited', async () => {
  const created = await create('--version', '1', '--instance-type', 'ml.m5.large', '--prediction-schema', 'SALES');
  expect(created.stdout).toMatch(/^Version {3}1 of churn$/m);
  const updated = await create('--version', '2', '--json');
  expect(JSON.parse(updated.stdout)).toMatchObject({
    data: { endpoint_name: 'churn', endpoint_status: 'InService', version: 2, job_name: jobs[1], remark: null },
  });
  expect(updated.stderr).toContain('churn: Updating');
  const { models, configs } = await listHosting(trained.sagemaker);
  expect([models.length, configs.length]).toEqual([1, 1]);
});

test('without a yes, the question names what is served and what will be', async () => {
  const { stderr, exitCode } = await sme('endpoint', 'create', '--model', 'churn', '--version', '1', '--no-input');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `The endpoint churn (1 x ml.m5.large) in ${trained.sandbox.aws.region} serves the job ${jobs[1]}. It will be updated to version 1 of the model churn.`,
  );
});

test('without a version, the question names the best completed one and its metric', async () => {
  const { stderr } = await sme('endpoint', 'create', '--model', 'CHURN', '--name', 'churn', '--no-input');
  expect(stderr).toMatch(/ version \d \([A-Z]\w+ [\d.]+\) of the model CHURN, the best completed one\./);
  const { models } = JSON.parse((await sme('models', '--json')).stdout).data;
  const best = models.filter((model: { is_best: boolean }) => model.is_best);
  expect(best).toHaveLength(1);
  expect(stderr).toContain(
    `${best[0].is_served ? 'already serves' : 'will be updated to'} version ${best[0].version} (`,
  );
});

test('rolls back to the version that was served before, and waits', async () => {
  const { stdout } = await sme('endpoint', 'rollback', 'churn', '--yes', '--interval', '100ms');
  expect(stdout).toMatch(/^Status {4}InService$/m);
  expect(stdout).toMatch(/^Version {3}1 of churn$/m);
  const noWait = await sme('endpoint', 'rollback', 'churn', '--yes', '--no-wait');
  expect(noWait.stdout).toContain('run "sme endpoint create --model churn --version 2" with --wait');
  const { stdout: settled } = await create('--version', '2');
  expect(settled).toMatch(/^Status {4}InService$/m);
});

test('does not roll back an endpoint without a previous version or without a model', async () => {
  const instances = ['--instance-type', 'ml.m5.large', '--prediction-schema', 'SALES', '--yes'];
  await sme('endpoint', 'create', '--model', 'churn', '--version', '1', '--name', 'other', ...instances);
  await sme('endpoint', 'create', 'churn', '--name', 'alone', ...instances);
  const [other, alone, unknown] = [
    await sme('endpoint', 'rollback', 'other', '--yes'),
    await sme('endpoint', 'rollback', 'alone', '--yes'),
    await sme('endpoint', 'rollback', 'chrun', '--yes'),
  ];
  expect(other.stderr).toContain("The endpoint 'other' has not served another version of 'churn' before.");
  expect(alone.stderr).toContain("The endpoint 'alone' serves job 'churn', whose training had no model_name");
  expect(unknown.stderr).toContain("did you mean 'churn'?");
});
