import { createServer, request as sendRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A name that only the proxy can resolve, as in a network without DNS for the internet. */
export const internalHost = 'aws.corp.test';

export interface CorporateProxyOptions {
  /** `user:password`, which the proxy then requires. */
  readonly login?: string;
  /** Answers every request with this status. */
  readonly refuses?: number;
  /** Accepts connections and never answers. */
  readonly hangs?: boolean;
  /** The port of this machine that tunnels to port 443 of any host end at, such as that of a TLS server that simulates AWS. */
  readonly tlsPort?: number;
}

/** A forward proxy for HTTP and HTTPS that resolves every name to this machine. */
export interface CorporateProxy {
  readonly port: number;
  /** Requests that went through, such as `CONNECT aws.corp.test:443` or `POST http://aws.corp.test:8080/`. */
  readonly requests: readonly string[];
  /** Changes what the proxy does with later requests. */
  change(options: CorporateProxyOptions): void;
  /** How many connections are open. */
  countConnections(): number;
  stop(): Promise<void>;
}

export async function startCorporateProxy(options: CorporateProxyOptions): Promise<CorporateProxy> {
  let behavior = options;
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const findRefusal = (authorization: string | undefined) => {
    const { login, refuses } = behavior;
    const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    return expected !== undefined && authorization !== expected ? 407 : refuses;
  };
  const server = createServer((request, response) => {
    if (behavior.hangs === true) {
      return;
    }
    const { method, url = '', headers } = request;
    const refusal = findRefusal(headers['proxy-authorization']);
    if (refusal !== undefined) {
      request.resume();
      response.writeHead(refusal, { 'proxy-authenticate': 'Basic realm="corp"' }).end('<html>refused</html>');
      return;
    }
    requests.push(`${method} ${url}`);
    const { port, pathname, search } = new URL(url);
    const { 'proxy-authorization': _login, 'proxy-connection': _connection, ...passed } = headers;
    const target = { host: '127.0.0.1', port, method, path: `${pathname}${search}`, headers: passed };
    const upstream = sendRequest(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.writeHead(502).end());
    request.pipe(upstream);
  });
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    if (behavior.hangs === true) {
      // notice when the client gives up
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    const refusal = findRefusal(headers['proxy-authorization']);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    requests.push(`CONNECT ${url}`);
    const port = Number(url.split(':').at(-1));
    const upstream = connect(port === 443 ? (behavior.tlsPort ?? port) : port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    change: (changed) => {
      behavior = changed;
    },
    countConnections: () => sockets.size,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => resolve());
      }),
  };
}
