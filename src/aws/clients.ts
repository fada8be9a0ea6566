import { setMaxListeners } from 'node:events';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** How many calls run at once: enough to hide the network's latency, too few to be throttled. */
export const maxParallelCalls = 8;

const connectionTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

/** Which AWS account and Region to call, and where. */
export interface AwsTarget {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  /** Instead of AWS's own endpoints: a stand-in, or a VPC endpoint. */
  readonly endpointUrl?: string;
}

/**
 * @param signal aborts every call of the client
 * @param options.followsBucket go to the Region that a bucket is in, where it is not the one of the target
 */
export function makeS3Client(
  target: AwsTarget,
  signal: AbortSignal,
  options: { readonly followsBucket?: boolean | undefined } = {},
): S3Client {
  const client = new S3Client({
    ...makeSettings(target),
    // A stand-in has one host name for all buckets.
    forcePathStyle: target.endpointUrl !== undefined,
    followRegionRedirects: options.followsBucket === true,
  });
  abortCalls(client, signal);
  return client;
}

/** @param signal aborts every call of the client */
export function makeSageMakerClient(target: AwsTarget, signal: AbortSignal): SageMakerClient {
  const client = new SageMakerClient(makeSettings(target));
  abortCalls(client, signal);
  return client;
}

/** Adds the signal to every request, so that no call can forget it. */
function abortCalls({ config: { requestHandler } }: S3Client | SageMakerClient, signal: AbortSignal): void {
  // each call listens while it runs, and many run at once
  setMaxListeners(0, signal);
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options = {}) => {
    if (isDeletion(request)) {
      return handle(request, options);
    }
    const own = 'abortSignal' in options ? options.abortSignal : undefined;
    const both = own instanceof AbortSignal ? AbortSignal.any([signal, own]) : signal;
    return handle(request, { ...options, abortSignal: both });
  };
}

/**
 * A deletion that was sent runs to its end, so that what is reported as deleted is deleted: the time-outs bound it, and so does the
 * timer that ends an interrupted command.
 */
function isDeletion({
  method,
  query,
  headers,
}: {
  method: string;
  query?: object;
  headers: Record<string, string>;
}): boolean {
  const operation = headers['x-amz-target'] ?? '';
  return method === 'DELETE' || 'delete' in (query ?? {}) || operation.includes('.Delete');
}

/** The SDK warns on Node 20 about its own future versions; ours is pinned. */
export function quietenSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

function makeSettings(target: AwsTarget) {
  quietenSdk();
  const { region, accessKeyId, secretAccessKey, sessionToken, endpointUrl } = target;
  return {
    region,
    // a large upload takes long, but something moves all the time: the socket's idle time is what counts
    requestHandler: { connectionTimeout: connectionTimeoutMs, socketTimeout: idleTimeoutMs },
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}
