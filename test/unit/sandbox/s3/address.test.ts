import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../../src/sandbox/aws/s3/address.js';
import { parseS3Address } from '../../../../src/sandbox/s3/address.js';
import { parseS3Credentials } from '../../../../src/sandbox/s3/credentials.js';

interface AddressCase {
  readonly address: string;
  readonly bucket: string | null;
  readonly path?: string;
  readonly region?: string | null;
  readonly isPathStyle?: boolean;
}

/** The cases that Lua and Python test, too. */
const cases: readonly AddressCase[] = JSON.parse(readFileSync('test/support/s3-addresses.json', 'utf8'));

describe('an address that the extension understands', () => {
  it.each(cases)('$address is read in the same way by the EXPORT of the sandbox', (expected) => {
    const { address, bucket, path = '', region, isPathStyle = false } = expected;
    const location = parseS3Address(address, 'x.csv');
    if (bucket === null || isPathStyle) {
      expect(location).toBeUndefined();
      return;
    }
    const key = path === '' ? 'x.csv' : `${path}/x.csv`;
    expect(location).toMatchObject({ bucket, region: region ?? undefined, key });
    expect(location?.url).toMatch(/^https:.*x\.csv$/);
  });

  it.each(cases.filter(({ address, bucket }) => address.startsWith('https:') && bucket !== null))(
    '$address is read in the same way by the S3 of the sandbox',
    ({ address, bucket, path, region }) => {
      const url = new URL(address);
      const rawPath = `${url.pathname.replace(/\/$/, '')}/x.csv`;
      const headers = { host: url.host };
      const request = { method: 'GET', rawPath, query: new URLSearchParams(), rawQuery: '', headers };
      expect(readAddress({ ...request, body: Readable.from([]) })).toEqual({
        bucket,
        key: path === '' ? 'x.csv' : `${path}/x.csv`,
        endpointRegion: region ?? 'us-east-1',
      });
    },
  );
});

describe('parseS3Address', () => {
  it.each([
    ['https://my-bucket.s3.eu-central-1.amazonaws.com', 'my-bucket', 'eu-central-1'],
    ['https://my-bucket.s3-eu-central-1.amazonaws.com/', 'my-bucket', 'eu-central-1'],
    ['https://my.dotted.bucket.s3.us-east-1.amazonaws.com', 'my.dotted.bucket', 'us-east-1'],
    ['https://my-bucket.s3.amazonaws.com', 'my-bucket', undefined],
    ['s3://my-bucket', 'my-bucket', undefined],
  ])('recognizes %s', (address, bucket, region) => {
    expect(parseS3Address(address, 'a/b.csv')).toMatchObject({ bucket, region, key: 'a/b.csv' });
  });

  it('prefixes the file with the path of the address, and formats the URL like Exasol', () => {
    expect(parseS3Address('https://b1x.s3-eu-west-1.amazonaws.com/x/y/', '/z.csv')).toEqual({
      bucket: 'b1x',
      region: 'eu-west-1',
      key: 'x/y/z.csv',
      url: 'https://b1x.s3.eu-west-1.amazonaws.com/x/y/z.csv',
    });
  });

  it.each(['https://s3.eu-central-1.amazonaws.com/bucket', 'http://localhost:4566/bucket', 'ftp://x', ''])(
    'does not recognize %s as S3, like Exasol',
    (address) => {
      expect(parseS3Address(address, 'f')).toBeUndefined();
    },
  );
});

describe('parseS3Credentials', () => {
  it('separates the encryption from the secret', () => {
    expect(parseS3Credentials('AKIA', 'abc/+=;sse_type=aws:kms;kms_key_id=key-1')).toEqual({
      accessKeyId: 'AKIA',
      secretAccessKey: 'abc/+=',
      encryption: { type: 'aws:kms', keyId: 'key-1' },
    });
    expect(parseS3Credentials('AKIA', 'secret')?.encryption).toBeUndefined();
    expect(parseS3Credentials('', 'secret')).toBeUndefined();
    expect(parseS3Credentials('ASIA', 'secret', 'token')?.sessionToken).toBe('token');
  });
});
