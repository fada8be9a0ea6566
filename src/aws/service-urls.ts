import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsConfig, AwsService } from '../config/types.js';
import { Secret } from '../secret.js';
import { makeS3Client, makeSageMakerClient, makeStsClient } from './clients.js';
import { toTarget } from './local-clients.js';

const anyKeys = { accessKeyId: 'none', secretAccessKey: new Secret('none'), sessionToken: undefined };
const anyBucket = 'bucket-name';

/**
 * Finds the URLs that sme calls on this machine, without calling them. They depend on the partition, and on variables and profiles of the
 * AWS CLI. S3 puts the name of a bucket in front of its host.
 *
 * @throws UserError E-SME-470, E-SME-471
 */
export async function findServiceUrls(aws: AwsConfig, bucket = anyBucket): Promise<Readonly<Record<AwsService, URL>>> {
  const { signal } = new AbortController();
  const s3 = makeS3Client(toTarget(aws, anyKeys, 's3'), signal);
  const sagemaker = makeSageMakerClient(toTarget(aws, anyKeys, 'sagemaker'), signal);
  const sts = makeStsClient(toTarget(aws, anyKeys, 'sts'), signal);
  return {
    s3: await findUrl(s3, () => s3.send(new HeadBucketCommand({ Bucket: bucket }))),
    sagemaker: await findUrl(sagemaker, () => sagemaker.send(new ListEndpointsCommand())),
    sts: await findUrl(sts, () => sts.send(new GetCallerIdentityCommand())),
  };
}

type AnyClient = ReturnType<typeof makeS3Client | typeof makeSageMakerClient | typeof makeStsClient>;

/** Intercepts the request of a call. */
async function findUrl(client: AnyClient, call: () => Promise<unknown>): Promise<URL> {
  let url: URL | undefined;
  client.config.requestHandler.handle = async ({ protocol, hostname, port }) => {
    url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
    throw new Error('The request is not sent.');
  };
  try {
    await call();
  } catch (thrown) {
    if (url === undefined) {
      throw thrown;
    }
  } finally {
    client.destroy();
  }
  if (url === undefined) {
    throw new Error('The client sent no request.');
  }
  return url;
}
