import type { Behaviours } from '../../../behaviours.js';
import type { ByteSink } from '../../../types/client-files.js';

/**
 * Number of consecutive rows that go to the same file. In Exasol, each node writes its own rows to its own files, so a small table does not
 * reach every file; the other files contain only a header.
 */
const BLOCK_ROWS = 512;

/** Number of characters that are buffered per file. */
const CHUNK_CHARACTERS = 256 * 1024;

/** Distributes lines over files in blocks. */
export class RowDistribution {
  readonly #sinks: readonly ByteSink[];
  readonly #texts: string[];
  readonly #encoding: BufferEncoding;
  readonly #emptyFiles: Behaviours['empty-export-file'];
  #rows = 0;

  constructor(
    sinks: readonly ByteSink[],
    header: string,
    encoding: BufferEncoding,
    emptyFiles: Behaviours['empty-export-file'] = 'header',
  ) {
    this.#sinks = sinks;
    this.#texts = sinks.map(() => header);
    this.#encoding = encoding;
    this.#emptyFiles = emptyFiles;
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

  /** Writes the buffered lines and completes every file. */
  async close(): Promise<void> {
    for (const file of this.#sinks.keys()) {
      const hasRows = this.#rows > file * BLOCK_ROWS;
      if (hasRows || this.#emptyFiles === 'header') await this.#flush(file);
    }
    await Promise.all(this.#sinks.map((sink) => sink.close()));
  }

  async #flush(file: number): Promise<void> {
    const text = this.#texts[file] ?? '';
    this.#texts[file] = '';
    if (text !== '') await this.#sinks[file]?.write(Buffer.from(text, this.#encoding));
  }
}
