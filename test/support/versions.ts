import { DescribeAutoMLJobV2Command } from '@aws-sdk/client-sagemaker';
import { createEndpoint } from './serving.js';
import type { TrainedSandbox } from './trained-sandbox.js';
import { train } from './training.js';

/** Trains a version of a model and waits for the job's end. @returns the name of the job */
export async function trainVersion(
  { driver, sagemaker, training }: TrainedSandbox,
  changes: { readonly model_name: string; readonly [key: string]: unknown },
): Promise<string> {
  const answer = await train(driver, 'SME', { ...training, ...changes });
  if (answer.kind !== 'resultSet') throw new Error(JSON.stringify(answer));
  const job = String(answer.rows[0]?.[0]);
  for (let status: string | undefined; status !== 'Completed'; ) {
    ({ AutoMLJobStatus: status } = await sagemaker.send(new DescribeAutoMLJobV2Command({ AutoMLJobName: job })));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return job;
}

/** Creates or updates an endpoint, waits for it, and returns the row of the answer by column name. */
export async function serveVersion(
  { driver }: TrainedSandbox,
  parameters: { readonly model_name: string; readonly [key: string]: unknown },
): Promise<Record<string, unknown>> {
  const answer = await createEndpoint(driver, 'SME', { wait: true, ...parameters });
  if (answer.kind !== 'resultSet') throw new Error(answer.kind === 'error' ? answer.text : JSON.stringify(answer));
  return Object.fromEntries(answer.names.map((name, index) => [name, answer.rows[0]?.[index]]));
}
