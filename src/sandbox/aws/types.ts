import type { Clock } from '../clock.js';
import type { SandboxLog } from '../log.js';

/** How quickly things move, in milliseconds of the clock. What AWS does in minutes takes seconds here, but shows every phase. */
export interface AwsTimings {
  /** Each secondary status of a training job; those that train last at least so long. */
  readonly jobPhase: number;
  /** From StopAutoMLJob to Stopped. */
  readonly jobStop: number;
  readonly endpointCreate: number;
  readonly endpointUpdate: number;
  /** Deletion is asynchronous: so long the endpoint still answers as Deleting. */
  readonly endpointDelete: number;
  /** Without a call for so long, a serverless endpoint goes cold. */
  readonly serverlessIdle: number;
  /** So long a cold serverless endpoint answers ModelNotReadyException. */
  readonly serverlessColdStart: number;
  /** Added to every InvokeEndpoint, as a model's own time and the network would. */
  readonly invokeLatency: number;
}

export const defaultTimings: AwsTimings = {
  jobPhase: 1000,
  jobStop: 500,
  endpointCreate: 3000,
  endpointUpdate: 2000,
  endpointDelete: 1500,
  serverlessIdle: 300_000,
  serverlessColdStart: 2000,
  invokeLatency: 0,
};

/** Account limits. AWS's own defaults differ by account and Region; these let a demo pass and a test lower them. */
export interface AwsQuotas {
  /** Running AutoML jobs at once. */
  automlJobs: number;
  /** `ml.m5.large` → instances over all endpoints; a type that is not named has `defaultInstances`. */
  readonly instances: Map<string, number>;
  defaultInstances: number;
  serverlessEndpoints: number;
  /** Sum of MaxConcurrency over all serverless endpoints. */
  serverlessConcurrency: number;
}

export interface AwsServerOptions {
  readonly host: '127.0.0.1';
  /** 0 = any free one. */
  readonly port: number;
  /** Buckets and jobs are kept here; absent = a temporary folder that stop() removes. */
  readonly dataDir?: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Made at start, in `region`. */
  readonly bucket: string;
  /** Shown to users as a role that works; any well-formed role of the account is accepted. */
  readonly roleArn: string;
  readonly clock: Clock;
  readonly log: SandboxLog;
  readonly timings?: Partial<AwsTimings>;
}

/** How candidates name their metrics. */
export interface MetricSpelling {
  /** As jobs of earlier years do: `validation:f1`, without Type and StandardMetricName. */
  isOlder: boolean;
}

/** What a test or a benchmark may turn while the server runs. */
export interface AwsControl {
  setInvokeLatency(milliseconds: number): void;
  readonly quotas: AwsQuotas;
  /** Instance types of which AWS has none left: an endpoint that asks for one is created, and fails. Quotas have no part in it. */
  readonly exhaustedInstanceTypes: Set<string>;
  readonly metricSpelling: MetricSpelling;
  /** The next `count` calls of the SageMaker operation (or `InvokeEndpoint`) are answered with ThrottlingException. */
  throttleNext(operation: string, count: number): void;
}

export interface AwsServer {
  /** `http://127.0.0.1:<port>`, for every service. */
  readonly url: string;
  readonly control: AwsControl;
  stop(): Promise<void>;
}
