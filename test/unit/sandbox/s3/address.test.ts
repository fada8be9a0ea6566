import { describe, expect, it } from 'vitest';
import { parseS3Address } from '../../../../src/sandbox/s3/address.js';
import { parseS3Credentials } from '../../../../src/sandbox/s3/credentials.js';

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
  });
});
