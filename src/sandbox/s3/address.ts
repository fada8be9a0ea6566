/** The location of an object in Amazon S3. */
export interface S3Location {
  readonly bucket: string;
  /** undefined if the address does not contain it; the region is then looked up in S3. */
  readonly region: string | undefined;
  readonly key: string;
  /** The address and key as in Exasol's errors. */
  readonly url: string;
}

const VIRTUAL_HOSTED = /^https?:\/\/([a-z0-9][a-z0-9.-]*?)\.s3(?:[.-]([a-z0-9-]+))?\.amazonaws\.com(?::443)?(\/.*)?$/i;
const SCHEME = /^s3:\/\/([a-z0-9][a-z0-9.-]*)(\/.*)?$/i;

/**
 * Recognizes Amazon S3 by the pattern of the address, as Exasol does: `https://<bucket>.s3[.-]<region>.amazonaws.com`,
 * `https://<bucket>.s3.amazonaws.com`, `s3://<bucket>`. Path-style addresses and other hosts are not S3 for Exasol.
 * @param file the value of FILE: the key, relative to the path of the address
 * @returns undefined if the address is not S3
 */
export function parseS3Address(address: string, file: string): S3Location | undefined {
  const hosted = VIRTUAL_HOSTED.exec(address);
  const [, bucket, region, path = ''] = hosted ?? [];
  const [, schemeBucket, schemePath = ''] = SCHEME.exec(address) ?? [];
  const name = bucket ?? schemeBucket;
  if (name === undefined) return undefined;
  const prefix = (hosted === null ? schemePath : path).replace(/^\/+|\/+$/g, '');
  const key = [prefix, file.replace(/^\/+/, '')].filter((part) => part !== '').join('/');
  const host = region === undefined ? `${name}.s3.amazonaws.com` : `${name}.s3.${region}.amazonaws.com`;
  return { bucket: name, region, key, url: `https://${host}/${key}` };
}
