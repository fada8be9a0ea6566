/** InvokeEndpoint: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html */
import type { ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { HttpRequest, HttpResponse } from '../../http.js';
import type { SageMakerEnvironment } from '../context.js';
import { listContainers } from '../endpoint/load-model.js';
import { type EndpointProgress, measureEndpoint } from '../endpoint/progress.js';
import { SageMakerError, sandboxGap } from '../errors.js';
import type { EndpointRecord, RegionState } from '../state.js';
import { makeContainerResponse } from './container-response.js';
import { ContainerError, wrapContainerError } from './model-error.js';
import type { ServerlessWarmth } from './serverless-warmth.js';

/** Maximum bytes of a request and of a response: the limit of the service model, and the documented 4 MB of serverless endpoints. */
const payloadLimits = { realTime: 6 * 1024 * 1024, serverless: 4 * 1024 * 1024 };

/** Timeout of a container. */
const containerTimeout = 60_000;

export interface RuntimeEnvironment extends SageMakerEnvironment {
  readonly region: RegionState;
  readonly warmth: ServerlessWarmth;
  /** Milliseconds. */
  readonly latency: number;
}

const gaps = [
  'target-model',
  'target-container-hostname',
  'inference-component',
  'enable-explanations',
  'session-id',
] as const;

/** @throws SageMakerError with a code of the runtime (ValidationError, ModelError, …) */
export async function invokeEndpoint(
  environment: RuntimeEnvironment,
  request: HttpRequest,
  body: Buffer,
): Promise<HttpResponse> {
  const gap = gaps.find((name) => request.headers[`x-amzn-sagemaker-${name}`] !== undefined);
  if (gap) throw sandboxGap(`the header X-Amzn-SageMaker-${gap}`);
  const name = decodeURIComponent(request.rawPath.split('/')[2] ?? '');
  const { endpoint, progress } = requireServing(environment, name);
  const variant = chooseVariant(progress, request.headers['x-amzn-sagemaker-target-variant'], name);
  const limit = variant.ServerlessConfig ? payloadLimits.serverless : payloadLimits.realTime;
  if (body.length > limit) {
    throw new SageMakerError('413', `HTTP content length exceeded ${limit} bytes.`, 413);
  }
  const endCall = startServerlessCall(environment, endpoint, progress, variant);
  try {
    return await runContainers(environment, { endpoint, progress, variant, request, body, limit });
  } finally {
    endCall();
  }
}

/** The name must have the same case as at creation, although names are unique ignoring case. */
function requireServing({ region, clock, timings, accountId }: RuntimeEnvironment, name: string) {
  const endpoint = region.endpoints.get(name.toLowerCase());
  const progress = endpoint && measureEndpoint(endpoint, clock.now(), timings);
  if (endpoint?.name === name && progress?.serving) return { endpoint, progress };
  throw new SageMakerError('ValidationError', `Endpoint ${name} of account ${accountId} not found.`);
}

function chooseVariant(progress: EndpointProgress, target: string | undefined, name: string): ProductionVariant {
  const variants = progress.serving?.config.ProductionVariants ?? [];
  if (target === undefined) return pickByWeight(variants);
  const variant = variants.find(({ VariantName }) => VariantName === target);
  if (variant) return variant;
  throw new SageMakerError('ValidationError', `Variant ${target} not found for Endpoint ${name}.`);
}

function pickByWeight(variants: readonly ProductionVariant[]): ProductionVariant {
  const total = variants.reduce((sum, { InitialVariantWeight = 1 }) => sum + InitialVariantWeight, 0);
  let left = Math.random() * total;
  for (const variant of variants) {
    left -= variant.InitialVariantWeight ?? 1;
    if (left < 0) return variant;
  }
  const last = variants.at(-1);
  if (!last) throw new Error('The endpoint configuration has no variants.');
  return last;
}

/** Counts the call of a serverless endpoint. @returns a function that must be called when the call ends */
function startServerlessCall(
  { warmth, clock }: RuntimeEnvironment,
  endpoint: EndpointRecord,
  { servingSince }: EndpointProgress,
  { ServerlessConfig }: ProductionVariant,
): () => void {
  if (!ServerlessConfig) return () => undefined;
  const entry = warmth.enter(endpoint.arn, servingSince, ServerlessConfig.MaxConcurrency ?? 1, clock.now());
  if (entry === 'cold') {
    throw new SageMakerError(
      'ModelNotReadyException',
      'The serverless endpoint is not ready to serve yet. Please try again.',
      429,
    );
  }
  // The message is empty in AWS too.
  if (entry === 'busy') throw new SageMakerError('ThrottlingException', '');
  return () => warmth.leave(endpoint.arn);
}

interface Call {
  readonly endpoint: EndpointRecord;
  readonly progress: EndpointProgress;
  readonly variant: ProductionVariant;
  readonly request: HttpRequest;
  readonly body: Buffer;
  readonly limit: number;
}

async function runContainers(environment: RuntimeEnvironment, call: Call): Promise<HttpResponse> {
  const { clock, latency, models, region, accountId } = environment;
  const { endpoint, progress, variant, request, body, limit } = call;
  const model = progress.serving?.models[variant.ModelName ?? ''] ?? { ModelName: variant.ModelName };
  const containers = listContainers(model);
  const container = containers.length > 1 ? 'container-1' : 'primary';
  try {
    if (latency > 0) await clock.sleep(Math.min(latency, containerTimeout));
    if (latency >= containerTimeout) {
      throw new ContainerError(
        0,
        `Your invocation timed out while waiting for a response from container ${container}. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.`,
      );
    }
    const response = await makeContainerResponse(await models.load(model), containers, {
      contentType: request.headers['content-type'] ?? '',
      accept: request.headers['accept'] ?? '',
      body,
    });
    const bytes = Buffer.from(response.body);
    if (bytes.length > limit) {
      throw new ContainerError(413, `The response has ${bytes.length} bytes, more than the limit of ${limit} bytes.`);
    }
    const headers = {
      'Content-Type': response.contentType,
      'x-Amzn-Invoked-Production-Variant': variant.VariantName ?? '',
    };
    return { status: 200, headers, body: bytes };
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    throw wrapContainerError(error, { endpoint: endpoint.name, region: region.region, accountId, container });
  }
}
