/** Cuts an input file into the payloads that a container receives. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const megabyte = 1024 * 1024;

/** The message becomes part of the failure of a file. */
export class PayloadError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PayloadError';
  }
}

export interface PayloadOptions {
  readonly isGzip: boolean;
  /** Whether each payload has one line only. */
  readonly isSingleRecord: boolean;
  readonly maxPayloadMegabytes: number;
}

/**
 * Lines of a file, as many as fit into each payload. A line feed ends a line even within quotes, as in AWS.
 *
 * @throws PayloadError for a line that is larger than a payload
 */
export async function* readPayloads(content: Readable, options: PayloadOptions): AsyncGenerator<readonly string[]> {
  // 0 means no limit in AWS; here, it limits memory.
  const limit = (options.maxPayloadMegabytes === 0 ? 100 : options.maxPayloadMegabytes) * megabyte;
  let lines: string[] = [];
  let bytes = 0;
  for await (const line of readLines(content, options.isGzip, limit)) {
    const size = Buffer.byteLength(line) + 1;
    if (size > limit) throw new PayloadError('Too much data for max payload size');
    if (lines.length > 0 && (options.isSingleRecord || bytes + size > limit)) {
      yield lines;
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += size;
  }
  if (lines.length > 0) yield lines;
}

/** Blank lines are skipped. @param limit bytes that a line may have */
async function* readLines(content: Readable, isGzip: boolean, limit: number): AsyncGenerator<string> {
  const stream = isGzip ? pipeline(content, createGunzip(), () => undefined) : content;
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit) throw new PayloadError('Too much data for max payload size');
    for (const line of lines) {
      const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (trimmed !== '') yield trimmed;
    }
  }
  if (rest !== '') yield rest;
}
