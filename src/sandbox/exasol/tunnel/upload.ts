import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { ByteSink, ClientFile } from '../../types/client-files.js';
import { connectToClient, isSuccess, readResponse, requestFile } from './connect.js';
import { describeSocketFailure, describeStatusFailure } from './failure.js';

/** Writes a file of the client with PUT in chunked encoding. Holds no more than the buffer of the socket. */
export class HttpUpload implements ByteSink {
  readonly #tunnel: Socket;
  readonly #file: ClientFile;
  readonly #request: ClientRequest;
  readonly #response: Promise<IncomingMessage>;
  /** Rejects if the connection fails, or with the response if the client refuses the file. */
  readonly #failed: Promise<never>;
  #bytes = 0;

  private constructor(tunnel: Socket, file: ClientFile, request: ClientRequest) {
    this.#tunnel = tunnel;
    this.#file = file;
    this.#request = request;
    this.#response = readResponse(request);
    this.#failed = this.#watch();
    this.#failed.catch(() => undefined);
  }

  static async open(tunnel: Socket, file: ClientFile, signal: AbortSignal | undefined): Promise<HttpUpload> {
    const request = requestFile('PUT', await connectToClient(tunnel, file, signal), file);
    request.flushHeaders();
    return new HttpUpload(tunnel, file, request);
  }

  async write(bytes: Buffer): Promise<void> {
    const accepted = this.#request.write(bytes);
    await this.#unlessFailed(accepted ? undefined : once(this.#request, 'drain'));
    this.#bytes += bytes.length;
  }

  /** Waits for the response: the client has the whole file then. */
  async close(): Promise<void> {
    this.#request.end();
    const response = await this.#unlessFailed(this.#response);
    if (!isSuccess(response)) throw describeStatusFailure(this.#file.url, this.#bytes, response);
    // A client that is still sending the end of its response fails if the connection closes.
    await finished(response.resume()).catch(() => undefined);
    this.#tunnel.destroy();
  }

  async abort(): Promise<void> {
    this.#tunnel.destroy();
  }

  async #unlessFailed<T>(result: T | Promise<T>): Promise<T> {
    try {
      return await Promise.race([result, this.#failed]);
    } catch (error) {
      throw describeSocketFailure(this.#file.url, this.#bytes, error);
    }
  }

  async #watch(): Promise<never> {
    const { url } = this.#file;
    try {
      const response = await this.#response;
      if (!isSuccess(response)) throw describeStatusFailure(url, this.#bytes, response);
      // The response is the last thing that the client sends, so a later end of the connection is not a failure of close().
      await once(this.#request, 'close');
      throw new Error('Connection closed by peer');
    } catch (error) {
      this.#tunnel.destroy();
      throw describeSocketFailure(url, this.#bytes, error);
    }
  }
}
