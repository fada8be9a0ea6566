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
  /** What only a sandbox can turn; undefined on a real AWS. */
  readonly awsControl: AwsControl | undefined;
  /** How long an Autopilot job may take to its end, in milliseconds. */
  readonly patienceMs: number;
  /** A connection of the published driver, closed at the end. */
  connect(config?: Partial<Config>): Promise<ExasolDriver>;
  /** Creates a schema and answers its exact name. In the session that is given it is open then. */
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
  /** Ends a job that a test is done with: AWS charges for it and runs few at once. Does nothing on a sandbox. */
  releaseJob(jobName: string): Promise<void>;
  /** Takes away all that was made. */
  stop(): Promise<void>;
}

const environment = readRunEnvironment(process.env);

/** Whether the tests have an AWS to talk to: always on a sandbox. */
export const hasAws = environment.kind !== 'live' || environment.aws !== undefined;

/**
 * Opens the target of one test file: `beforeAll(async () => { target = await openTarget(); })`, `afterAll(() => target?.stop())`.
 *
 * @param options of the sandbox, where it is one
 */
export async function openTarget(options: SandboxOptions = {}): Promise<Target> {
  if (environment.kind === 'unusable') throw new Error(environment.problems.join('\n'));
  return environment.kind === 'live' ? openLiveTarget(environment) : openSandboxTarget(options);
}

/** The sandbox is all ours and gone in the end, so names stay as they are. */
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
