import type { FileSink } from '../../../s3/file-sink.js';

/**
 * Rows that stay together. An Exasol node writes what it holds into the files that are its own, so a small table does not reach every file:
 * the others keep only their header.
 */
const BLOCK_ROWS = 512;

/** Bytes that are gathered for a file before they go on to it. */
const CHUNK_CHARACTERS = 256 * 1024;

/** Spreads lines over files, a block here, the next block there. */
export class RowDistribution {
  readonly #sinks: readonly FileSink[];
  readonly #texts: string[];
  readonly #encoding: BufferEncoding;
  #rows = 0;

  constructor(sinks: readonly FileSink[], header: string, encoding: BufferEncoding) {
    this.#sinks = sinks;
    this.#texts = sinks.map(() => header);
    this.#encoding = encoding;
  }

  get rows(): number {
    return this.#rows;
  }

  async add(lines: Iterable<string>): Promise<void> {
    for (const line of lines) {
      const file = Math.floor(this.#rows / BLOCK_ROWS) % this.#sinks.length;
      const text = (this.#texts[file] ?? '') + line;
      this.#texts[file] = text;
      this.#rows += 1;
      if (text.length >= CHUNK_CHARACTERS) await this.#flush(file);
    }
  }

  /** Sends what is left and makes every file visible. */
  async close(): Promise<void> {
    for (const file of this.#sinks.keys()) await this.#flush(file);
    await Promise.all(this.#sinks.map((sink) => sink.close()));
  }

  async #flush(file: number): Promise<void> {
    const text = this.#texts[file] ?? '';
    this.#texts[file] = '';
    if (text !== '') await this.#sinks[file]?.write(Buffer.from(text, this.#encoding));
  }
}
