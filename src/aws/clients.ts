import { setMaxListeners } from 'node:events';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** Maximum number of parallel calls: enough to hide network latency, few enough to avoid throttling. */
export const maxParallelCalls = 8;

const connectionTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;

/** Which AWS account and Region to call, with which keys. */
export interface AwsTarget {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Set for temporary credentials. */
  readonly sessionToken?: string;
  /** Replaces the public endpoints of AWS, for example by a VPC endpoint or the sandbox. */
  readonly endpointUrl?: string;
}

/**
 * @param signal aborts every call of the client
 * @param options.followsBucket follow redirects to the Region of a bucket
 */
export function makeS3Client(
  target: AwsTarget,
  signal: AbortSignal,
  options: { readonly followsBucket?: boolean | undefined } = {},
): S3Client {
  const client = new S3Client({
    ...makeSettings(target),
    // a custom endpoint has one host name for all buckets
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

/** Adds the signal to every request, so that callers need not pass it. */
function abortCalls({ config: { requestHandler } }: S3Client | SageMakerClient, signal: AbortSignal): void {
  // every running call adds a listener
  setMaxListeners(0, signal);
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options = {}) => {
    if (isDeletion(request)) {
      return handle(request, options);
    }
    const callSignal = 'abortSignal' in options ? options.abortSignal : undefined;
    const abortSignal = callSignal instanceof AbortSignal ? AbortSignal.any([signal, callSignal]) : signal;
    return handle(request, { ...options, abortSignal });
  };
}

/**
 * Deletions are not aborted, so that sme can report reliably what was deleted. They are limited by the timeouts and by the timer that
 * ends an interrupted command.
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

/** On Node 20, the SDK warns that its later versions require a later Node. Its version is pinned, so the warning does not apply. */
export function disableSdkWarnings(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

function makeSettings(target: AwsTarget) {
  disableSdkWarnings();
  const { region, accessKeyId, secretAccessKey, sessionToken, endpointUrl } = target;
  return {
    region,
    // a large upload takes long but never pauses, so limit the idle time of the socket
    requestHandler: { connectionTimeout: connectionTimeoutMs, socketTimeout: idleTimeoutMs },
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}
