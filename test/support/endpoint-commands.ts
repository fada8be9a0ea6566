import { DeleteEndpointConfigCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import { realClock } from '../../src/sandbox/clock.js';
import { connectSageMaker } from './live-aws.js';
import { type RunCommandOptions, runCommand } from './run-command.js';
import { startTestSandbox, type TestSandbox } from './sandbox.js';
import { makeSandboxEnvironment } from './sandbox-environment.js';
import { listHosting, trainToEnd } from './serving.js';
import { createChurnTable, createConnection, installScripts, run } from './training.js';

/** The deployment schema, the endpoint table in it, and the name of a completed job. */
export const schema = 'My "Scripts"';
export const endpointTable = `${identifier(schema)}.SME_METADATA_AUTOPILOT_ENDPOINTS`;
export const job = 'Churn-1';

export const onInstance = ['--instance-type', 'ml.m5.large'];
export const wait = ['--wait', '--interval', '100ms'];

/** A sandbox with a completed job, and `sme endpoint` with all settings for it in the environment. */
export class EndpointCommands {
  private constructor(
    readonly sandbox: TestSandbox,
    readonly driver: ExasolDriver,
    readonly sagemaker: SageMakerClient,
    /** If `frozenAt` is set, time stands still for AWS. */
    readonly clock: { frozenAt: number | undefined },
  ) {}

  static async start(): Promise<EndpointCommands> {
    const clock: { frozenAt: number | undefined } = { frozenAt: undefined };
    const sandbox = await startTestSandbox({
      clock: { ...realClock, now: () => clock.frozenAt ?? realClock.now() },
      timings: { jobPhase: 10, endpointCreate: 300, endpointDelete: 100 },
    });
    const driver = await sandbox.connect();
    const sagemaker = connectSageMaker(sandbox.aws);
    await installScripts(driver, schema);
    await createConnection(driver, 'AWS', sandbox.aws);
    await run(driver, 'CREATE SCHEMA "select"');
    await createChurnTable(driver, '"select"."from"', 600);
    await trainToEnd(driver, sagemaker, schema, {
      job_name: job,
      aws_credentials_connection_name: 'AWS',
      aws_region: sandbox.aws.region,
      iam_sagemaker_role: sandbox.aws.roleArn,
      s3_bucket_uri: `s3://${sandbox.aws.bucket}`,
      s3_output_path: 'runs',
      input_schema_name: 'select',
      input_table_or_view_name: 'from',
      target_attribute_name: 'CHURN',
      exclude_columns: ['ID'],
      max_candidates: 2,
      mode: 'ENSEMBLING',
    });
    return new EndpointCommands(sandbox, driver, sagemaker, clock);
  }

  async stop(): Promise<void> {
    this.sagemaker.destroy();
    await this.sandbox.stop();
  }

  /** Deletes all endpoints, rows and configurations. */
  async clear(): Promise<void> {
    this.clock.frozenAt = undefined;
    for (const name of (await listHosting(this.sagemaker)).endpoints) {
      await this.sme(['delete', name, '--connection', 'AWS', '--region', this.sandbox.aws.region, '--yes']);
    }
    for (const [name] of await run(this.driver, `SELECT ENDPOINT_NAME FROM ${endpointTable}`)) {
      await this.sme(['delete', String(name), '--yes']);
    }
    for (const EndpointConfigName of (await listHosting(this.sagemaker)).configs) {
      await this.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
    }
  }

  /** Runs `sme endpoint …`. */
  sme(args: readonly string[], options: RunCommandOptions = {}) {
    const env = { ...makeSandboxEnvironment(this.sandbox), EXASOL_SCHEMA: identifier(schema), ...options.env };
    return runCommand(['endpoint', ...args, '--no-config'], { ...options, env });
  }

  create(...args: readonly string[]) {
    return this.sme(['create', job, ...onInstance, '--yes', ...args]);
  }

  async readList(...args: readonly string[]) {
    return (await readData(this.sme(['list', '--json', ...args]))) as {
      readonly endpoints: readonly Record<string, unknown>[];
      readonly other_endpoints: number;
    };
  }
}

/** The data in the JSON document of a command that succeeds. */
export async function readData(running: ReturnType<EndpointCommands['sme']>) {
  const { stdout, stderr, exitCode } = await running;
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout).data;
}
