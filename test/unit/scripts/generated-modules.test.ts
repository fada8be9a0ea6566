import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { patterns } from '../../../src/scripts/facts.js';
import { evaluate } from '../../lua/run-lua.js';
import { writeModules } from '../../tools/generated-modules.js';

test.each(Object.entries(writeModules()))('%s is up to date', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('a pattern accepts the same texts in both forms', () => {
  test.each([
    [
      'region',
      ['eu-central-1', 'us-gov-west-1', 'us-iso-east-1', 'eusc-de-east-1'],
      ['Mars', 'eu-central', 'e-1', '1-a-1'],
    ],
    ['resourceName', ['a', 'churn-20261122213000', 'A--1'], ['-a', 'a-', '-', 'a_b', '']],
    ['bucket', ['my-bucket', 'a.b.c'], ['-bucket', 'bucket-', 'My-bucket', 'b_c']],
    [
      'bucketHost',
      [
        'my.bucket.s3.eu-central-1.amazonaws.com',
        'b.s3-eu-west-1.amazonaws.com',
        'b.s3.amazonaws.com.cn',
        'b.s3-fips.dualstack.us-east-1.amazonaws.com',
        'b.bucket.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com',
      ],
      ['s3.eu-central-1.amazonaws.com', 'localhost:9000', 'b.s3', 'bs3.eu-central-1.amazonaws.com'],
    ],
    [
      'pathStyleHost',
      ['s3.eu-central-1.amazonaws.com', 's3-fips.us-east-1.amazonaws.com'],
      ['b.s3.amazonaws.com', 's3'],
    ],
    ['vpcEndpoint', ['.bucket.vpce-1a2b-5e6f'], ['.bucket', '.vpce-1a2b', '-bucket.vpce-1a2b']],
    [
      'role',
      ['arn:aws:iam::123456789012:role/SageMaker', 'arn:aws-cn:iam::123456789012:role/service-role/A_b+=,.@-'],
      ['arn:aws:iam::123456789012:user/U', 'arn:aws:iam::123456789012:role/', 'arn:aws:iam::x:role/R'],
    ],
  ] as const)('%s', async (name, accepted, refused) => {
    const { regex, lua } = patterns[name];
    expect([...accepted, ...refused].filter((text) => new RegExp(regex).test(text))).toEqual(accepted);
    const texts = [...accepted, ...refused].map((text) => `'${text}'`).join(', ');
    const matching = await evaluate(`local found = {}
for _, value in ipairs({ ${texts} }) do
    if value:match('${lua}') then found[#found + 1] = value end
end
exit({ { table.concat(found, ' ') } }, 'T VARCHAR(2000)')`);
    expect(matching.split(' ')).toEqual(accepted);
  });
});
