import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { defaultBehaviours } from '../behaviours.js';
import { acceptConnect } from './connect-proxy.js';
import { BodyTooLargeError, type HttpRequest, type HttpResponse, readRequest, sendResponse } from './http.js';
import { iam } from './iam/index.js';
import { Identities } from './identities.js';
import { handleQuery, type QueryService } from './query-protocol.js';
import type { RequiredKmsKey } from './s3/encryption.js';
import { makeS3Service } from './s3/index.js';
import { ObjectStore } from './s3/store.js';
import { makeSageMaker } from './sagemaker/index.js';
import { handleServiceQuotas } from './service-quotas.js';
import { parseSignature } from './signature.js';
import { sts } from './sts.js';
import { type AwsServer, type AwsServerOptions, defaultTimings } from './types.js';
import { makeUnknownServiceResponse } from './unknown-service.js';

/**
 * S3, SageMaker (control plane and runtime), STS, IAM and Service Quotas on one loopback port, for one account.
 * The scope of the signature determines the service, because every AWS client signs its requests.
 *
 * @throws if the port is in use or `dataDir` cannot be used
 */
export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-aws-')));
  const identities = new Identities(options.accountId, {
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
  });
  const roleName = /:role\/(.+)$/.exec(options.roleArn)?.[1];
  if (roleName !== undefined) identities.addRole({ name: roleName, services: ['sagemaker.amazonaws.com'] });
  const store = await ObjectStore.open(join(folder, 's3'), () => options.clock.now());
  if (!store.buckets.has(options.bucket)) await store.createBucket(options.bucket, options.region);
  const requiredKmsKeys = new Map<string, RequiredKmsKey>();
  const s3 = makeS3Service({ store, identities, requiredKmsKeys, region: options.region });
  const sagemaker = await makeSageMaker({
    store,
    identities,
    accountId: options.accountId,
    clock: options.clock,
    log: options.log,
    timings: { ...defaultTimings, ...options.timings },
    behaviours: options.behaviours ?? defaultBehaviours,
    ...(options.dataDir === undefined ? {} : { folder: join(folder, 'sagemaker') }),
  });

  async function route(request: HttpRequest): Promise<HttpResponse> {
    const signature = parseSignature(request);
    const service = signature === undefined || signature === 'malformed' ? guessService(request) : signature.service;
    if (service === 'sagemaker') return sagemaker.handle(request, signature);
    if (service === 's3') return s3.handle(request, signature);
    if (signature !== undefined && signature !== 'malformed') {
      const { accountId } = options;
      const queryService = queryServices[service];
      if (queryService !== undefined) return handleQuery(request, signature, { identities, accountId }, queryService);
      if (service === 'servicequotas') {
        return handleServiceQuotas(request, signature, { identities, accountId, quotas: sagemaker.control.quotas });
      }
    }
    return makeUnknownServiceResponse(service, request);
  }

  async function handleMessage(message: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const request = readRequest(message);
      const result = await route(request);
      options.log.debug(`aws: ${request.method} ${request.rawPath} ${result.status}`);
      await sendResponse(response, result, request.method);
    } catch (error) {
      sendFailure(response, error);
    } finally {
      message.resume();
    }
  }

  function sendFailure(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (error instanceof BodyTooLargeError) {
      response.writeHead(413).end(error.message);
      return;
    }
    options.log.warn(`aws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const message = 'Internal error of the sandbox. See its log.';
    response.writeHead(500, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ __type: 'InternalFailure', message }));
  }

  const server = createServer({ noDelay: true, keepAliveTimeout: 75_000, requestTimeout: 0 }, (message, response) => {
    void handleMessage(message, response);
  });
  const caFile = join(folder, 'ca.pem');
  await acceptConnect(server, caFile, options.log);
  const sockets = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  async function cleanUp(): Promise<void> {
    await sagemaker.stop();
    if (options.dataDir === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host, resolve);
    });
  } catch (error) {
    await cleanUp();
    throw error;
  }
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${options.host}:${port}`,
    caFile,
    control: { ...sagemaker.control, requireKms: (bucket, key) => requiredKmsKeys.set(bucket, key) },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // closeAllConnections() does not know the sockets of CONNECT.
      for (const socket of sockets) socket.destroy();
      await closed;
      await cleanUp();
    },
  };
}

/** By their names in signatures. */
const queryServices: Readonly<Record<string, QueryService>> = { sts, iam };

/** Finds the service of a request without a valid signature, so that the error has the format of that service. */
function guessService(request: HttpRequest): string {
  const isSageMaker =
    request.headers['x-amz-target']?.startsWith('SageMaker.') ||
    /^\/endpoints\/[^/]+\/invocations/.test(request.rawPath);
  return isSageMaker ? 'sagemaker' : 's3';
}
