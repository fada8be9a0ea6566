/**
 * SageMaker: Autopilot jobs, models, endpoints and the runtime, for one account. As in AWS, Regions are separate.
 *
 * Mirrored: the operations of operations/index.ts and InvokeEndpoint; required members, lengths, patterns, enums and numbers of the service model with
 * AWS's text `N validation errors detected: Value '…' at '…' failed to satisfy constraint: …`; rules between members (problem type and objective, sample
 * weights, deployment, data split, serverless); names that are unique ignoring case, and job names that cannot be reused; V2 reads V1's jobs but
 * not vice versa; the phases of a job (automl-job/progress.ts) and of an endpoint (endpoint/progress.ts); limits on candidates and run time; failures caused by
 * the data; tags; quotas; throttling and insufficient capacity if a test turns them on. Endpoints predict with the archive of CreateModel, format responses
 * by the three SAGEMAKER_INFERENCE_ variables of the containers, check the number of columns, drop rows without a target like tuned models, and limit
 * payloads to 6 MiB (serverless: 4 MiB).
 *
 * Missing, with an error that names the feature: time series, text, image and LLM jobs; Parquet and a validation channel; FeatureSpecificationS3Uri; AlgorithmsConfig;
 * ModelDeployConfig; every member that model/*.ts marks as a gap; every other operation of SageMaker (async and streaming inference,
 * autoscaling, …). Accepted without effect: VPC and KMS settings, MaxRuntimePerTrainingJobInSeconds, network isolation, permissions of the execution
 * role, ProvisionedConcurrency.
 *
 * Different by design: what takes AWS minutes takes seconds (AwsTimings); models are small (sandbox/automl), so container images are
 * only names and a `model.tar.gz` contains `model.json` (in a pipeline, that of the second container); feature importance is computed by permutation and
 * stored in the file of Clarify's SHAP values; any well-formed role of the account can be assumed; candidates appear when they are trained, never as pending; all
 * Regions have one address, and the signature determines the Region.
 *
 * Unverified: the order of statuses in ENSEMBLING; MaxCandidatesReached as the last secondary status if that limit was set and reached; the messages
 * for missing jobs and for stopping a job that has ended; the error at creation for a role that cannot be assumed; the errors for updating or deleting
 * an endpoint that is being changed; the column check of an ensemble (like a tuned model's, but without a target); a ModelError with status 413 for a
 * response above the limit.
 */
import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, readBody } from '../http.js';
import { describeDenial, type Identities } from '../identities.js';
import { type ParsedSignature, sha256 } from '../signature.js';
import type { AwsControl, AwsQuotas } from '../types.js';
import { measureProgress } from './automl-job/progress.js';
import type { JobRecord } from './automl-job/record.js';
import { runTraining } from './automl-job/run-training.js';
import { BackgroundJobs } from './background-jobs.js';
import { partitionOf, type SageMakerEnvironment } from './context.js';
import { LoadedModels } from './endpoint/loaded-models.js';
import {
  accessDenied,
  SageMakerError,
  sandboxGap,
  signatureError,
  throttlingException,
  toErrorResponse,
  toRuntimeErrorResponse,
} from './errors.js';
import { operations } from './operations/index.js';
import { listPermissions } from './permissions.js';
import { invokeEndpoint } from './runtime/invoke-endpoint.js';
import { ServerlessWarmth } from './runtime/serverless-warmth.js';
import { SageMakerState } from './state.js';
import { measureTransform } from './transform/progress.js';
import type { TransformRecord } from './transform/record.js';
import { runTransform } from './transform/run-transform.js';

export interface SageMaker {
  readonly control: Omit<AwsControl, 'requireKms'>;
  handle(request: HttpRequest, signature: ParsedSignature | 'malformed' | undefined): Promise<HttpResponse>;
  stop(): Promise<void>;
}

type Options = Omit<
  SageMakerEnvironment,
  'quotas' | 'exhaustedInstanceTypes' | 'state' | 'trainings' | 'transforms' | 'models'
> & {
  readonly identities: Identities;
  /** Folder of the state; absent = in memory. */
  readonly folder?: string;
};

/** Requests of the control plane are small; AWS's own limit is not documented. */
const bodyLimit = 1024 * 1024;

/** Maximum size of runtime bodies that are read, which is above the limit of the service so that its error can name the limit. */
const runtimeBodyLimit = 64 * 1024 * 1024;

