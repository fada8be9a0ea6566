/** Finds bucket, key and Region of a request: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
import { isIP } from 'node:net';
import { parseS3Host } from '../../s3-host.js';
import type { HttpRequest } from '../http.js';
import { S3Error } from './errors.js';

export interface S3Address {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** The Region in the host name; undefined if the host is the sandbox's own address. */
  readonly endpointRegion: string | undefined;
}

export function readAddress(request: HttpRequest): S3Address {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase();
  const { bucket, endpointRegion } = readHost(host);
  const path = decodePath(request.rawPath).replace(/^\//, '');
  if (bucket !== undefined) return { bucket, key: path || undefined, endpointRegion };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: path || undefined, key: undefined, endpointRegion };
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) || undefined, endpointRegion };
}

function readHost(host: string): { bucket: string | undefined; endpointRegion: string | undefined } {
  const aws = parseS3Host(host);
  if (aws !== undefined) return { bucket: aws.bucket, endpointRegion: aws.region ?? 'us-east-1' };
  // With an endpoint override and without path style, clients use `bucket.127.0.0.1` and `bucket.localhost`.
  const local = /^(?:(?<bucket>.+)\.)?(?:localhost|127\.0\.0\.1)$/.exec(host)?.groups;
  if (local && !isIP(host)) return { bucket: local['bucket'], endpointRegion: undefined };
  return { bucket: undefined, endpointRegion: undefined };
}

function decodePath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: rawPath });
  }
}
