import type { Behaviours } from '../../../behaviours.js';
import type { ByteSink } from '../../../types/client-files.js';

/**
 * Number of consecutive rows that go to the same file. In Exasol, each node writes its own rows to its own files, so a small table does not
 * reach every file; the other files contain only a header.
 */
const BLOCK_ROWS = 512;

/** Number of characters that are buffered per file. */
const CHUNK_CHARACTERS = 256 * 1024;

/** Distributes lines over files in blocks. While a file does not accept more bytes, its rows go to the other files. */
export class RowDistribution {
  readonly #files: readonly OutputFile[];
  readonly #emptyFiles: Behaviours['empty-export-file'];
  #rows = 0;

  constructor(
    sinks: readonly ByteSink[],
    header: string,
    encoding: BufferEncoding,
    emptyFiles: Behaviours['empty-export-file'] = 'header',
  ) {
    this.#files = sinks.map((sink) => new OutputFile(sink, header, encoding));
    this.#emptyFiles = emptyFiles;
  }

  get rows(): number {
    return this.#rows;
  }

  async add(lines: Iterable<string>): Promise<void> {
    for (const line of lines) {
      const preferred = Math.floor(this.#rows / BLOCK_ROWS) % this.#files.length;
      const isAdded = this.#files[preferred]?.add(line) ?? false;
      if (!isAdded) await this.#addElsewhere(line);
      this.#rows += 1;
    }
  }

  /** Writes the buffered lines and completes every file. */
  async close(): Promise<void> {
    const files = this.#files.map((file) => file.close(this.#emptyFiles === 'header'));
    await Promise.all(files);
  }

  /** Waits only if no file accepts the line. */
  async #addElsewhere(line: string): Promise<void> {
    while (!this.#files.some((file) => file.add(line))) {
      await Promise.race(this.#files.map((file) => file.writing));
    }
  }
}

/** Buffers the lines of a file and writes them in the background, one chunk at a time. */
class OutputFile {
  readonly #sink: ByteSink;
  readonly #encoding: BufferEncoding;
  #text: string;
  #hasRows = false;
  #isWriting = false;
  #failure: unknown;
  /** Settles with the chunk that is being written; never rejects. */
  writing: Promise<void> = Promise.resolve();

  constructor(sink: ByteSink, header: string, encoding: BufferEncoding) {
    this.#sink = sink;
    this.#text = header;
    this.#encoding = encoding;
  }

  /** @returns whether the file took the line; false while a chunk is being written and the next one is full */
  add(line: string): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isWriting && this.#text.length >= CHUNK_CHARACTERS) return false;
    this.#text += line;
    this.#hasRows = true;
    if (this.#text.length >= CHUNK_CHARACTERS && !this.#isWriting) this.#write();
    return true;
  }

  async close(writesHeader: boolean): Promise<void> {
    await this.writing;
    if (this.#text !== '' && (this.#hasRows || writesHeader)) {
      this.#write();
      await this.writing;
    }
    if (this.#failure !== undefined) throw this.#failure;
    await this.#sink.close();
  }

  #write(): void {
    const bytes = Buffer.from(this.#text, this.#encoding);
    this.#text = '';
    this.#isWriting = true;
    this.writing = this.#sink
      .write(bytes)
      .catch((error: unknown) => {
        this.#failure = error ?? new Error('The file could not be written.');
      })
      .then(() => {
        this.#isWriting = false;
      });
  }
}
