import { S3Client } from '@aws-sdk/client-s3';
import { disableSdkWarnings } from './clients.js';

/**
 * `https://<bucket>.s3.<region>.<suffix>`, the only form that all versions of Exasol accept. The suffix (`amazonaws.com.cn`,
 * `amazonaws.eu`, …) comes from the SDK, which knows all partitions.
 */
export function makeBucketUrl(bucket: string, region: string): string {
  disableSdkWarnings();
  const client = new S3Client({ region });
  try {
    const { url } = client.config.endpointProvider({ Region: region });
    return `https://${bucket}.${url.host}`;
  } finally {
    client.destroy();
  }
}
