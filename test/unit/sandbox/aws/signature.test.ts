/** Against the worked examples of AWS's documentation (Authenticating Requests: Using the Authorization Header, and …: Transferring Payload in Multiple Chunks). */
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../../src/sandbox/aws/http.js';
import { decodeChunks } from '../../../../src/sandbox/aws/s3/chunked-body.js';
import { parseSignature, sha256, verifySignature } from '../../../../src/sandbox/aws/signature.js';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const now = Date.UTC(2013, 4, 24);

function makeRequest(changes: Partial<HttpRequest>): HttpRequest {
  const rawQuery = changes.rawQuery ?? '';
  return {
    method: 'GET',
    rawPath: '/',
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: {},
    body: Readable.from([]),
    ...changes,
  };
}

function verify(request: HttpRequest, at = now, secretAccessKey = credentials.secretAccessKey) {
  const parsed = parseSignature(request);
  if (parsed === undefined || parsed === 'malformed') return parsed;
  const payloadHash = request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  return verifySignature(request, parsed, { ...credentials, secretAccessKey }, payloadHash, at);
}

const getObject = makeRequest({
  rawPath: '/test.txt',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': sha256(''),
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
  },
});

const list = makeRequest({
  rawQuery: 'max-keys=2&prefix=J',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-content-sha256': sha256(''),
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7`,
  },
});

const presigned = makeRequest({
  rawPath: '/test.txt',
  rawQuery: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  headers: { host: 'examplebucket.s3.amazonaws.com' },
});

describe('the documented examples', () => {
  test.each([
    ['an object', getObject],
    ['a query', list],
    ['a presigned URL', presigned],
  ])('of %s are valid', (_, request) => {
    expect(verify(request)).toMatchObject({ region: 'us-east-1', service: 's3' });
  });

  test.each([
    ['another path', { rawPath: '/test2.txt' }],
    ['another method', { method: 'DELETE' }],
    ['another header', { headers: { ...getObject.headers, range: 'bytes=0-10' } }],
  ])('are invalid for %s', (_, changes) => {
    expect(verify({ ...getObject, ...changes })).toMatchObject({ kind: 'mismatch' });
  });

  test('are invalid for another secret, or later', () => {
    expect(verify(getObject, now, 'other')).toMatchObject({ kind: 'mismatch' });
    expect(verify(getObject, now + 15 * 60_000 + 1)).toMatchObject({ kind: 'skewed' });
    expect(verify(presigned, now + 86_400_000)).toEqual({ kind: 'expired' });
  });
});

test('distinguishes a malformed from a missing Authorization header', () => {
  expect(verify(makeRequest({ headers: { authorization: 'Basic abc' } }))).toBe('malformed');
  expect(verify(makeRequest({}))).toBeUndefined();
});

describe('an upload in signed chunks', () => {
  const upload = makeRequest({
    method: 'PUT',
    rawPath: '/examplebucket/chunkObject.txt',
    headers: {
      host: 's3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
    },
  });
  const wire = [
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${'a'.repeat(65536)}\r\n`,
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${'a'.repeat(1024)}\r\n`,
    '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
  ].join('');

  async function decode(text: string, pieceSize: number): Promise<number> {
    const signature = verify(upload);
    if (typeof signature !== 'object' || 'kind' in signature) throw new Error('The seed was not verified.');
    const pieces = Array.from({ length: Math.ceil(text.length / pieceSize) }, (_, index) =>
      Buffer.from(text.slice(index * pieceSize, (index + 1) * pieceSize)),
    );
    let size = 0;
    for await (const chunk of decodeChunks(Readable.from(pieces), signature).content) size += chunk.length;
    return size;
  }

  test.each([1000, 7, 100_000])('is decoded in pieces of %i bytes', async (pieceSize) => {
    expect(await decode(wire, pieceSize)).toBe(66560);
  });

  test('is rejected if a byte has changed, or the end is missing', async () => {
    await expect(decode(wire.replace('aaaa\r\n0;', 'aaab\r\n0;'), 1000)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
    await expect(decode(wire.slice(0, 70_000 - 5000), 1000)).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
