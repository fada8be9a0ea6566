import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward, nameCall } from './aws-calls.js';

/** A proxy between a database and AWS that holds calls, so that sessions meet at the point that a test chooses. */
export interface HoldingProxy {
  readonly url: string;
  /** All calls that arrived, such as `CreateEndpoint`. */
  readonly calls: readonly string[];
  /** Holds the next call of a name, such as `CreateEndpoint` or `POST /endpoints/churn/invocations`, or one that a pattern fits, before it reaches AWS. */
  hold(name: string | RegExp): HeldCall;
  stop(): Promise<void>;
}

export interface HeldCall {
  /** Resolves when the call arrives. */
  readonly reached: Promise<void>;
  /** Lets the call continue. */
  release(): void;
}

interface Gate {
  readonly name: string | RegExp;
  readonly reach: () => void;
  readonly released: Promise<void>;
}

export async function startHoldingProxy(upstream: string): Promise<HoldingProxy> {
  const gates: Gate[] = [];
  const calls: string[] = [];

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of incoming) body.push(chunk);
    const call = nameCall(incoming);
    calls.push(call);
    const at = gates.findIndex(({ name }) => (typeof name === 'string' ? name === call : name.test(call)));
    if (at >= 0) {
      const [gate] = gates.splice(at, 1);
      gate?.reach();
      await gate?.released;
    }
    const answer = await forward(upstream, incoming, Buffer.concat(body));
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    hold(name) {
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const reached = new Promise<void>((reach) => void gates.push({ name, reach, released }));
      return { reached, release };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
