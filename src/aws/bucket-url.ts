import { S3Client } from '@aws-sdk/client-s3';
import { quietenSdk } from './clients.js';

/**
 * `https://<bucket>.s3.<region>.<suffix>`, the one form that Exasol takes in every version. The SDK knows the suffix of a Region's
 * partition (`amazonaws.com.cn`, `amazonaws.eu`, …), so that none is written down here.
 */
export function makeBucketUrl(bucket: string, region: string): string {
  quietenSdk();
  const client = new S3Client({ region });
  try {
    const { url } = client.config.endpointProvider({ Region: region });
    return `https://${bucket}.${url.host}`;
  } finally {
    client.destroy();
  }
}
