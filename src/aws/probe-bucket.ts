import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { AwsConfig, AwsKeys } from '../config/types.js';
import { describeWithFix } from './aws-failure.js';
import { makeS3Client } from './clients.js';
import { toTarget } from './local-clients.js';

/** Whether keys can access a bucket, and its Region if S3 reports it. */
export type BucketProbe =
  | { readonly kind: 'found'; readonly region: string | undefined }
  | { readonly kind: 'missing' | 'refused' | 'failed'; readonly reason: string };

/** Sends HeadBucket with the user's own keys. Never throws: the result contains the error. */
export async function probeBucket(
  bucket: string,
  aws: AwsConfig,
  keys: AwsKeys,
  signal: AbortSignal,
): Promise<BucketProbe> {
  const client = makeS3Client(toTarget(aws, keys, 's3'), signal);
  try {
    const response = await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return { kind: 'found', region: response.BucketRegion };
  } catch (thrown) {
    return toFailedProbe(thrown);
  } finally {
    client.destroy();
  }
}

/** A response to HEAD has no body, so the HTTP status is the only information. */
function toFailedProbe(thrown: unknown): BucketProbe {
  const status = readStatus(thrown);
  switch (status) {
    case 404:
      return { kind: 'missing', reason: 'the bucket does not exist' };
    case 301:
      return { kind: 'failed', reason: 'the bucket is in another Region' };
    case 400:
    case 401:
    case 403:
      return { kind: 'refused', reason: `S3 denies access with these keys (HTTP ${status})` };
    default:
      return { kind: 'failed', reason: describeWithFix(thrown) };
  }
}

function readStatus(thrown: unknown): number | undefined {
  const metadata = thrown instanceof Error && '$metadata' in thrown ? thrown.$metadata : undefined;
  const isRecord = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isRecord && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
