/**
 * SageMaker: Autopilot jobs, models, endpoints and the runtime, for one account, with every Region apart as in AWS.
 *
 * Mirrored: the operations of operations/index.ts and InvokeEndpoint; required members, lengths, patterns, enums and numbers of the service model with
 * AWS's `N validation errors detected: Value '…' at '…' failed to satisfy constraint: …`; rules between members (problem type and objective, sample
 * weights, deployment, data split, serverless); names unique whatever their case, those of jobs never freed; V2 reading V1's jobs and not the other
 * way; the phases of a job (automl-job/progress.ts) and of an endpoint (endpoint/progress.ts); limits on candidates and run time; failures for the
 * data's sake; tags; quotas; throttling, and instances that cannot be had, where a test asks for it. Endpoints predict with the archive that CreateModel names, answer by the three
 * SAGEMAKER_INFERENCE_ variables of the containers, check the number of columns, drop rows without a target as tuned models do, and keep to 6 MiB, or
 * 4 MiB where they are serverless.
 *
 * Missing, refused by name: time series, text, image and LLM jobs; Parquet and a validation channel; FeatureSpecificationS3Uri; AlgorithmsConfig;
 * ModelDeployConfig; every member that model/*.ts marks as a gap; every other operation of SageMaker (batch transform, async and streaming inference,
 * autoscaling, …). Accepted without effect: VPC and KMS settings, MaxRuntimePerTrainingJobInSeconds, network isolation, the execution role's rights,
 * ProvisionedConcurrency.
 *
 * Different by design: what takes AWS minutes takes seconds (AwsTimings); models are small ones of our own (sandbox/automl), so that container images
 * are only names and a `model.tar.gz` holds `model.json`, in a pipeline that of its second container; feature importances are by permutation, in the
 * file where Clarify has its SHAP values; any well-formed role of the account can be assumed; candidates show when they are trained, never as pending;
 * every Region's SageMaker answers at the one address, by the signature's Region.
 *
 * Not known of AWS and chosen here: the order of statuses in ENSEMBLING; MaxCandidatesReached as the last secondary status where that limit was set and
 * reached; the wording for jobs that are missing or are stopped when they have ended; a role that cannot be assumed refused at creation; changes of an
 * endpoint that is being changed refused, deletion too; the column check of an ensemble (as a tuned model's, without taking a target); an answer above
 * the limit as a ModelError of status 413.
 */
import { randomUUID } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, readBody } from '../http.js';
import { type Credentials, type ParsedSignature, sha256, verifySignature } from '../signature.js';
import type { AwsControl, AwsQuotas, MetricSpelling } from '../types.js';
import { measureProgress } from './automl-job/progress.js';
import type { SageMakerEnvironment } from './context.js';
import { LoadedModels } from './endpoint/loaded-models.js';
import {
  answerError,
  answerRuntimeError,
  missingInSandbox,
  SageMakerError,
  signatureError,
  throttlingException,
} from './errors.js';
import { operations } from './operations/index.js';
import { invokeEndpoint } from './runtime/invoke-endpoint.js';
import { ServerlessWarmth } from './runtime/serverless-warmth.js';
import { SageMakerState } from './state.js';
import { TrainingRunner } from './training-runner.js';

export interface SageMaker {
  readonly control: AwsControl;
  handle(request: HttpRequest, signature: ParsedSignature | 'malformed' | undefined): Promise<HttpAnswer>;
  stop(): Promise<void>;
}

type Options = Omit<
  SageMakerEnvironment,
  'quotas' | 'exhaustedInstanceTypes' | 'metricSpelling' | 'state' | 'trainings' | 'models'
> & {
  readonly credentials: Credentials;
  /** Where the state is kept; absent = nowhere. */
  readonly folder?: string;
};

/** Requests of the control plane are small; AWS's own limit is not documented. */
const bodyLimit = 1024 * 1024;

/** Bodies of the runtime are read up to here, so that it can say how large they may be. */
const runtimeBodyLimit = 64 * 1024 * 1024;

