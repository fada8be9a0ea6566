import type { Behaviours } from '../behaviours.js';
import type { Clock } from '../clock.js';
import type { SandboxLog } from '../log.js';
import type { IdentityControl } from './identities.js';

/** Durations in milliseconds of the clock. What takes minutes in AWS takes seconds here, with the same phases. */
export interface AwsTimings {
  /** Duration of each secondary status of a training job; a minimum for those that train. */
  readonly jobPhase: number;
  /** From StopAutoMLJob until the status is Stopped. */
  readonly jobStop: number;
  /** Minimum time of a transform job. */
  readonly transformJob: number;
  readonly endpointCreate: number;
  readonly endpointUpdate: number;
  /** Deletion is asynchronous: the endpoint has the status Deleting for this time. */
  readonly endpointDelete: number;
  /** A serverless endpoint becomes cold after this time without a call. */
  readonly serverlessIdle: number;
  /** A cold serverless endpoint returns ModelNotReadyException for this time. */
  readonly serverlessColdStart: number;
  /** Added to every InvokeEndpoint, to simulate the model and the network. */
  readonly invokeLatency: number;
}

export const defaultTimings: AwsTimings = {
  jobPhase: 1000,
  jobStop: 500,
  transformJob: 2000,
  endpointCreate: 3000,
  endpointUpdate: 2000,
  endpointDelete: 1500,
  serverlessIdle: 300_000,
  serverlessColdStart: 2000,
  invokeLatency: 0,
};

/** Account limits. AWS's defaults depend on account and Region; these are sufficient for a demo, and tests can lower them. */
export interface AwsQuotas {
  /** Maximum number of running AutoML jobs. */
  automlJobs: number;
  /** Instance type → maximum number of instances over all endpoints; `defaultInstances` for other types. */
  readonly instances: Map<string, number>;
  /** Instance type → maximum number of instances over all running transform jobs; `defaultInstances` for other types. */
  readonly transformInstances: Map<string, number>;
  defaultInstances: number;
  serverlessEndpoints: number;
  /** Maximum sum of MaxConcurrency over all serverless endpoints. */
  serverlessConcurrency: number;
}

export interface AwsServerOptions {
  readonly host: '127.0.0.1';
  /** 0 = any free port. */
  readonly port: number;
  /** Folder of buckets and jobs; absent = a temporary folder that stop() removes. */
  readonly dataDir?: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Created at start, in `region`. */
  readonly bucket: string;
  /** A role that users can use; any well-formed role of the account is accepted. */
  readonly roleArn: string;
  readonly clock: Clock;
  readonly log: SandboxLog;
  /** The default is `defaultBehaviours`. */
  readonly behaviours?: Behaviours;
  readonly timings?: Partial<AwsTimings>;
}

/** Controls for tests and benchmarks while the server runs. */
export interface AwsControl {
  /** Adds users, roles and temporary keys. */
  readonly identities: IdentityControl;
  /** Makes a bucket refuse uploads without KMS. @param key the key that they must name; any key without it */
  requireKms(bucket: string, key?: string): void;
  setInvokeLatency(milliseconds: number): void;
  readonly quotas: AwsQuotas;
  /** Instance types without capacity: an endpoint with such an instance is created and fails. Independent of quotas. */
  readonly exhaustedInstanceTypes: Set<string>;
  /** Makes the next `count` calls of a SageMaker operation or of `InvokeEndpoint` fail with ThrottlingException. */
  throttleNext(operation: string, count: number): void;
}

export interface AwsServer {
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly url: string;
  /** The server is an HTTPS proxy for the hosts of AWS, too. This file has the certificate of its CA. */
  readonly caFile: string;
  readonly control: AwsControl;
  stop(): Promise<void>;
}
