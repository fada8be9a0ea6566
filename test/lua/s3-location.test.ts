import { expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

const parse = (uri: string) =>
  evaluate(
    `local bucket, path = require('sme.s3_location').parse_uri('${uri}')\nexit({ { bucket and bucket .. ':' .. path or '-' } }, 'R VARCHAR(200)')`,
  );

test.each([
  ['s3://my-bucket/a/b/', 'my-bucket:a/b'],
  ['https://my-bucket.s3.eu-central-1.amazonaws.com/a', 'my-bucket:a'],
  ['https://my-bucket.s3-fips.us-gov-west-1.amazonaws.com', 'my-bucket:'],
  ['https://my-bucket.s3-fips.dualstack.us-east-1.amazonaws.com', 'my-bucket:'],
  ['https://my.bucket.bucket.vpce-1a2b-5e6f-us-east-1a.s3.us-east-1.vpce.amazonaws.com/a', 'my.bucket:a'],
  ['https://s3.eu-central-1.amazonaws.com/my-bucket/a', 'my-bucket:a'],
  ['https://bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com/my-bucket', '-'],
  ['https://mine-123456789012.s3-accesspoint.eu-west-1.amazonaws.com', '-'],
])('finds the bucket of %s', async (uri, expected) => {
  expect(await parse(uri)).toBe(expected);
});
