import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { AwsKeys } from '../config/types.js';
import { describeThrown } from '../errors/user-error.js';
import { makeS3Client } from './clients.js';

/** What keys of one's own see of a bucket: its Region, or why not. */
export type BucketView =
  | { readonly kind: 'seen'; readonly region: string | undefined }
  | { readonly kind: 'missing' | 'refused' | 'failed'; readonly reason: string };

/** Asks S3 for a bucket with the user's own keys. Never throws: what went wrong is what was asked for. */
export async function lookAtBucket(
  bucket: string,
  target: { readonly region: string; readonly keys: AwsKeys; readonly endpointUrl: string | undefined },
  signal: AbortSignal,
): Promise<BucketView> {
  const { region, keys, endpointUrl } = target;
  const settings = {
    region,
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey.reveal(),
    ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken.reveal() }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
  const client = makeS3Client(settings, signal);
  try {
    const answer = await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return { kind: 'seen', region: answer.BucketRegion };
  } catch (thrown) {
    return explainRefusal(thrown);
  } finally {
    client.destroy();
  }
}

/** A HEAD has no body, so the status is all that S3 says. */
function explainRefusal(thrown: unknown): BucketView {
  const status = readStatus(thrown);
  switch (status) {
    case 404:
      return { kind: 'missing', reason: 'there is no such bucket' };
    case 301:
      return { kind: 'failed', reason: 'it is in another Region' };
    case 400:
    case 401:
    case 403:
      return { kind: 'refused', reason: `S3 refuses these keys (HTTP ${status})` };
    default:
      return { kind: 'failed', reason: describeThrown(thrown) };
  }
}

function readStatus(thrown: unknown): number | undefined {
  const metadata = thrown instanceof Error && '$metadata' in thrown ? thrown.$metadata : undefined;
  const isRecord = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return isRecord && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
