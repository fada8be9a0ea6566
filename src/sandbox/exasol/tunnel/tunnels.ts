/**
 * Tunnels: connections of clients over which the database reads and writes files of the client. A client opens a tunnel, gets an internal
 * address, and names it in `IMPORT … FROM CSV AT 'https://<address>'` or in EXPORT, in any session. Then the database is the HTTP client
 * on this connection, and the client is the server.
 *
 * Mirrored: the handshake, GET for IMPORT, PUT with chunked encoding for EXPORT, TLS with PUBLIC KEY, and libcurl's texts of failures.
 *
 * Different by design: Exasol's internal address belongs to a port of a node. Here it is only a name, and nothing listens there.
 */
import type { Socket } from 'node:net';
import type { SandboxLog } from '../../log.js';
import type { ByteSink, ClientFile, ClientFiles } from '../../types/client-files.js';
import { downloadFile } from './download.js';
import { describeTransferFailure } from './failure.js';
import { makeTunnelResponse } from './handshake.js';
import { HttpUpload } from './upload.js';

/** The address of the first node in the private network of an Exasol cluster. */
const internalHost = '10.0.0.11';

/** Range of the ports that are assigned, the last one excluded. */
const [minPort, maxPort] = [20_000, 60_000];

export class Tunnels implements ClientFiles {
  readonly #log: SandboxLog;
  /** Tunnels that are open and not in use, by port. */
  readonly #waiting = new Map<number, Socket>();
  #lastPort = maxPort;

  constructor(log: SandboxLog) {
    this.#log = log;
  }

  /**
   * Makes a tunnel of a connection whose request was read. The socket goes on reading until its buffer is full, so the end of the
   * connection closes it, and a response that a client sends before the request is kept.
   */
  open(socket: Socket): void {
    const port = this.#choosePort();
    if (port === undefined) {
      this.#log.warn(`refused a tunnel: ${this.#waiting.size} are open`);
      socket.destroy();
      return;
    }
    this.#waiting.set(port, socket);
    socket.on('error', (error) => this.#log.debug(`tunnel: ${error.message}`));
    socket.on('close', () => this.#waiting.delete(port));
    socket.setNoDelay(true);
    socket.write(makeTunnelResponse(internalHost, port));
  }

  isTunnel(url: URL): boolean {
    return url.hostname === internalHost && ['http:', 'https:'].includes(url.protocol);
  }

  async *download(file: ClientFile, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
    yield* downloadFile(this.#take(file), file, signal);
  }

  async upload(file: ClientFile, signal: AbortSignal | undefined): Promise<ByteSink> {
    return HttpUpload.open(this.#take(file), file, signal);
  }

  /** @throws TransferError if no tunnel waits at the address */
  #take({ url }: ClientFile): Socket {
    const port = Number(url.port);
    const socket = this.#waiting.get(port);
    if (socket === undefined) {
      throw describeTransferFailure(url, 0, {
        text: `Failed to connect to ${url.hostname} port ${url.port}: Connection refused`,
        code: 7,
        name: "Couldn't connect to server",
      });
    }
    this.#waiting.delete(port);
    return socket;
  }

  #choosePort(): number | undefined {
    for (let step = minPort; step < maxPort; step += 1) {
      this.#lastPort = this.#lastPort + 1 < maxPort ? this.#lastPort + 1 : minPort;
      if (!this.#waiting.has(this.#lastPort)) return this.#lastPort;
    }
    return undefined;
  }
}
