import { setMaxListeners } from 'node:events';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { describeThrown, makeError } from '../errors/user-error.js';
import { checkEndpointVariables } from './endpoint-variables.js';
import { explainTimeout, makeAgents, type OnProxyFailure, readProxyFailure } from './proxy-agents.js';

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
  /** A profile of the AWS CLI, which may set FIPS or dual-stack endpoints. */
  readonly profile?: string;
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
  client.middlewareStack.add((next) => (input) => explainExpiry(next(input)), { name: 'explainExpiry' });
  abortCalls(client, signal);
  return client;
}

/** @param signal aborts every call of the client */
export function makeSageMakerClient(target: AwsTarget, signal: AbortSignal): SageMakerClient {
  const client = new SageMakerClient(makeSettings(target));
  client.middlewareStack.add((next) => (input) => explainExpiry(next(input)), { name: 'explainExpiry' });
  abortCalls(client, signal);
  return client;
}

/** @param signal aborts every call of the client */
export function makeStsClient(target: AwsTarget, signal: AbortSignal): STSClient {
  const client = new STSClient(makeSettings(target));
  client.middlewareStack.add((next) => (input) => explainExpiry(next(input)), { name: 'explainExpiry' });
  abortCalls(client, signal);
  return client;
}

/** Adds the signal to every request, so that callers need not pass it, and explains failures of the network and of expired keys. */
function abortCalls(client: S3Client | SageMakerClient | STSClient, signal: AbortSignal): void {
  const { requestHandler } = client.config;
  // every running call adds a listener
  setMaxListeners(0, signal);
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options = {}) => {
    const callSignal = 'abortSignal' in options ? options.abortSignal : undefined;
    const abortSignal = callSignal instanceof AbortSignal ? AbortSignal.any([signal, callSignal]) : signal;
    const { protocol, hostname, port } = request;
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
    try {
      const result = await handle(request, isDeletion(request) ? options : { ...options, abortSignal });
      const failure = readProxyFailure(url, result.response);
      if (failure !== undefined) {
        throw failure;
      }
      return result;
    } catch (thrown) {
      if (isUntrusted(thrown)) {
        throw makeError('E-SME-462', { host: url.host, reason: describeThrown(thrown) });
      }
      throw explainTimeout(url, thrown) ?? thrown;
    }
  };
}

/** Node's codes for a certificate chain that ends with an unknown CA. */
const untrustedCodes = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const isUntrusted = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && untrustedCodes.includes(String(thrown.code));

const expiredTokenNames = ['ExpiredToken', 'ExpiredTokenException'];

/** Replaces the error of an expired session token, in the same way for every client and call. */
async function explainExpiry<Output>(call: Promise<Output>): Promise<Output> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof Error && expiredTokenNames.includes(thrown.name)) {
      throw makeError('E-SME-467', { reason: describeThrown(thrown) });
    }
    throw thrown;
  }
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

/** Options of the SDK's HTTP client: timeouts, and agents that use the proxies of the environment. */
export function makeRequestHandlerOptions(onProxyFailure?: OnProxyFailure) {
  // a large upload takes long but never pauses, so limit the idle time of the socket
  return { connectionTimeout: connectionTimeoutMs, socketTimeout: idleTimeoutMs, ...makeAgents(onProxyFailure) };
}

function makeSettings(target: AwsTarget) {
  disableSdkWarnings();
  checkEndpointVariables(target.endpointUrl);
  const { region, accessKeyId, secretAccessKey, sessionToken, profile, endpointUrl } = target;
  return {
    region,
    requestHandler: makeRequestHandlerOptions(),
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}
