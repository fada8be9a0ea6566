import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP connection to a server that a test can break and restore, as a restart of the server or a bad network does. */
export interface BreakableLine {
  readonly port: number;
  /** Ends all connections; new ones are refused until `restore`. */
  break(): void;
  restore(): void;
  stop(): Promise<void>;
}

export async function openBreakableLine(target: {
  readonly host: string;
  readonly port: number;
}): Promise<BreakableLine> {
  const sockets = new Set<Socket>();
  let isBroken = false;
  const server = createServer((near) => {
    if (isBroken) {
      near.destroy();
      return;
    }
    const far = connect(target.port, target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    break() {
      isBroken = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isBroken = false;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
