import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import type { SandboxOptions } from '../../src/sandbox/options.js';
import { makeTraining } from './job-scripts.js';
import { connectSageMaker } from './live-aws.js';
import { startTestSandbox, type TestSandbox } from './sandbox.js';
import { trainToEnd } from './serving.js';
import { createChurnTable, createConnection, installScripts, run } from './training.js';

export interface TrainedSandboxOptions {
  readonly sandbox?: SandboxOptions;
  /** Endpoint of the AWS client of the test, if the sandbox calls AWS through a proxy. */
  readonly awsUrl?: string;
  /** Rows of SALES.CUSTOMERS. Default 500, the fewest that Autopilot accepts. */
  readonly rows?: number;
  /** Parameters of the training, in addition to or instead of the default ones. */
  readonly training?: Readonly<Record<string, unknown>> & { readonly job_name?: string };
}

export interface TrainedSandbox {
  readonly sandbox: TestSandbox;
  readonly driver: ExasolDriver;
  readonly sagemaker: SageMakerClient;
  /** The parameters of the training. */
  readonly training: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * Starts a sandbox with the scripts in SME, the connection AWS, the table SALES.CUSTOMERS and a completed job, `churn` by default, which has
 * trained one candidate on it.
 */
export async function startTrainedSandbox(options: TrainedSandboxOptions = {}): Promise<TrainedSandbox> {
  const sandbox = await startTestSandbox(options.sandbox);
  const { awsUrl: endpointUrl = sandbox.aws.endpointUrl } = options;
  const sagemaker = connectSageMaker({ ...sandbox.aws, endpointUrl });
  const driver = await sandbox.connect();
  await installScripts(driver, 'SME');
  await createConnection(driver, 'AWS', sandbox.aws);
  await run(driver, 'CREATE SCHEMA SALES');
  await createChurnTable(driver, 'SALES.CUSTOMERS', options.rows ?? 500);
  const training = { ...makeTraining(sandbox.aws, 'SALES', 'CUSTOMERS'), max_candidates: 1, ...options.training };
  await trainToEnd(driver, sagemaker, 'SME', { job_name: 'churn', ...training });
  return {
    sandbox,
    driver,
    sagemaker,
    training,
    stop: async () => {
      sagemaker.destroy();
      await sandbox.stop();
    },
  };
}
