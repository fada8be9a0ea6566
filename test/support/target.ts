import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import { identifier } from '../../src/exasol/quote.js';
import type { AwsControl } from '../../src/sandbox/aws/types.js';
import type { SandboxOptions } from '../../src/sandbox/options.js';
import type { DriverTarget } from './connect-driver.js';
import { writeConnection } from './connection-sql.js';
import { readRunEnvironment, type TargetAws } from './live-environment.js';
import { openLiveTarget } from './live-target.js';
import { startTestSandbox } from './sandbox.js';

/**
 * What contract suites run against: a sandbox of their own, or the Exasol and the AWS that the environment names
 * (live-environment.ts). A suite takes every name that others could have, too, from here; on a real cluster it then
 * meets nothing of anybody else, and `stop` takes away what carries such a name.
 */
export interface Target {
  readonly isSandbox: boolean;
  readonly exasol: DriverTarget;
  /** @throws Error where the environment names Exasol only: suites that need AWS ask `hasAws` first */
  readonly aws: TargetAws;
  /** Controls that only a sandbox has; undefined on a real AWS. */
  readonly awsControl: AwsControl | undefined;
  /** Maximum duration of an Autopilot job, in milliseconds. */
  readonly patienceMs: number;
  /** Opens a connection with the published driver. `stop` closes it. */
  connect(config?: Partial<Config>): Promise<ExasolDriver>;
  /** Creates a schema and opens it in the given session. @returns its exact name */
  ownSchema(label: string, session?: ExasolDriver): Promise<string>;
  /** The name of a schema that the test creates itself. */
  schemaName(label: string): string;
  userName(label: string): string;
  connectionName(label: string): string;
  /** CREATE OR REPLACE CONNECTION with the target's keys, or with others. */
  connectionSql(name: string, changes?: Partial<TargetAws>): string;
  /** At most 18 characters. AWS never frees a job name. */
  jobName(label: string): string;
  /** As it is in AWS; its function is named so in upper case, with _ for -. */
  endpointName(label: string): string;
  /** A key or prefix in the bucket, from a relative one. */
  key(relative: string): string;
  /** Stops a job that a test no longer needs, because AWS bills it and limits concurrent jobs. Does nothing on a sandbox. */
  releaseJob(jobName: string): Promise<void>;
  /** Deletes everything that the target created. */
  stop(): Promise<void>;
}

const environment = readRunEnvironment(process.env);

/** Whether the target has AWS. A sandbox always does. */
export const hasAws = environment.kind !== 'live' || environment.aws !== undefined;

/**
 * Opens the target of one test file: `beforeAll(async () => { target = await openTarget(); })`, `afterAll(() => target?.stop())`.
 *
 * @param options options of the sandbox, if the target is one
 */
export async function openTarget(options: SandboxOptions = {}): Promise<Target> {
  if (environment.kind === 'unusable') throw new Error(environment.problems.join('\n'));
  return environment.kind === 'live' ? openLiveTarget(environment) : openSandboxTarget(options);
}

/** A sandbox belongs to one test file, so its names need no suffix. */
async function openSandboxTarget(options: SandboxOptions): Promise<Target> {
  const sandbox = await startTestSandbox(options);
  const keep = (label: string) => label;
  return {
    isSandbox: true,
    exasol: sandbox.exasol,
    aws: sandbox.aws,
    awsControl: sandbox.awsControl,
    patienceMs: 60_000,
    connect: sandbox.connect,
    ownSchema: async (label, session) => {
      const driver = session ?? (await sandbox.connect());
      await driver.execute(`CREATE SCHEMA ${identifier(label)}`);
      return label;
    },
    schemaName: keep,
    userName: keep,
    connectionName: keep,
    connectionSql: (name, changes) => writeConnection(name, sandbox.aws, changes),
    jobName: keep,
    endpointName: keep,
    key: keep,
    releaseJob: async () => undefined,
    stop: sandbox.stop,
  };
}
