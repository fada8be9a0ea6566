import {
  DescribeAutoMLJobV2Command,
  ListEndpointConfigsCommand,
  ListEndpointsCommand,
  ListModelsCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier, literal } from '../../src/exasol/quote.js';
import { runStatement, type StatementAnswer } from './sandbox.js';
import { train } from './training.js';

/** EXECUTE SCRIPT with texts, numbers and NULLs. */
export function execute(
  driver: ExasolDriver,
  schema: string,
  script: string,
  ...values: readonly (string | number | null)[]
): Promise<StatementAnswer> {
  const list = values.map((value) =>
    value === null ? 'NULL' : typeof value === 'number' ? String(value) : literal(value),
  );
  return runStatement(driver, `EXECUTE SCRIPT ${identifier(schema)}.${identifier(script)}(${list.join(', ')})`);
}

export const createEndpoint = (driver: ExasolDriver, schema: string, parameters: object) =>
  execute(driver, schema, 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT', JSON.stringify(parameters));

export const deleteEndpoint = (driver: ExasolDriver, schema: string, ...values: readonly (string | null)[]) =>
  execute(driver, schema, 'SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT', ...values);

/** The names of all models, endpoint configurations and endpoints in SageMaker. */
export interface Hosting {
  readonly models: readonly string[];
  readonly configs: readonly string[];
  readonly endpoints: readonly string[];
}

export async function listHosting(client: SageMakerClient): Promise<Hosting> {
  const [models, configs, endpoints] = await Promise.all([
    client.send(new ListModelsCommand({ MaxResults: 100 })),
    client.send(new ListEndpointConfigsCommand({ MaxResults: 100 })),
    client.send(new ListEndpointsCommand({ MaxResults: 100 })),
  ]);
  return {
    models: (models.Models ?? []).map(({ ModelName = '' }) => ModelName).sort(),
    configs: (configs.EndpointConfigs ?? []).map(({ EndpointConfigName = '' }) => EndpointConfigName).sort(),
    endpoints: (endpoints.Endpoints ?? []).map(({ EndpointName = '' }) => EndpointName).sort(),
  };
}

/** Trains a job and waits for its end. */
export async function trainToEnd(
  driver: ExasolDriver,
  client: SageMakerClient,
  schema: string,
  parameters: { readonly job_name: string; readonly [key: string]: unknown },
): Promise<void> {
  const answer = await train(driver, schema, parameters);
  if (answer.kind === 'error') throw new Error(answer.text);
  for (;;) {
    const job = await client.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: parameters.job_name }));
    if (job.AutoMLJobStatus === 'Completed') return;
    if (job.AutoMLJobStatus !== 'InProgress') throw new Error(`${job.AutoMLJobStatus}: ${job.FailureReason}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
