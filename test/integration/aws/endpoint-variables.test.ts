import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, expect, test, vi } from 'vitest';
import { type AwsTarget, makeS3Client, makeSageMakerClient, makeStsClient } from '../../../src/aws/clients.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

interface AnyClient {
  readonly config: { readonly requestHandler: { handle: unknown } };
  destroy(): void;
}

/** The hosts that the SDK would call for S3, SageMaker and STS. */
async function findHosts(region: string, more: Partial<AwsTarget> = {}): Promise<readonly string[]> {
  const target = { region, accessKeyId: 'AKIA', secretAccessKey: 's', ...more };
  const { signal } = new AbortController();
  const hosts: string[] = [];
  const record = <Client extends AnyClient>(client: Client): Client => {
    client.config.requestHandler.handle = async ({ hostname }: { hostname: string }) => {
      hosts.push(hostname);
      throw Object.assign(new Error('not sent'), { $retryable: undefined });
    };
    return client;
  };
  const s3 = record(makeS3Client(target, signal));
  await s3.send(new HeadBucketCommand({ Bucket: 'my-bucket' })).catch(() => undefined);
  const sageMaker = record(makeSageMakerClient(target, signal));
  await sageMaker.send(new ListEndpointsCommand()).catch(() => undefined);
  const sts = record(makeStsClient(target, signal));
  await sts.send(new GetCallerIdentityCommand()).catch(() => undefined);
  for (const client of [s3, sageMaker, sts]) {
    client.destroy();
  }
  return hosts;
}

test.each([
  ['us-east-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'csp.hci.ic.gov'],
  ['eusc-de-east-1', 'amazonaws.eu'],
])('calls the regional endpoints of the partition of %s', async (region, suffix) => {
  expect(await findHosts(region)).toEqual([
    `my-bucket.s3.${region}.${suffix}`,
    `api.sagemaker.${region}.${suffix}`,
    `sts.${region}.${suffix}`,
  ]);
});

test('calls FIPS and dual-stack endpoints if the variables demand them', async () => {
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
  expect(await findHosts('us-gov-west-1')).toEqual([
    'my-bucket.s3-fips.us-gov-west-1.amazonaws.com',
    'api-fips.sagemaker.us-gov-west-1.amazonaws.com',
    'sts.us-gov-west-1.amazonaws.com',
  ]);
  vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
  expect((await findHosts('us-east-1'))[0]).toBe('my-bucket.s3-fips.dualstack.us-east-1.amazonaws.com');
});

test('refuses a value that the SDK would ignore, and a combination with an endpoint URL', async () => {
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'yes');
  await expect(findHosts('us-east-1')).rejects.toMatchObject({ code: 'E-SME-470', exitCode: 2 });
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
  const endpointUrl = 'https://bucket.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com';
  await expect(findHosts('us-east-1', { endpointUrl })).rejects.toMatchObject({ code: 'E-SME-471', exitCode: 2 });
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'FALSE');
  expect((await findHosts('us-east-1', { endpointUrl }))[0]).toBe(new URL(endpointUrl).hostname);
});
