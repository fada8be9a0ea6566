/** A sandbox with a trained job and one endpoint, for tests of `sme cleanup` with endpoints, models and configurations. */
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DescribeModelCommand,
} from '@aws-sdk/client-sagemaker';
import { identifier } from '../../src/exasol/quote.js';
import { realClock } from '../../src/sandbox/clock.js';
import { readCleanupData } from './cleanup-data.js';
import { makeTraining } from './job-scripts.js';
import { connectSageMaker } from './live-aws.js';
import { startRefusingAwsProxy } from './refusing-aws-proxy.js';
import { type RunCommandOptions, runCommand } from './run-command.js';
import { startTestSandbox } from './sandbox.js';
import { makeSandboxEnvironment } from './sandbox-environment.js';
import { createEndpoint, listHosting, trainToEnd } from './serving.js';
import { createChurnTable, createConnection, installScripts, run } from './training.js';

/** A schema whose name differs from the value of its tag, because tags do not allow all characters. */
const schema = 'Größe "x"';
const dayMs = 86_400_000;

export type HostingCleanup = Awaited<ReturnType<typeof startHostingCleanup>>;

export async function startHostingCleanup() {
  // how far the clock of AWS is behind, so that everything is that old when it is created
  let ageMs = 3 * dayMs;
  const sandbox = await startTestSandbox({
    clock: { ...realClock, now: () => realClock.now() - ageMs },
    timings: { jobPhase: 1, endpointCreate: 0, endpointDelete: 0 },
  });
  const { roleArn } = sandbox.aws;
  const proxy = await startRefusingAwsProxy(sandbox.aws.endpointUrl);
  const driver = await sandbox.connect();
  const sagemaker = connectSageMaker(sandbox.aws);
  await installScripts(driver, schema);
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', 500);
  await trainToEnd(driver, sagemaker, schema, {
    job_name: 'churn',
    ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'),
    max_candidates: 1,
    mode: 'ENSEMBLING',
  });
  const serve = async (name: string, more: object = {}) => {
    const parameters = { job_name: 'churn', endpoint_name: name, prediction_schema: 'SALES', wait: true, ...more };
    const answer = await createEndpoint(driver, schema, { ...parameters, instance_type: 'ml.m5.large' });
    if (answer.kind === 'error') throw new Error(answer.text);
  };
  await serve('lasting');
  const [row] = await run(driver, "SELECT PARAM_VALUE FROM SYS.EXA_METADATA WHERE PARAM_NAME = 'databaseName'");
  const database = String(row?.[0]);
  const [ModelName] = (await listHosting(sagemaker)).models;
  const model = await sagemaker.send(new DescribeModelCommand({ ModelName }));
  const containers = [...(model.Containers ?? []), ...(model.PrimaryContainer ? [model.PrimaryContainer] : [])];

  const cleanup = (args: readonly string[], options: RunCommandOptions = {}) => {
    const env = { ...makeSandboxEnvironment(sandbox), EXASOL_SCHEMA: identifier(schema), AWS_ENDPOINT_URL: proxy.url };
    return runCommand(['cleanup', ...args, '--no-config'], { ...options, env: { ...env, ...options.env } });
  };
  const tagsOf = (changes: Readonly<Record<string, string>> = {}) =>
    Object.entries({
      'exasol:database': database,
      'exasol:schema': 'Größe _x_',
      'exasol:extension-version': '0.1.0',
      ...changes,
    }).map(([Key, Value]) => ({ Key, Value }));

  return {
    /** Between the command and AWS. */
    proxy,
    driver,
    sagemaker,
    table: `${identifier(schema)}.SME_METADATA_AUTOPILOT_ENDPOINTS`,
    serve,
    cleanup,
    readCleanup: async (...args: readonly string[]) => readCleanupData(await cleanup([...args, '--json'])),
    tagsOf,
    /** From now on, AWS creates resources with the current time. */
    createYoung: () => {
      ageMs = 0;
    },
    makeModel: (ModelName: string, Tags = tagsOf()) =>
      sagemaker.send(new CreateModelCommand({ ModelName, ExecutionRoleArn: roleArn, Containers: containers, Tags })),
    makeConfig: (EndpointConfigName: string, ModelName: string, Tags = tagsOf()) => {
      const variant = { VariantName: 'all', ModelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 } as const;
      const ProductionVariants = [variant];
      return sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants, Tags }));
    },
    makeEndpoint: (EndpointName: string, EndpointConfigName: string, Tags = tagsOf()) =>
      sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags })),
    reset: () => {
      ageMs = 3 * dayMs;
      proxy.refuse();
      proxy.onCall = () => undefined;
    },
    stop: async () => {
      sagemaker.destroy();
      await proxy.stop();
      await sandbox.stop();
    },
  };
}
