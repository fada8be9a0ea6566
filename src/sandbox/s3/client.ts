import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Credentials } from './credentials.js';

type S3Module = typeof import('@aws-sdk/client-s3');

/** An S3 client and the module of its commands; the SDK is loaded on first use. */
export interface S3Connection {
  readonly module: S3Module;
  readonly client: S3Client;
  readonly region: string;
}

export interface S3ConnectionOptions {
  /** Endpoint of AWS calls: the sandbox's own server, or another one. */
  readonly endpointUrl: string;
  readonly bucket: string;
  /** undefined = look up the bucket's region in S3 */
  readonly region: string | undefined;
  readonly credentials: S3Credentials | undefined;
}

const DEFAULT_REGION = 'us-east-1';

/** Opens a client for one bucket; the caller destroys it. Without credentials, requests are not signed (public objects). */
export async function openS3(options: S3ConnectionOptions): Promise<S3Connection> {
  const module = await import('@aws-sdk/client-s3');
  const region = options.region ?? (await findRegion(module, options));
  return { module, region, client: makeClient(module, options, region) };
}

function makeClient(module: S3Module, options: S3ConnectionOptions, region: string): S3Client {
  const { credentials } = options;
  return new module.S3Client({
    endpoint: options.endpointUrl,
    region,
    forcePathStyle: true,
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(credentials === undefined
      ? { credentials: { accessKeyId: '', secretAccessKey: '' }, signer: { sign: async (request) => request } }
      : { credentials: makeIdentity(credentials) }),
  });
}

function makeIdentity({ accessKeyId, secretAccessKey, sessionToken }: S3Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** S3 returns the bucket's region in a header, also with errors. Without the header, it is us-east-1. */
async function findRegion(module: S3Module, options: S3ConnectionOptions): Promise<string> {
  const client = makeClient(module, options, DEFAULT_REGION);
  try {
    const response = await client.send(new module.HeadBucketCommand({ Bucket: options.bucket }));
    return response.BucketRegion ?? DEFAULT_REGION;
  } catch (error) {
    return readRegionHeader(error) ?? DEFAULT_REGION;
  } finally {
    client.destroy();
  }
}

function readRegionHeader(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('$response' in error)) return undefined;
  const response = error.$response;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const headers = new Map(Object.entries(response.headers ?? {}));
  const region: unknown = headers.get('x-amz-bucket-region');
  return typeof region === 'string' ? region : undefined;
}
