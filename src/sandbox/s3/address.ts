import { parseS3Host } from '../s3-host.js';

/** The location of an object in Amazon S3. */
export interface S3Location {
  readonly bucket: string;
  /** undefined if the address does not contain it; the region is then looked up in S3. */
  readonly region: string | undefined;
  readonly key: string;
  /** The address and key as in Exasol's errors. */
  readonly url: string;
}

const URL_PATTERN = /^https?:\/\/([^/:?#@]+)(?::443)?(\/.*)?$/i;
const SCHEME = /^s3:\/\/([a-z0-9][a-z0-9.-]*)(\/.*)?$/i;

/**
 * Recognizes Amazon S3 by the pattern of the address, as Exasol does: `https://<bucket>.s3[.-]<region>.amazonaws.com`,
 * `https://<bucket>.s3.amazonaws.com`, `s3://<bucket>`. Path-style addresses and other hosts are not S3 for Exasol. Whether Exasol
 * recognizes other partitions, FIPS, dual-stack and VPC endpoints, and access points is not documented; the sandbox does.
 * @param file the value of FILE: the key, relative to the path of the address
 * @returns undefined if the address is not S3
 */
export function parseS3Address(address: string, file: string): S3Location | undefined {
  const [, schemeBucket, schemePath = ''] = SCHEME.exec(address) ?? [];
  if (schemeBucket !== undefined) {
    const key = joinKey(schemePath, file);
    return { bucket: schemeBucket, region: undefined, key, url: `https://${schemeBucket}.s3.amazonaws.com/${key}` };
  }
  const [, host = '', path = ''] = URL_PATTERN.exec(address) ?? [];
  const { bucket, region, isSpecial } = parseS3Host(host) ?? {};
  if (bucket === undefined) return undefined;
  const key = joinKey(path, file);
  // Exasol's errors show the form with a dot
  const shown = isSpecial ? host : host.replace(/\.s3-(?=[a-z]{2,}-[^.]*\.[^.]+)/i, '.s3.');
  return { bucket, region, key, url: `https://${shown}/${key}` };
}

function joinKey(path: string, file: string): string {
  const parts = [path.replace(/^\/+|\/+$/g, ''), file.replace(/^\/+/, '')];
  return parts.filter((part) => part !== '').join('/');
}
