import { type HttpRequest, type HttpResponse, readBody } from '../http.js';
import { sha256, type VerifiedSignature } from '../signature.js';
import type { S3Address } from './address.js';
import type { RequiredKmsKey } from './encryption.js';
import { contentHashMismatch, noSuchBucket, noSuchKey } from './errors.js';
import type { MultipartUploads } from './multipart-uploads.js';
import type { Bucket, ObjectInfo, ObjectStore } from './store.js';
import { writeXml, type XmlElement } from './xml.js';

/** The context of an operation. */
export interface S3Context {
  readonly request: HttpRequest;
  readonly address: S3Address;
  readonly signature: VerifiedSignature;
  /** ARN of the user or of the session of a role. */
  readonly caller: string;
  readonly store: ObjectStore;
  readonly uploads: MultipartUploads;
  /** Buckets that refuse uploads without KMS, and the key that they must name. */
  readonly requiredKmsKeys: ReadonlyMap<string, RequiredKmsKey>;
  /** Region of buckets that are created without one. */
  readonly region: string;
  /** Checks a permission of the caller. @param resource ARN @throws S3Error AccessDenied */
  authorize(action: string, resource: string): void;
}

export type S3Operation = (context: S3Context) => Promise<HttpResponse> | HttpResponse;

/** @throws S3Error NoSuchBucket */
export function requireBucket({ store, address }: S3Context): Bucket {
  const bucket = store.buckets.get(address.bucket ?? '');
  if (!bucket) throw noSuchBucket(address.bucket ?? '');
  return bucket;
}

/** @throws S3Error NoSuchBucket, NoSuchKey */
export function requireObject(context: S3Context): { bucket: Bucket; info: ObjectInfo } {
  const bucket = requireBucket(context);
  const key = requireKey(context);
  const info = bucket.objects.get(key);
  if (!info) throw noSuchKey(key);
  return { bucket, info };
}

/** The key of an operation on objects, which detectOperation guarantees. */
export const requireKey = ({ address }: S3Context): string => address.key ?? '';

/** @throws S3Error if the body does not match its signed hash */
export async function readXml({ request }: S3Context, limit: number): Promise<string> {
  const body = await readBody(request.body, limit);
  const signed = request.headers['x-amz-content-sha256'] ?? '';
  if (/^[0-9a-f]{64}$/.test(signed) && signed !== sha256(body)) throw contentHashMismatch();
  return body.toString();
}

export const makeXmlResponse = (root: string, content: XmlElement | string): HttpResponse => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: writeXml(root, content, { namespaced: true }),
});

export const checksumHeaders = (checksums: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]));
