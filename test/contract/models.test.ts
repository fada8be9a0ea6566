/** SME_LIST_SAGEMAKER_AUTOPILOT_MODELS and `sme models`. */
import { DescribeAutoMLJobV2Command, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../support/run-command.js';
import { makeSandboxEnvironment } from '../support/sandbox-environment.js';
import { createEndpoint, execute } from '../support/serving.js';
import { startTrainedSandbox, type TrainedSandbox } from '../support/trained-sandbox.js';
import { run } from '../support/training.js';
import { trainVersion } from '../support/versions.js';

let trained: TrainedSandbox;
/** Names of the jobs in the order of their start. */
const jobs: string[] = [];

const list = async () => {
  const answer = await execute(trained.driver, 'SME', 'SME_LIST_SAGEMAKER_AUTOPILOT_MODELS');
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  return answer.rows;
};

beforeAll(async () => {
  trained = await startTrainedSandbox({
    sandbox: { timings: { jobPhase: 10, endpointCreate: 50, endpointDelete: 50 } },
  });
  jobs.push(await trainVersion(trained, { model_name: 'risk' }));
  jobs.push(await trainVersion(trained, { model_name: 'risk' }));
  jobs.push(await trainVersion(trained, { model_name: 'age' }));
  const answer = await createEndpoint(trained.driver, 'SME', {
    job_name: jobs[0],
    endpoint_name: 'risk',
    prediction_schema: 'SALES',
    instance_type: 'ml.m5.large',
    wait: true,
  });
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
}, 120_000);
afterAll(() => trained?.stop());

const findArn = async (job: string | undefined) =>
  (await trained.sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: job }))).AutoMLJobArn;

test('lists the versions of each model, the newest first, without jobs that have no model_name', async () => {
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const metric = [expect.any(String), expect.any(Number)];
  const rows = await list();
  const [second, first] = rows.slice(1).map((row) => Number(row[5]));
  const isSecondBest = Number(second) >= Number(first);
  expect(rows).toEqual([
    ['age', 1, jobs[2], 'Completed', ...metric, false, null, time, true],
    ['risk', 2, jobs[1], 'Completed', ...metric, false, null, time, isSecondBest],
    ['risk', 1, jobs[0], 'Completed', ...metric, true, 'risk', time, !isSecondBest],
  ]);
});

test('sme models prints them', async () => {
  const env = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' };
  const { stdout } = await runCommand(['models', '--no-config'], { env });
  expect(stdout.split('\n')[0]).toMatch(/^MODEL +VERSION +JOB +STATUS +BEST +ENDPOINT +TRAINED AT \(UTC\)$/);
  expect(stdout).toMatch(new RegExp(`^risk +1 +${jobs[0]} +Completed +\\S+ [\\d.]+ +risk +`, 'm'));
  const json = JSON.parse((await runCommand(['models', '--json', '--no-config'], { env })).stdout);
  expect(json).toMatchObject({ schema: 'sme.models/v1', data: { models: [{ version: 1 }, { version: 2 }, {}] } });
});

test('sme report shows the versions of the model', async () => {
  const env = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' };
  const { stdout } = await runCommand(['report', jobs[1] ?? '', '-o', '-', '--no-config'], { env });
  expect(stdout).toContain('This job is version 2 of <code>risk</code>.');
  expect(stdout).toContain('It is not served; version 1 is served by the endpoint <code>risk</code>.');
  expect(stdout).not.toContain(jobs[2]);
});

test('sme doctor names an endpoint that serves an older version, without a warning', async () => {
  const env = { ...makeSandboxEnvironment(trained.sandbox), EXASOL_SCHEMA: 'SME' };
  const { stdout } = await runCommand(['doctor', '--only', 'versions', '--json', '--no-config'], { env });
  const [check] = JSON.parse(stdout).data.checks;
  expect(check).toMatchObject({
    state: 'ok',
    text: expect.stringMatching(/^risk: version 1 \(\S+ [\d.]+\) of risk; version 2 \(\S+ [\d.]+\) is newer$/),
  });
});

test('a training that has not started is not a version', async () => {
  await run(
    trained.driver,
    `UPDATE SME.SME_METADATA_AUTOPILOT_JOBS SET RUN_STATE = 'EXPORTING' WHERE JOB_NAME = '${jobs[2]}'`,
  );
  expect((await list()).map(([model, version]) => `${model} ${version}`)).toEqual(['risk 2', 'risk 1']);
});

const jobTable = 'SME.SME_METADATA_AUTOPILOT_JOBS';
const numbers = async () =>
  (await list())
    .filter(([model]) => model === 'risk')
    .map(([, number, job]) => `${number} ${jobs.indexOf(String(job))}`);

test('versions keep their numbers if the row of an earlier one is deleted, and recovery restores that row', async () => {
  const tags = await trained.sagemaker.send(new ListTagsCommand({ ResourceArn: await findArn(jobs[0]) }));
  expect(tags.Tags).toEqual(
    expect.arrayContaining([
      { Key: 'exasol:model-name', Value: 'risk' },
      { Key: 'exasol:model-version', Value: '1' },
    ]),
  );
  await run(trained.driver, `DELETE FROM ${jobTable} WHERE JOB_NAME = '${jobs[0]}'`);
  expect(await numbers()).toEqual(['2 1']);
  jobs.push(await trainVersion(trained, { model_name: 'Risk' }));
  expect(await numbers()).toEqual(['3 3', '2 1']);
  const { region } = trained.sandbox.aws;
  const recovered = await execute(trained.driver, 'SME', 'SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'AWS', region);
  expect(recovered).toMatchObject({ kind: 'resultSet', rows: [[jobs[0], expect.any(String), 'recovered']] });
  expect(await numbers()).toEqual(['3 3', '2 1', '1 0']);
}, 60_000);

test('rows without a number are counted until the next training stores their numbers', async () => {
  await run(trained.driver, `UPDATE ${jobTable} SET VERSION = NULL`);
  expect(await numbers()).toEqual(['3 3', '2 1', '1 0']);
  jobs.push(await trainVersion(trained, { model_name: 'risk' }));
  expect(await numbers()).toEqual(['4 4', '3 3', '2 1', '1 0']);
  await run(trained.driver, `DELETE FROM ${jobTable} WHERE JOB_NAME = '${jobs[1]}'`);
  expect(await numbers()).toEqual(['4 4', '3 3', '1 0']);
}, 60_000);

test('an endpoint that is missing in AWS does not serve a version', async () => {
  const { DeleteEndpointCommand } = await import('@aws-sdk/client-sagemaker');
  await trained.sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'risk' }));
  await expect
    .poll(async () => (await list()).map((row) => row[6]), { timeout: 10_000 })
    .toEqual([false, false, false]);
});
