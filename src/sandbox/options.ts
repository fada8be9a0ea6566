import type { AwsControl, AwsTimings } from './aws/types.js';
import type { Behaviours } from './behaviours.js';
import type { Clock } from './clock.js';
import type { SandboxLog } from './log.js';
import type { ScriptStatements } from './script-statements.js';
import type { ForkServerAddress } from './types/fork-server-address.js';

/** Options of the sandbox. All of them have a default. */
export interface SandboxOptions {
  /** Port of the Exasol server; 0 (the default) = any free port. */
  readonly port?: number;
  /** Port of the AWS server; 0 (the default) = any free port. */
  readonly awsPort?: number;
  /** Number of cluster nodes that NPROC() returns; the default is 1. */
  readonly nodes?: number;
  /** Version that the database reports, such as `8.24.0`. Below 8.25, CREATE SCRIPT rejects TIMESTAMP(n). */
  readonly databaseVersion?: string;
  /** Folder of tables, objects and jobs; absent = everything is deleted when the sandbox stops. */
  readonly dataDir?: string;
  /** Endpoint of AWS calls, instead of the sandbox's own AWS server, which is then not started. */
  readonly awsEndpointUrl?: string;
  /** Additional language aliases: alias → path of a Python interpreter. */
  readonly languages?: ReadonlyMap<string, string>;
  /** Interpreter of the alias PYTHON3. The default is the environment variable SANDBOX_PYTHON, then `python3` on the path. */
  readonly python?: string;
  /** Forks the UDFs of its interpreter; without it each call starts an interpreter. */
  readonly forkServer?: ForkServerAddress;
  /** Where the truth about Exasol or AWS is unknown: how the sandbox behaves instead of the default of behaviours.ts. */
  readonly behaviours?: Partial<Behaviours>;
  readonly log?: SandboxLog;
  /** Clock of AWS jobs and endpoints. */
  readonly clock?: Clock;
  /** Durations of the phases of AWS jobs and endpoints. */
  readonly timings?: Partial<AwsTimings>;
  /** Aborts the start, and stops what has been started. */
  readonly signal?: AbortSignal;
}

/** Address and credentials for logging in to the database. */
export interface ExasolAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** SHA-256 of the certificate in upper-case hex. */
  readonly fingerprint: string;
}

/** Address, credentials and resources for calling the sandbox's AWS. */
export interface AwsAccess {
  readonly endpointUrl: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A bucket that exists. */
  readonly bucket: string;
  /** A role that SageMaker may assume. */
  readonly roleArn: string;
}

export interface AwsProxy {
  /** For HTTPS_PROXY. */
  readonly url: string;
  /** PEM file for AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS and the like. */
  readonly caFile: string;
}

export interface Sandbox {
  readonly exasol: ExasolAccess;
  readonly aws: AwsAccess;
  /** An HTTPS proxy that answers for the hosts of AWS, for programs that name these hosts themselves; undefined with `awsEndpointUrl`. */
  readonly awsProxy: AwsProxy | undefined;
  /** Controls of the AWS server for tests; undefined with `awsEndpointUrl`. */
  readonly awsControl: AwsControl | undefined;
  /** Controls of the database for tests: records the statements of scripts, and can kill a session at one of them. */
  readonly exasolControl: Omit<ScriptStatements, 'run'>;
  /** Stops sessions, processes and servers and removes temporary files. A second call waits for the first. */
  stop(): Promise<void>;
}

/** Only loopback, because the passwords of the sandbox are public. */
export const loopbackHost = '127.0.0.1';

export const administrator = { user: 'sys', password: 'exasol' } as const;

/**
 * The only account of the sandbox's AWS. The keys are the same in every sandbox, so that CONNECTION objects in a data folder remain valid.
 * They are only valid in the sandbox.
 */
export const awsAccount = {
  region: 'eu-central-1',
  accountId: '123456789012',
  accessKeyId: 'AKIASANDBOX000000001',
  secretAccessKey: 'sandbox+secret/access+key/for+local+use1',
  bucket: 'sandbox-bucket',
  roleArn: 'arn:aws:iam::123456789012:role/SandboxSageMakerRole',
} as const;