export async function makeSageMaker(options: Options): Promise<SageMaker> {
  const state = await SageMakerState.open(options.folder);
  const trainings = new TrainingRunner(options, () => state.save());
  const quotas: AwsQuotas = {
    automlJobs: Number.POSITIVE_INFINITY,
    instances: new Map(),
    defaultInstances: 20,
    serverlessEndpoints: 50,
    serverlessConcurrency: 1000,
  };
  const exhaustedInstanceTypes = new Set<string>();
  const metricSpelling: MetricSpelling = { isOlder: false };
  const environment: SageMakerEnvironment = {
    ...options,
    state,
    trainings,
    quotas,
    exhaustedInstanceTypes,
    metricSpelling,
    models: new LoadedModels(options.store),
  };
  const warmth = new ServerlessWarmth(options.timings);
  let latency = options.timings.invokeLatency;
  const throttled = new Map<string, number>();
  resumeTrainings(environment);

  /** True while a test has throttled the operation. */
  function isThrottled(operation: string): boolean {
    const left = throttled.get(operation) ?? 0;
    if (left > 0) throttled.set(operation, left - 1);
    return left > 0;
  }

  /** @param status what the service answers an unusable signature with */
  function authenticate(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
    body: Buffer,
    status: number,
  ) {
    if (parsed === undefined || parsed === 'malformed') throw signatureError({ kind: parsed ?? 'missing' }, status);
    const payloadHash =
      request.headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD' ? 'UNSIGNED-PAYLOAD' : sha256(body);
    const signature = verifySignature(request, parsed, options.credentials, payloadHash);
    if ('kind' in signature) throw signatureError(signature, status);
    checkRegion(parsed.region);
    return state.ofRegion(parsed.region);
  }

  async function runOperation(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
  ): Promise<HttpAnswer> {
    const body = await readBody(request.body, bodyLimit);
    const region = authenticate(request, parsed, body, 400);
    const name = request.headers['x-amz-target']?.replace(/^SageMaker\./, '') ?? '';
    const run = operations[name];
    if (!run) {
      throw new SageMakerError(
        'UnknownOperationException',
        `The sandbox's SageMaker does not have the operation '${name}'.`,
      );
    }
    if (isThrottled(name)) throw throttlingException();
    return answerJson(await run({ ...environment, region }, parseJson(body)));
  }

  async function runInvocation(
    request: HttpRequest,
    parsed: ParsedSignature | 'malformed' | undefined,
  ): Promise<HttpAnswer> {
    const body = await readBody(request.body, runtimeBodyLimit);
    const region = authenticate(request, parsed, body, 403);
    if (request.method !== 'POST' || !/^\/endpoints\/[^/]+\/invocations$/.test(request.rawPath)) {
      throw missingInSandbox(`${request.method} ${request.rawPath}`);
    }
    if (isThrottled('InvokeEndpoint')) throw throttlingException();
    return invokeEndpoint({ ...environment, region, warmth, latency }, request, body);
  }

  return {
    control: {
      quotas,
      exhaustedInstanceTypes,
      metricSpelling,
      setInvokeLatency(milliseconds) {
        latency = milliseconds;
      },
      throttleNext: (operation, count) => throttled.set(operation, count),
    },
    async handle(request, signature) {
      const isRuntime = request.headers['x-amz-target'] === undefined;
      const answer = await (isRuntime ? runInvocation : runOperation)(request, signature).catch((error: unknown) => {
        if (error instanceof SageMakerError) return (isRuntime ? answerRuntimeError : answerError)(error);
        throw error;
      });
      return { ...answer, headers: { ...answer.headers, 'x-amzn-RequestId': randomUUID() } };
    },
    async stop() {
      await trainings.stop();
      await state.settle();
    },
  };
}

/** Trainings that an earlier run left unfinished begin anew: nothing of them was kept. */
function resumeTrainings({ state, trainings, clock, timings }: SageMakerEnvironment): void {
  for (const { jobs } of state.all()) {
    for (const job of jobs.values()) {
      const isDone = job.training.finishedAt !== undefined || job.training.failure !== undefined;
      if (!isDone && measureProgress(job, clock.now(), timings).status === 'InProgress') trainings.start(job);
    }
  }
}

/** Every Region that could be one has a SageMaker here, each with a state of its own. */
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

/** Dates are seconds on the wire, with milliseconds after the point. */
function answerJson(output: unknown): HttpAnswer {
  const text = JSON.stringify(output, function (this: Record<string, unknown>, key, value) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : value;
  });
  return { status: 200, headers: { 'Content-Type': 'application/x-amz-json-1.1' }, body: text };
}
