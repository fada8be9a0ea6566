import { describe, expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

/** Reads the options of `json`: the canonical result as JSON with sorted keys, then the problems, one per line. */
const read = async (purpose: string, json: unknown, values = '{ aws_region = "eu-central-1" }') =>
  await evaluate(`
local cjson = require('cjson')
local function write(value)
    if type(value) ~= 'table' then
        return cjson.encode(value)
    end
    local parts, keys = {}, {}
    for key in pairs(value) do
        keys[#keys + 1] = key
    end
    table.sort(keys)
    for index, key in ipairs(keys) do
        parts[index] = value[1] and write(value[key]) or key .. '=' .. write(value[key])
    end
    return '(' .. table.concat(parts, ' ') .. ')'
end
local problems = {}
local given = cjson.decode([==[${JSON.stringify({ security: json })}]==]).security
local security = require('sme.security_options').read(given, '${purpose}', problems, ${values})
return { { table.concat({ security and write(security) or 'none', table.unpack(problems) }, '\\n') } }, 'A VARCHAR(2000000)'`);

const vpc = { subnets: ['subnet-0a', 'subnet-0b'], security_group_ids: ['sg-0a'] };
const key = 'arn:aws:kms:eu-central-1:123456789012:key/1';

describe('security options', () => {
  test('are returned as given, without those that are off', async () => {
    const options = {
      vpc,
      volume_kms_key_id: ` ${key} `,
      encrypt_inter_container_traffic: 'true',
      output_kms_key_id: 'k',
    };
    expect(await read('training', { ...options, network_isolation: false })).toBe(
      `(encrypt_inter_container_traffic=true output_kms_key_id="k" volume_kms_key_id="${key.replaceAll('/', '\\/')}" vpc=(security_group_ids=("sg-0a") subnets=("subnet-0a" "subnet-0b")))`,
    );
  });

  test('are none without a member', async () => {
    expect(await read('endpoint', {})).toBe('none');
    expect(await read('endpoint', { vpc: null, network_isolation: '' })).toBe('none');
  });

  test('accept one ID without a list', async () => {
    expect(await read('endpoint', { vpc: { subnets: 'subnet-1', security_group_ids: 'sg-1' } })).toBe(
      '(vpc=(security_group_ids=("sg-1") subnets=("subnet-1")))',
    );
  });

  test('report all problems at once', async () => {
    const lines = (
      await read('training', {
        vpc: { subnets: ['sg-1'], security_group_id: ['sg-1'] },
        volume_kms_key_id: 'arn:aws:kms:us-east-1:123456789012:key/1',
        network_isolation: true,
        encrypt_inter_container_traffic: 'maybe',
        kms: 'k',
      })
    ).split('\n');
    expect(lines).toEqual([
      'none',
      expect.stringMatching(
        /^E-SME-54: Invalid security\.encrypt_inter_container_traffic 'maybe'\. It must be true or/,
      ),
      expect.stringMatching(/^E-SME-52: There is no parameter 'security\.kms'\./),
      expect.stringMatching(
        /^E-SME-500: security\.network_isolation is given, but AWS has no such option for trainings\./,
      ),
      expect.stringMatching(
        /^E-SME-54: Invalid security\.volume_kms_key_id '.*It must be a key in the Region 'eu-central-1'/,
      ),
      expect.stringMatching(/^E-SME-52: .*'security\.vpc\.security_group_id'.*Did you mean 'security_group_ids'/),
      expect.stringMatching(
        /^E-SME-54: Invalid security\.vpc\.subnets 'sg-1'\. It must be an ID such as 'subnet-0a1b2c3d'/,
      ),
      expect.stringMatching(/^E-SME-503: security\.vpc has no security_group_ids\./),
    ]);
  });

  test.each([
    [{ vpc: { subnets: ['subnet-1'] } }, /E-SME-503: security\.vpc has no security_group_ids/],
    [{ vpc: { ...vpc, subnets: [] } }, /E-SME-503: security\.vpc has no subnets/],
    [{ vpc: { ...vpc, subnets: ['subnet-1', 'subnet-1'] } }, /'subnet-1'\. It must be in the list only once/],
    [{ vpc: { ...vpc, subnets: ['subnet-1', 7] } }, /subnets '7'\. It must be an ID/],
    [{ vpc: { ...vpc, subnets: [null] } }, /E-SME-5(03|4)/],
    [{ vpc: { ...vpc, subnets: ["subnet-1'; DROP"] } }, /It must be an ID/],
    [{ vpc: { ...vpc, security_group_ids: Array.from({ length: 6 }, (_, n) => `sg-${n}`) } }, /at most 5 IDs/],
    [{ vpc: { ...vpc, subnets: [`subnet-${'a'.repeat(26)}`] } }, /It must be an ID/],
    [{ vpc: 'subnet-1' }, /security\.vpc 'subnet-1'\. It must be an object/],
    [{ vpc: ['subnet-1'] }, /It must be an object/],
    [{ volume_kms_key_id: 7 }, /security\.volume_kms_key_id '7'/],
    [{ volume_kms_key_id: 'my key' }, /must be the ID or the ARN of a KMS key/],
    [{ volume_kms_key_id: 'x'.repeat(100_000) }, /E-SME-54: Invalid security\.volume_kms_key_id 'x{200}…'/],
    [{ output_kms_key_id: 'k' }, /E-SME-500: .*output_kms_key_id.* for endpoints/],
    [{ network_isolation: 1 }, /must be true or false/],
  ])('of an endpoint refuse %j', async (security, expected) => {
    expect(await read('endpoint', security)).toMatch(expected);
  });

  test('refuse a VPC and network isolation for a serverless endpoint', async () => {
    const problems = await read(
      'endpoint',
      { vpc, network_isolation: true, volume_kms_key_id: 'k' },
      '{ serverless = {} }',
    );
    expect(problems).toMatch(
      /E-SME-501: security\.vpc is combined with serverless.*\nE-SME-501: security\.network_isolation/,
    );
  });

  test.each([
    ['ml.m5d.large', true],
    ['ml.g4dn.xlarge', true],
    ['ml.c6gd.xlarge', true],
    ['ml.m5.large', false],
    ['ml.inf2.xlarge', false],
  ])('and the local storage of %s: key refused %s', async (instance, isRefused) => {
    const answer = await read('endpoint', { volume_kms_key_id: 'k' }, `{ instance_type = '${instance}' }`);
    expect(answer.includes('E-SME-502')).toBe(isRefused);
  });

  test('list what a policy can require and a request does not have', async () => {
    const list = await evaluate(`
local options = require('sme.security_options')
return { { table.concat(options.list_missing('sagemaker:CreateModel', { vpc = {} }), ' ') .. '|'
    .. table.concat(options.list_missing('sagemaker:CreateEndpoint', {}), ' ') .. '|'
    .. table.concat(options.list_missing('s3:PutObject', {}), ' ') } }, 'A VARCHAR(2000)'`);
    expect(list).toBe('security.network_isolation||');
  });
});
