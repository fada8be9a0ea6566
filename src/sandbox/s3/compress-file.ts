import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import type { ByteSink } from '../types/client-files.js';

/** @param file the file name; as in Exasol, the suffix `.gz` turns compression on */
export function compressIfNamed(file: string, upload: ByteSink): ByteSink {
  return file.toLowerCase().endsWith('.gz') ? new GzipSink(upload) : upload;
}

class GzipSink implements ByteSink {
  readonly #upload: ByteSink;
  readonly #gzip: Gzip;
  /** Resolves when every compressed byte is uploaded. Errors are reported by write() and close(). */
  readonly #pumped: Promise<void>;

  constructor(upload: ByteSink) {
    this.#upload = upload;
    this.#gzip = createGzip();
    this.#pumped = this.#pump();
    this.#pumped.catch(() => undefined);
  }

  async #pump(): Promise<void> {
    for await (const chunk of this.#gzip) await this.#upload.write(Buffer.from(chunk));
  }

  async write(bytes: Buffer): Promise<void> {
    if (!this.#gzip.write(bytes)) await Promise.race([once(this.#gzip, 'drain'), this.#pumped]);
  }

  async close(): Promise<void> {
    this.#gzip.end();
    await this.#pumped;
    await this.#upload.close();
  }

  async abort(): Promise<void> {
    this.#gzip.destroy();
    await this.#upload.abort();
  }
}
