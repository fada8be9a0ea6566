import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

interface AddressCase {
  readonly address: string;
  readonly bucket: string | null;
  readonly path?: string;
  readonly region?: string | null;
  readonly isAccessPoint?: boolean;
}

/** The cases that test/python/test_bucket_address.py tests, too. */
const cases: readonly AddressCase[] = JSON.parse(readFileSync('test/support/s3-addresses.json', 'utf8'));

const resolve = (uri: string) =>
  evaluate(`local location = require('sme.s3_location')
local bucket, path = location.parse_uri('${uri}')
local _, key, expected = location.resolve('${uri}', 'x', 'other-region-9')
exit({ { (bucket and bucket .. ':' .. path or '-') .. ' ' .. (key and expected or '') } }, 'R VARCHAR(2000)')`);

test.each(cases)(
  'finds bucket, path and Region of $address',
  async ({ address, bucket, path, region, isAccessPoint }) => {
    if (bucket === null || isAccessPoint === true) {
      expect(await resolve(address)).toBe(
        "- must be a bucket, such as 's3://my-bucket'; for an access point, use its alias",
      );
      return;
    }
    // without a Region in the address, any Region is accepted
    const problem = region === null ? '' : `must be in the Region 'other-region-9' of aws_region, not in '${region}'`;
    expect(await resolve(address)).toBe(`${bucket}:${path} ${problem}`);
  },
);
