/** Reads the content of an upload in any encoding, and checks its digests. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { HttpRequest } from '../http.js';
import type { VerifiedSignature } from '../signature.js';
import { decodeChunks } from './chunked-body.js';
import { contentHashMismatch, S3Error } from './errors.js';
import type { ObjectStore, StagedContent } from './store.js';

const algorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

export interface Upload {
  readonly staged: StagedContent;
  /** The client's checksum, which S3 returns. */
  readonly checksums: Record<string, string>;
}

/** @throws S3Error BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, …; the staged content is then removed */
export async function stageUpload(
  store: ObjectStore,
  request: HttpRequest,
  signature: VerifiedSignature,
): Promise<Upload> {
  const { headers } = request;
  const declaredHash = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const chunked = declaredHash.startsWith('STREAMING-')
    ? decodeChunks(request.body, declaredHash.startsWith('STREAMING-UNSIGNED') ? undefined : signature)
    : undefined;
  const digests = new Digests();
  const staged = await store.stage(digests.follow(chunked?.content ?? request.body));
  const checksums: Record<string, string> = {};
  for (const algorithm of algorithms) {
    const name = `x-amz-checksum-${algorithm}`;
    const value = headers[name] ?? chunked?.trailers.get(name);
    if (value !== undefined) checksums[algorithm] = value;
  }
  const problem = findProblem(headers, declaredHash, checksums, digests, staged);
  if (problem) {
    await store.discard(staged);
    throw problem;
  }
  return { staged, checksums };
}

function findProblem(
  headers: Readonly<Record<string, string>>,
  declaredHash: string,
  checksums: Readonly<Record<string, string>>,
  digests: Digests,
  staged: StagedContent,
): S3Error | undefined {
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (length !== undefined && Number(length) !== staged.size) {
    return new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
  if (/^[0-9a-f]{64}$/i.test(declaredHash) && declaredHash.toLowerCase() !== digests.sha256.toString('hex')) {
    return contentHashMismatch();
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== Buffer.from(staged.md5, 'hex').toString('base64')) {
    return new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  for (const [algorithm, value] of Object.entries(checksums)) {
    const computed = digests.of(algorithm);
    if (computed !== undefined && computed !== value) {
      return new S3Error(
        400,
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
  return undefined;
}

class Digests {
  private readonly sha256Hash = createHash('sha256');
  private readonly sha1Hash = createHash('sha1');
  private crc = 0;
  private finished: Buffer | undefined;

  async *follow(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      this.sha256Hash.update(chunk);
      this.sha1Hash.update(chunk);
      this.crc = crc32(chunk, this.crc);
      yield chunk;
    }
  }

  get sha256(): Buffer {
    this.finished ??= this.sha256Hash.digest();
    return this.finished;
  }

  /** Base64; undefined for CRC32C and CRC64NVME, which are stored but not verified. */
  of(algorithm: string): string | undefined {
    if (algorithm === 'crc32') {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(this.crc);
      return bytes.toString('base64');
    }
    if (algorithm === 'sha256') return this.sha256.toString('base64');
    if (algorithm === 'sha1') return this.sha1Hash.copy().digest('base64');
    return undefined;
  }
}
