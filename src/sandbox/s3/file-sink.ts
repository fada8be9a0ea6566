import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import type { S3Upload } from './upload.js';

/** One file of an EXPORT. Compresses bytes if the file name ends with `.gz`, and uploads them. */
export interface FileSink {
  write(bytes: Buffer): Promise<void>;
  /** Uploads the rest. The object is visible afterwards. */
  close(): Promise<void>;
  /** Discards the file. Never fails. */
  abort(): Promise<void>;
}

/** @param file the file name; as in Exasol, the suffix `.gz` turns compression on */
export function makeFileSink(file: string, upload: S3Upload): FileSink {
  if (file.toLowerCase().endsWith('.gz')) return new GzipSink(upload);
  return { write: (bytes) => upload.write(bytes), close: () => upload.close(), abort: () => upload.abort() };
}

class GzipSink implements FileSink {
  readonly #upload: S3Upload;
  readonly #gzip: Gzip;
  /** Resolves when every compressed byte is uploaded. Errors are reported by write() and close(). */
  readonly #pumped: Promise<void>;

  constructor(upload: S3Upload) {
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
