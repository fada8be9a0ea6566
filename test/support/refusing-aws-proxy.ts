import { createServer, type IncomingMessage, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of an AWS endpoint that refuses chosen calls, as a policy that denies them does. */
export interface RefusingAwsProxy {
  readonly url: string;
  /** `DeleteModel`, or `POST /bucket?delete` and other calls of S3 by method and the beginning of their path. */
  refuse(...calls: readonly string[]): void;
  /** Called before a call is passed on. */
  onCall: (call: string) => void | Promise<void>;
  stop(): Promise<void>;
}

const denied = (call: string) => `User: arn:aws:iam::123456789012:user/ops is not authorized to perform: ${call}`;

/** @param target URL of the endpoint, plain HTTP. Requests pass unchanged, including the signed Host header. */
export async function startRefusingAwsProxy(target: string): Promise<RefusingAwsProxy> {
  const { hostname, port } = new URL(target);
  let refused: readonly string[] = [];
  const proxy = { onCall: (_call: string): void | Promise<void> => undefined };
  const server = createServer(async (request, response) => {
    const call = nameCall(request);
    await proxy.onCall(call);
    const rule = refused.find((start) => call.startsWith(start));
    if (rule !== undefined) {
      request.resume();
      const isS3 = call.includes(' ');
      const body = isS3
        ? `<Error><Code>AccessDenied</Code><Message>${denied(call)}</Message></Error>`
        : JSON.stringify({ __type: 'AccessDeniedException', message: denied(call) });
      response.writeHead(isS3 ? 403 : 400, { 'content-type': isS3 ? 'application/xml' : 'application/x-amz-json-1.1' });
      response.end(body);
      return;
    }
    const { method, url: path, headers } = request;
    const upstream = sendRequest({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', (error) => response.destroy(error));
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (...calls: readonly string[]) => {
      refused = calls;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

function nameCall({ headers, method, url }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string' ? target.replace(/^SageMaker\./, '') : `${method} ${url}`;
}
