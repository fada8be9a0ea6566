import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward, nameCall } from './aws-calls.js';

/** A proxy between a database and AWS that cuts the connection at a call that a test chooses. */
export interface CuttingProxy {
  readonly url: string;
  /** Calls since the last `arm`, such as `CreateModel` or `GET /bucket`. */
  readonly calls: readonly string[];
  /**
   * Forwards all calls up to the n-th from now, counted from 1. Before that call reaches AWS, or when its response has arrived but is not
   * yet forwarded, calls `onCut`; neither that call nor a later one gets a response. Without arguments, forwards all calls.
   */
  arm(cut?: { readonly call: number; readonly when: When; readonly onCut: () => void }): void;
  /** Resolves when the client of the cut call has disconnected. */
  readonly abandoned: Promise<void>;
  stop(): Promise<void>;
}

export type When = 'before' | 'after';

export async function startCuttingProxy(upstream: string): Promise<CuttingProxy> {
  let calls: string[] = [];
  let cut: Parameters<CuttingProxy['arm']>[0];
  let isCut = false;
  let giveUp = () => {};
  let abandoned = new Promise<void>((resolve) => {
    giveUp = resolve;
  });

  /** Does not respond to the call until its client has disconnected. */
  function strand(response: ServerResponse): void {
    isCut = true;
    response.on('close', giveUp);
    cut?.onCut();
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of incoming) body.push(chunk);
    if (isCut) {
      incoming.socket.destroy();
      return;
    }
    calls.push(nameCall(incoming));
    const when = calls.length === cut?.call ? cut.when : undefined;
    if (when === 'before') {
      strand(response);
      return;
    }
    const answer = await forward(upstream, incoming, Buffer.concat(body));
    if (when === 'after') {
      strand(response);
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    get abandoned() {
      return abandoned;
    },
    arm(next) {
      [calls, cut, isCut] = [[], next, false];
      abandoned = new Promise((resolve) => {
        giveUp = resolve;
      });
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