export async function makeSageMaker(options: Options): Promise<SageMaker> {
  const state = await SageMakerState.open(options.folder);
  const models = new LoadedModels(options.store);
  const save = () => state.save();
  const trainings = new BackgroundJobs<JobRecord>((job, signal) => runTraining(options, job, signal), save);
  const transforms = new BackgroundJobs<TransformRecord>(
    (job, signal) => runTransform({ ...options, models }, job, signal),
    save,
  );
  const quotas: AwsQuotas = {
    automlJobs: Number.POSITIVE_INFINITY,
    instances: new Map(),
    transformInstances: new Map(),
    defaultInstances: 20,
    serverlessEndpoints: 50,
    serverlessConcurrency: 1000,
  };
  const exhaustedInstanceTypes = new Set<string>();
  const environment: SageMakerEnvironment = {
    ...options,
    state,
    trainings,
    transforms,
    quotas,
    exhaustedInstanceTypes,
    models,
  };
  const warmth = new ServerlessWarmth(options.timings);
  let latency = options.timings.invokeLatency;
  const throttled = new Map<string, number>();
  resumeJobs(environment);

  /** Whether a test throttles the operation. */
  function isThrottled(operation: string): boolean {
    const left = throttled.get(operation) ?? 0;
    if (left > 0) throttled.set(operation, left - 1);
    return left > 0;
  }

  /** @param status HTTP status of the service's signature errors */
  function authenticate(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
    body: Buffer,
    status: number,
  ) {
    if (parsed === undefined || parsed === 'malformed') throw signatureError({ kind: parsed ?? 'missing' }, status);
    const payloadHash =
      request.headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' ? 'UNSIGNED-PAYLOAD' : sha256(body);
    const signature = options.identities.verify(request, parsed, payloadHash);
    if ('kind' in signature) throw signatureError(signature, status);
    checkRegion(parsed.region);
    return { identity: signature.identity, region: state.ofRegion(parsed.region) };
  }

  function authorize(
    { identity, region }: ReturnType<typeof authenticate>,
    operation: string,
    input: unknown,
    status: number,
  ): void {
    const context = { region: region.region, partition: partitionOf(region.region), accountId: options.accountId };
    for (const permission of listPermissions(operation, input, context)) {
      const decision = options.identities.authorize(identity, permission);
      if (decision !== 'allowed') throw accessDenied(describeDenial(identity, permission, decision), status);
    }
  }

  async function runOperation(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
  ): Promise<HttpResponse> {
    const body = await readBody(request.body, bodyLimit);
    const name = request.headers['x-amz-target']?.replace(/^SageMaker\./, '') ?? '';
    const caller = authenticate(request, parsed, body, 400);
    const run = operations[name];
    if (!run) {
      throw new SageMakerError(
        'UnknownOperationException',
        `The sandbox's SageMaker does not have the operation '${name}'.`,
      );
    }
    const input = parseJson(body);
    authorize(caller, name, input, 400);
    if (isThrottled(name)) throw throttlingException();
    return makeJsonResponse(await run({ ...environment, region: caller.region }, input));
  }

  async function runInvocation(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
  ): Promise<HttpResponse> {
    const body = await readBody(request.body, runtimeBodyLimit);
    const caller = authenticate(request, parsed, body, 403);
    const name = /^\/endpoints\/([^/]+)\/invocations$/.exec(request.rawPath)?.[1];
    if (request.method !== 'POST' || name === undefined) throw sandboxGap(`${request.method} ${request.rawPath}`);
    authorize(caller, 'InvokeEndpoint', { EndpointName: decodeURIComponent(name) }, 403);
    if (isThrottled('InvokeEndpoint')) throw throttlingException();
    return invokeEndpoint({ ...environment, region: caller.region, warmth, latency }, request, body);
  }

  return {
    control: {
      identities: options.identities,
      quotas,
      exhaustedInstanceTypes,
      setInvokeLatency(milliseconds) {
        latency = milliseconds;
      },
      throttleNext: (operation, count) => throttled.set(operation, count),
    },
    async handle(request, signature) {
      const isRuntime = request.headers['x-amz-target'] === undefined;
      const response = await (isRuntime ? runInvocation : runOperation)(request, signature).catch((error: unknown) => {
        if (error instanceof SageMakerError) return (isRuntime ? toRuntimeErrorResponse : toErrorResponse)(error);
        throw error;
      });
      return { ...response, headers: { ...response.headers, 'x-amzn-RequestId': randomUUID() } };
    },
    async stop() {
      await Promise.all([trainings.stop(), transforms.stop()]);
      await state.settle();
    },
  };
}

/** Restarts trainings and transforms that an earlier run did not finish: their progress was not stored. */
function resumeJobs({ state, trainings, transforms, clock, timings }: SageMakerEnvironment): void {
  for (const { jobs, transformJobs } of state.all()) {
    for (const job of transformJobs.values()) {
      const isWaiting = job.processedAt === undefined;
      if (isWaiting && measureTransform(job, clock.now(), timings).status === 'InProgress') transforms.start(job);
    }
    for (const job of jobs.values()) {
      const isDone = job.training.finishedAt !== undefined || job.training.failure !== undefined;
      if (!isDone && measureProgress(job, clock.now(), timings).status === 'InProgress') trainings.start(job);
    }
  }
}

/** Every possible Region has its own SageMaker with its own state. */
function checkRegion(region: string): void {
  if (/^[a-z]{2,4}(?:-[a-z]+)+-\d+$/.test(region)) return;
  throw new SageMakerError(
    'InvalidSignatureException',
    `Credential should be scoped to a valid region, not '${region}'.`,
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new SageMakerError('SerializationException', 'The request body is not valid JSON.');
  }
}

/** Dates are sent as seconds, with milliseconds as decimals. */
function makeJsonResponse(output: unknown): HttpResponse {
  const text = JSON.stringify(output, function (this: Record<string, unknown>, key, value) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
  return { status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: text };
}
