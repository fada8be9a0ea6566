import type { AwsControl, AwsTimings } from './aws/types.js';
import type { Clock } from './clock.js';
import type { SandboxLog } from './log.js';
import type { ScriptStatements } from './script-statements.js';
import type { ForkServerAddress } from './types/fork-server-address.js';

/** Everything has a default; a test usually gives nothing. */
export interface SandboxOptions {
  /** Port of the Exasol server, 0 (the default) = any free one. */
  readonly port?: number;
  /** Port of the AWS server, 0 (the default) = any free one. */
  readonly awsPort?: number;
  /** Cluster nodes that NPROC() counts, 1 unless told. */
  readonly nodes?: number;
  /** Version that the database reports, such as `8.24.0`. Below 8.25, CREATE SCRIPT refuses TIMESTAMP(n). */
  readonly databaseVersion?: string;
  /** Folder that keeps tables, objects and jobs; absent = all is gone when the sandbox stops. */
  readonly dataDir?: string;
  /** Sends AWS calls there; the sandbox's own AWS server is not started then. */
  readonly awsEndpointUrl?: string;
  /** More language aliases: alias → path of a Python interpreter. */
  readonly languages?: ReadonlyMap<string, string>;
  /** Interpreter behind PYTHON3; else the one that SANDBOX_PYTHON names, else `python3` on the path. */
  readonly python?: string;
  /** Forks the UDFs of its interpreter; without it each call starts an interpreter. */
  readonly forkServer?: ForkServerAddress;
  readonly log?: SandboxLog;
  /** Moves AWS jobs and endpoints. */
  readonly clock?: Clock;
  /** How quickly AWS jobs and endpoints move. */
  readonly timings?: Partial<AwsTimings>;
  /** Stops a start that is under way; what was started by then is stopped. */
  readonly signal?: AbortSignal;
}

/** What a client needs to log in to the database. */
interface ExasolAccess {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Upper-case hex SHA-256 of the certificate. */
  readonly fingerprint: string;
}

/** What a client needs to call AWS, or what stands in for it. */
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

export interface Sandbox {
  readonly exasol: ExasolAccess;
  readonly aws: AwsAccess;
  /** Handles on the AWS server for tests; undefined with `awsEndpointUrl`. */
  readonly awsControl: AwsControl | undefined;
  /** Handle on the database for tests: statements of scripts, and a kill at one of them. */
  readonly exasolControl: Omit<ScriptStatements, 'run'>;
  /** Ends sessions, processes and servers and removes temporary files. A second call waits for the first. */
  stop(): Promise<void>;
}

/** Nothing but loopback: the sandbox has passwords that everybody knows. */
export const loopbackHost = '127.0.0.1';

export const administrator = { user: 'sys', password: 'exasol' } as const;

/**
 * The one account of the sandbox's AWS. The keys are the same in every sandbox, so that CONNECTION objects of a kept database go on
 * working; they open nothing beyond this machine.
 */
export const awsAccount = {
  region: 'eu-central-1',
  accountId: '123456789012',
  accessKeyId: 'AKIASANDBOX000000001',
  secretAccessKey: 'sandbox+secret/access+key/for+local+use1',
  bucket: 'sandbox-bucket',
  roleArn: 'arn:aws:iam::123456789012:role/SandboxSageMakerRole',
} as const;
