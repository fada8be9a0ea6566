import { setMaxListeners } from 'node:events';
import { type ClientRequest, Agent as HttpAgent, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIPv6, type Socket } from 'node:net';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { describeThrown, makeError, UserError } from '../errors/user-error.js';
import { findProxy, showProxy } from './find-proxy.js';

/** Less than the connection timeout of the AWS clients, whose error does not name the proxy. */
const proxyTimeoutMs = 9000;
const pool = { keepAlive: true, maxSockets: 50 } as const;

type ProxyAgentOptions = typeof pool & { readonly signal: AbortSignal };

declare module 'node:http' {
  interface Agent {
    /** Takes over a request. The types of Node do not declare it; agents that delegate to another one depend on it. */
    addRequest(request: ClientRequest, options: RequestOptions): void;
  }
}

/** Receives the failure of a proxy. Some callers of the SDK see only its text. */
export type OnProxyFailure = (failure: UserError) => void;

/** The agents for HTTP and HTTPS of one client. Each request goes through the proxy that the environment has for its host. */
export function makeAgents(onFailure: OnProxyFailure = () => {}): {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
} {
  return { httpAgent: new RoutingHttpAgent(onFailure), httpsAgent: new RoutingHttpsAgent(onFailure) };
}

/** The proxies of one agent. They end together. */
class Proxies<Agent extends HttpAgent> {
  readonly #agents = new Map<string, Agent>();
  readonly #end = new AbortController();
  readonly #makeAgent: (proxy: URL, signal: AbortSignal) => Agent;

  constructor(makeAgent: (proxy: URL, signal: AbortSignal) => Agent) {
    this.#makeAgent = makeAgent;
    // every open connection adds a listener
    setMaxListeners(0, this.#end.signal);
  }

  find(proxy: URL): Agent {
    const agent = this.#agents.get(proxy.href) ?? this.#makeAgent(proxy, this.#end.signal);
    this.#agents.set(proxy.href, agent);
    return agent;
  }

  destroy(): void {
    this.#end.abort();
    for (const agent of this.#agents.values()) {
      agent.destroy();
    }
  }
}

class RoutingHttpAgent extends HttpAgent {
  readonly #proxies: Proxies<Forwarding>;

  constructor(onFailure: OnProxyFailure) {
    super(pool);
    this.#proxies = new Proxies((proxy, signal) => new Forwarding(proxy, { ...pool, signal }, onFailure));
  }

  override addRequest(request: ClientRequest, options: RequestOptions): void {
    const proxy = findProxy(readOrigin('http:', options));
    if (proxy === undefined) {
      super.addRequest(request, options);
    } else {
      const agent: HttpAgent = this.#proxies.find(proxy);
      agent.addRequest(request, Object.assign(options, { secureEndpoint: false }));
    }
  }

  override destroy(): void {
    this.#proxies.destroy();
    super.destroy();
  }
}

class RoutingHttpsAgent extends HttpsAgent {
  readonly #proxies: Proxies<Tunnel>;

  constructor(onFailure: OnProxyFailure) {
    super(pool);
    this.#proxies = new Proxies((proxy, signal) => new Tunnel(proxy, { ...pool, signal }, onFailure));
  }

  override addRequest(request: ClientRequest, options: RequestOptions): void {
    const proxy = findProxy(readOrigin('https:', options));
    if (proxy === undefined) {
      super.addRequest(request, options);
    } else {
      this.#proxies.find(proxy).addRequest(request, Object.assign(options, { secureEndpoint: true }));
    }
  }

  override destroy(): void {
    this.#proxies.destroy();
    super.destroy();
  }
}

function readOrigin(protocol: string, { host, port }: RequestOptions): URL {
  const name = host ?? 'localhost';
  return new URL(`${protocol}//${isIPv6(name) ? `[${name}]` : name}${port ? `:${port}` : ''}`);
}

/** Sends plain HTTP through a proxy. `readProxyFailure` recognizes its refusals, which look like responses of the server. */
class Forwarding extends HttpProxyAgent<string> {
  readonly #onFailure: OnProxyFailure;

  constructor(proxy: URL, options: ProxyAgentOptions, onFailure: OnProxyFailure) {
    super(proxy.href, options);
    this.#onFailure = onFailure;
  }

