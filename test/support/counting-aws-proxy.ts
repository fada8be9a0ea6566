import { createServer, type IncomingMessage, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of an AWS endpoint that counts calls by operation. */
export interface CountingAwsProxy {
  readonly url: string;
  /** Calls since the last read: `ListAutoMLJobs` → 50. Calls of S3 count under their HTTP method. */
  takeCalls(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** @param target URL of the endpoint, plain HTTP. Requests pass unchanged, including the signed Host header. */
export async function startCountingAwsProxy(target: string): Promise<CountingAwsProxy> {
  const { hostname, port } = new URL(target);
  let calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const operation = nameOperation(request);
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const { method, url: path, headers } = request;
    const upstream = sendRequest({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', (error) => response.destroy(error));
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeCalls: () => {
      const taken = Object.fromEntries(calls);
      calls = new Map();
      return taken;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function nameOperation({ headers, method }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.replace(/^SageMaker\./, '') : (method ?? '');
}
