/** Every form of credentials in a CONNECTION, from the training to predictions and back to nothing, without a secret in any result. */
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsAccount } from '../../src/sandbox/options.js';
import { type Canary, CanaryFinder } from '../support/canaries.js';
import { type CredentialForm, credentialForms, writeConnectionOf } from '../support/credential-forms.js';
import { executeForRows, makeTraining } from '../support/job-scripts.js';
import { connectS3, connectSageMaker } from '../support/live-aws.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { trainToEnd } from '../support/serving.js';
import { createChurnTable, installScripts, run } from '../support/training.js';

let sandbox: TestSandbox;
let driver: ExasolDriver;
let sagemaker: SageMakerClient;
const canaries: Canary[] = [];

beforeAll(async () => {
  sandbox = await startTestSandbox({
    timings: { jobPhase: 50, jobStop: 50, endpointCreate: 50, endpointDelete: 50 },
  });
  sagemaker = connectSageMaker(sandbox.aws);
  driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
}, 60_000);
afterAll(async () => {
  sagemaker?.destroy();
  await sandbox?.stop();
});

async function useForm(form: CredentialForm): Promise<void> {
  if (sandbox.awsControl === undefined) throw new Error('The sandbox has no AWS.');
  const made = form.make(sandbox.aws, sandbox.awsControl);
  canaries.push(...made.secrets.map((value, index) => ({ name: `${form.name}, secret ${index + 1}`, value })));
  await run(driver, writeConnectionOf('AWS', sandbox.aws, made));
}

const call = (script: string, ...values: readonly string[]) => executeForRows(driver, 'SME', script, ...values);

describe.each(credentialForms.map((form, index) => ({ ...form, job: `form-${index}` })))('$name', (form) => {
  const { region } = awsAccount;
  const { job } = form;

  test('trains, predicts from an endpoint and in a batch, recovers and deletes', async () => {
    await useForm(form);
    const results: unknown[] = [];
    const keep = <T>(value: T): T => {
      results.push(value);
      return value;
    };
    const parameters = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), max_candidates: 1, job_name: job };
    await trainToEnd(driver, sagemaker, 'SME', parameters);
    const [status] = keep(await call('SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS', job, 'AWS', region));
    expect(status).toMatchObject({ JOB_STATUS: 'Completed' });
    expect(keep(await call('SME_LIST_SAGEMAKER_AUTOPILOT_CANDIDATES', job, 'AWS', region)).length).toBeGreaterThan(0);
    expect(keep(await call('SME_DESCRIBE_SAGEMAKER_AUTOPILOT_JOB', job, 'AWS', region)).length).toBeGreaterThan(0);
    const endpoint = { job_name: job, endpoint_name: job, instance_type: 'ml.m5.large', wait: true };
    keep(await call('SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', JSON.stringify(endpoint)));
    const udf = `SALES."${job.toUpperCase().replaceAll('-', '_')}"`;
    const predicted = keep(await run(driver, `SELECT ${udf}(ID, AGE, SEGMENT) FROM SALES.CUSTOMERS`));
    expect(predicted).toHaveLength(500);

    const batch = {
      job_name: job,
      key_columns: ['ID'],
      target_schema_name: 'SALES',
      instance_type: 'ml.m5.xlarge',
      wait: true,
    };
    const source = { input_schema_name: 'SALES', input_table_or_view_name: 'CUSTOMERS', target_table_name: `S_${job}` };
    const [started] = keep(
      await call('SME_START_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', JSON.stringify({ ...batch, ...source })),
    );
    expect(started).toMatchObject({ STATUS: 'Completed', ROWS_EXPORTED: 500 });
    const name = String(started?.['BATCH_NAME']);
    const [finished] = keep(await call('SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION', name));
    expect(finished).toMatchObject({ STATUS: 'Imported', ROWS_PREDICTED: 500, ROWS_FAILED: 0 });
    const target = String(finished?.['TARGET_TABLE']);
    const labels = await run(driver, `SELECT PREDICTIONS, COUNT(*) FROM ${target} GROUP BY PREDICTIONS`);
    const count = (label: string) => predicted.filter((row) => row.at(-1) === label).length;
    expect(Object.fromEntries(labels as [string, number][])).toEqual({ yes: count('yes'), no: count('no') });

    await run(driver, `DELETE FROM SME.SME_METADATA_AUTOPILOT_JOBS WHERE JOB_NAME = '${job}'`);
    const recovered = keep(await call('SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS', 'AWS', region));
    expect(recovered.map(({ JOB_NAME }) => JOB_NAME)).toContain(job);
    const removed = keep(await call('SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT', job, 'AWS', region));
    expect(removed.filter(({ RESULT }) => RESULT !== 'deleted')).toEqual([]);
    expect(new CanaryFinder(canaries).find(JSON.stringify(results))).toEqual([]);
  });
});

test('no upload is left unfinished, and no secret is in a table of the extension', async () => {
  const s3 = connectS3(sandbox.aws);
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: sandbox.aws.bucket }));
  s3.destroy();
  expect(Uploads).toEqual([]);
  const tables = await run(driver, "SELECT TABLE_NAME FROM SYS.EXA_ALL_TABLES WHERE TABLE_SCHEMA = 'SME'");
  for (const [table] of tables) {
    const rows = await run(driver, `SELECT * FROM SME."${table}"`);
    expect({ table, leaks: new CanaryFinder(canaries).find(JSON.stringify(rows)) }).toEqual({ table, leaks: [] });
  }
});