  override async connect(...[request, options]: Parameters<HttpProxyAgent<string>['connect']>): Promise<Socket> {
    const connecting = limit(super.connect(request, options), this.proxy, String(options.host));
    return (await report(connecting, this.#onFailure)) as Socket;
  }
}

/** Sends HTTPS through a tunnel of a proxy. */
class Tunnel extends HttpsProxyAgent<string> {
  readonly #onFailure: OnProxyFailure;

  constructor(proxy: URL, options: ProxyAgentOptions, onFailure: OnProxyFailure) {
    super(proxy.href, options);
    this.#onFailure = onFailure;
  }

  override async connect(...parameters: Parameters<HttpsProxyAgent<string>['connect']>): Promise<Socket> {
    return await report(this.#openTunnel(...parameters), this.#onFailure);
  }

  async #openTunnel(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>): Promise<Socket> {
    const target = `${options.host}:${options.port}`;
    let status: number | undefined;
    request.once('proxyConnect', (response: { readonly statusCode: number }) => {
      status = response.statusCode;
    });
    const socket = await limit(super.connect(request, options), this.proxy, target);
    if (status !== 200) {
      throw describeRefusal(this.proxy, target, status ?? 0);
    }
    return socket;
  }
}

/** Reports the failure of a proxy to its observer, too. */
async function report<Result>(connecting: Promise<Result>, onFailure: OnProxyFailure): Promise<Result> {
  try {
    return await connecting;
  } catch (thrown) {
    if (thrown instanceof UserError) {
      onFailure(thrown);
    }
    throw thrown;
  }
}

/** Limits the time for connecting, and names the proxy in errors. */
async function limit<Result>(connecting: Promise<Result>, proxy: URL, host: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(makeProxyError(proxy, host, `it did not answer within ${proxyTimeoutMs / 1000} s`, checkAddress));
    }, proxyTimeoutMs);
  });
  try {
    return await Promise.race([connecting, timeout]);
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : makeProxyError(proxy, host, describeThrown(thrown), checkAddress);
  } finally {
    clearTimeout(timer);
  }
}

const checkAddress = 'Check HTTPS_PROXY and HTTP_PROXY, or exclude the host with NO_PROXY.';

/**
 * Recognizes the refusal of a proxy among the responses to plain HTTP requests: AWS never requires a login to a proxy, and its responses
 * have a request ID or contain XML or JSON.
 */
export function readProxyFailure(
  url: URL,
  { statusCode, headers }: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> },
): UserError | undefined {
  const isFromAws = Object.entries(headers).some(
    ([name, value]) =>
      /^x-amzn?-/i.test(name) || (name.toLowerCase() === 'content-type' && /\b(xml|json|x-amz-json)/i.test(value)),
  );
  const isRefusal = statusCode === 407 || ([403, 502, 503, 504].includes(statusCode) && !isFromAws);
  const proxy = isRefusal && url.protocol === 'http:' ? findProxy(url) : undefined;
  return proxy && describeRefusal(proxy, url.host, statusCode);
}

/**
 * Names the proxy of a plain HTTP request that timed out; the SDK would also repeat the request. A tunnel for HTTPS has a time limit of its
 * own, and a later timeout is not the fault of the proxy.
 */
export function explainTimeout(url: URL, thrown: unknown): UserError | undefined {
  const isTimeout = thrown instanceof Error && thrown.name === 'TimeoutError';
  const proxy = isTimeout && url.protocol === 'http:' ? findProxy(url) : undefined;
  return proxy && makeProxyError(proxy, url.host, 'it did not answer in time', checkAddress);
}

function describeRefusal(proxy: URL, host: string, status: number): UserError {
  switch (status) {
    case 407:
      return proxy.username === ''
        ? makeProxyError(
            proxy,
            host,
            'it requires a login (HTTP 407)',
            'Put the login into HTTPS_PROXY and HTTP_PROXY: http://<user>:<password>@<host>:<port> (percent-encoded).',
          )
        : makeProxyError(
            proxy,
            host,
            'it rejects the login (HTTP 407)',
            'Correct the user and password in HTTPS_PROXY and HTTP_PROXY. Special characters must be percent-encoded.',
          );
    case 403:
      return makeProxyError(
        proxy,
        host,
        'it refuses the host (HTTP 403)',
        `Ask its administrator to allow ${host}, or exclude it with NO_PROXY.`,
      );
    default:
      return makeProxyError(
        proxy,
        host,
        `it answers with HTTP ${status}`,
        'Ask the administrator of the proxy whether it can reach the host.',
      );
  }
}

function makeProxyError(proxy: URL, host: string, reason: string, fix: string): UserError {
  return makeError('E-SME-460', { proxy: showProxy(proxy), host, reason, fix });
}
