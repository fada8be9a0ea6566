/**
 * Removes what an interrupted run left behind. run-live.mjs sets SME_LIVE_SWEEP to the run; without it, the removal is tested on a sandbox.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { connectS3, connectSageMaker } from '../support/live-aws.js';
import { runStatement } from '../support/sandbox.js';
import { listHosting } from '../support/serving.js';
import { sweepRun } from '../support/sweep-live.js';
import { hasAws, openTarget, type Target } from '../support/target.js';
import { run } from '../support/training.js';

const interruptedRun = process.env['SME_LIVE_SWEEP'];

let target: Target;

beforeAll(async () => {
  target = await openTarget({ timings: { endpointCreate: 200 } });
});
afterAll(() => target?.stop());

if (interruptedRun !== undefined) {
  test('removes the leftovers of the run', async () => {
    const removals = await sweepRun(await target.connect(), hasAws ? target.aws : undefined, interruptedRun);
    process.stdout.write(`${removals.join('\n')}\n`);
  });
} else {
  test('removes everything with the name of the run, and nothing else', testSweep);
}

async function testSweep({ skip }: Pick<TestContext, 'skip'>) {
  if (!target.isSandbox) skip('creates objects with fixed names, so it runs on the sandbox only');
  const driver = await target.connect();
  const kept = ['KEPT_SME_LIVE_ZZYY', 'SME_LIVE'];
  for (const name of ['X_SME_LIVE_ABC7X', ...kept]) {
    await run(driver, `CREATE SCHEMA ${name}`);
    await run(driver, `CREATE USER U${name} IDENTIFIED BY "Passw0rd_1"`);
    await run(driver, `CREATE CONNECTION C${name} TO 'address'`);
    await run(driver, `CREATE ROLE R${name}`);
  }
  const s3 = connectS3(target.aws);
  await s3.send(new PutObjectCommand({ Bucket: target.aws.bucket, Key: 'sme-live/abc7x/a.csv', Body: 'A\n' }));
  s3.destroy();
  const { bucket, roleArn } = target.aws;
  const sagemaker = connectSageMaker(target.aws);
  for (const name of ['sme-live-abc7x-churn', 'kept-sme-live-abc7x']) {
    const model = { Image: 'image', ModelDataUrl: `s3://${bucket}/sme-live/abc7x/a.csv` };
    await sagemaker.send(
      new CreateModelCommand({ ModelName: name, PrimaryContainer: model, ExecutionRoleArn: roleArn }),
    );
    const variant = {
      VariantName: 'all',
      ModelName: name,
      InstanceType: 'ml.m5.large',
      InitialInstanceCount: 1,
    } as const;
    await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants: [variant] }));
    await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  }
  expect(await sweepRun(driver, target.aws, 'abc7')).toEqual([
    'DROP USER "UX_SME_LIVE_ABC7X" CASCADE',
    'DROP SCHEMA "X_SME_LIVE_ABC7X" CASCADE',
    'DROP ROLE "RX_SME_LIVE_ABC7X" CASCADE',
    'DROP CONNECTION "CX_SME_LIVE_ABC7X"',
    ...['endpoint', 'endpoint configuration', 'model'].map((kind) => `deleted ${kind} sme-live-abc7x-churn`),
    `deleted s3://${target.aws.bucket}/sme-live/abc7…`,
  ]);
  expect(await listHosting(sagemaker)).toMatchObject({
    configs: ['kept-sme-live-abc7x'],
    models: ['kept-sme-live-abc7x'],
  });
  sagemaker.destroy();
  const schemas = await runStatement(driver, 'SELECT SCHEMA_NAME FROM SYS.EXA_ALL_SCHEMAS ORDER BY 1');
  expect(schemas).toMatchObject({ rows: kept.map((name) => [name]) });
}
