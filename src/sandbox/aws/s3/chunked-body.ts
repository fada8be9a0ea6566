/**
 * aws-chunked uploads: `size[;chunk-signature=…]\r\n data \r\n … 0\r\n trailers \r\n`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import { createHash, createHmac } from 'node:crypto';
import { equalsInConstantTime, makeScope, sha256, type VerifiedSignature } from '../signature.js';
import { S3Error } from './errors.js';

export interface ChunkedBody {
  readonly content: AsyncGenerator<Buffer>;
  /** Filled when the content has been read to its end; names in lower case. */
  readonly trailers: Map<string, string>;
}

const incompleteBody = () => new S3Error(400, 'IncompleteBody', 'The request body terminated unexpectedly');

/**
 * @param signature of signed chunks (STREAMING-AWS4-HMAC-SHA256-PAYLOAD…); absent for unsigned chunks
 * @throws S3Error SignatureDoesNotMatch, IncompleteBody
 */
export function decodeChunks(body: AsyncIterable<Buffer>, signature: VerifiedSignature | undefined): ChunkedBody {
  const trailers = new Map<string, string>();
  return { content: readChunks(new ByteReader(body), signature, trailers), trailers };
}

async function* readChunks(
  reader: ByteReader,
  signature: VerifiedSignature | undefined,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  let previous = signature?.signature ?? '';
  const sign = (kind: string, hashes: readonly string[]) => {
    if (!signature) return '';
    const text = [`AWS4-HMAC-SHA256-${kind}`, signature.timestamp, makeScope(signature), previous, ...hashes].join(
      '\n',
    );
    previous = createHmac('sha256', signature.signingKey).update(text).digest('hex');
    return previous;
  };
  const requireSignature = (actual: string | undefined, expected: string) => {
    if (signature && !equalsInConstantTime(actual ?? '', expected)) {
      throw new S3Error(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    }
  };
  for (;;) {
    const header = await reader.readLine();
    const size = Number.parseInt(header, 16);
    if (!Number.isInteger(size)) throw incompleteBody();
    const digest = createHash('sha256');
    for await (const piece of reader.readBytes(size)) {
      digest.update(piece);
      yield piece;
    }
    requireSignature(
      /chunk-signature=([0-9a-f]+)/.exec(header)?.[1],
      sign('PAYLOAD', [sha256(''), digest.digest('hex')]),
    );
    if (size === 0) break;
    if ((await reader.readLine()) !== '') throw incompleteBody();
  }
  for (let line = await reader.readLine(); line !== ''; line = await reader.readLine()) {
    const colon = line.indexOf(':');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const trailerSignature = trailers.get('x-amz-trailer-signature');
  if (trailerSignature !== undefined) {
    trailers.delete('x-amz-trailer-signature');
    requireSignature(
      trailerSignature,
      sign('TRAILER', [sha256([...trailers].map(([name, value]) => `${name}:${value}\n`).join(''))]),
    );
  }
}

class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.source = body[Symbol.asyncIterator]();
  }

  private async pull(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done) return false;
    this.buffer = this.buffer.length === 0 ? value : Buffer.concat([this.buffer, value]);
    return true;
  }

  /** Up to the next CRLF, without it; '' at the end of the body. */
  async readLine(): Promise<string> {
    for (;;) {
      const end = this.buffer.indexOf('\r\n');
      if (end >= 0) {
        const line = this.buffer.subarray(0, end).toString('latin1');
        this.buffer = this.buffer.subarray(end + 2);
        return line;
      }
      if (!(await this.pull())) return '';
    }
  }

  async *readBytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.buffer.length === 0 && !(await this.pull())) throw incompleteBody();
      const piece = this.buffer.subarray(0, left);
      this.buffer = this.buffer.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
