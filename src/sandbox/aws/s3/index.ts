/**
 * The part of S3 that data loaders and SDKs use, stored on the file system.
 *
 * Mirrored: the operations of detect.ts (objects, multipart uploads, listing, some of buckets) in path style and virtual-host style, signatures in
 * header and query, chunked uploads with signed or unsigned chunks and trailers, Content-MD5 and flexible checksums, ranges, If-Match and
 * If-None-Match, keys of any bytes, their error codes and messages, buckets in other Regions (400 AuthorizationHeaderMalformed if the
 * signature has the wrong Region, 301 PermanentRedirect if the host has).
 *
 * Missing, with an error 501 NotImplemented that names it: versions, ACLs, policies, tagging, lifecycle, website, CORS, replication, UploadPartCopy,
 * S3 Select. Headers of storage classes are ignored, those of server-side encryption are checked and returned. CRC32C and CRC64NVME are stored and returned, not verified.
 *
 * Different by design: one account owns every bucket; everything is strongly consistent; multipart uploads do not outlive the server; a multipart
 * object has no checksum.
 *
 * Why not @20minutes/s3rver 4.0.4: it rejects STREAMING-UNSIGNED-PAYLOAD-TRAILER, which the AWS SDK uses for streams; it accepts a signature for
 * any Region and requests without a signature; it has no AbortMultipartUpload; its accounts are global to the process.
 */
import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../http.js';
import { describeDenial, type Identities } from '../identities.js';
import type { ParsedSignature } from '../signature.js';
import { readAddress, type S3Address } from './address.js';
import {
  createBucket,
  deleteBucket,
  deleteObjects,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './bucket-operations.js';
import type { S3Operation } from './context.js';
import { detectOperation, type OperationName } from './detect.js';
import type { RequiredKmsKey } from './encryption.js';
import {
  accessDenied,
  permanentRedirect,
  S3Error,
  signatureError,
  toErrorResponse,
  wrongSigningRegion,
} from './errors.js';
import { listObjects, listObjectsV2 } from './list-operations.js';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart-operations.js';
import { MultipartUploads } from './multipart-uploads.js';
import { copyObject, deleteObject, getObject, headObject, putObject } from './object-operations.js';
import type { ObjectStore } from './store.js';

const operations: Readonly<Record<OperationName, S3Operation>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  DeleteObjects: deleteObjects,
  PutObject: putObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListParts: listParts,
  ListMultipartUploads: listMultipartUploads,
};

/** The IAM actions of operations that have another name. Source: Service Authorization Reference, "Actions defined by Amazon S3". */
const actions: Readonly<Partial<Record<OperationName, string>>> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  CopyObject: 'PutObject',
  HeadObject: 'GetObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  ListParts: 'ListMultipartUploadParts',
  ListMultipartUploads: 'ListBucketMultipartUploads',
};

export interface S3Service {
  handle(request: HttpRequest, signature: ParsedSignature | 'malformed' | undefined): Promise<HttpResponse>;
}

export function makeS3Service(options: {
  store: ObjectStore;
  identities: Identities;
  requiredKmsKeys: ReadonlyMap<string, RequiredKmsKey>;
  region: string;
}): S3Service {
  const { store, identities, requiredKmsKeys, region } = options;
  const uploads = new MultipartUploads();

  async function run(request: HttpRequest, parsed: ParsedSignature | 'malformed' | undefined): Promise<HttpResponse> {
    const address = readAddress(request);
    if (parsed === undefined || parsed === 'malformed') {
      throw signatureError({ kind: parsed ?? 'missing' });
    }
    const payloadHash = request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
    const verified = identities.verify(request, parsed, payloadHash);
    if ('kind' in verified) throw signatureError(verified);
    const signature = verified;
    const operation = detectOperation(request, address);
    function authorize(action: string, resource: string): void {
      const permission = { action, resource };
      const decision = identities.authorize(signature.identity, permission);
      if (decision !== 'allowed') throw accessDenied(describeDenial(signature.identity, permission, decision));
    }
    // DeleteObjects needs a permission for each key.
    if (operation !== 'DeleteObjects') {
      authorize(`s3:${actions[operation] ?? operation}`, writeArn(address.bucket, address.key));
    }
    if (operation !== 'CreateBucket') checkRegion(store, address, signature.region);
    return operations[operation]({
      request,
      address,
      signature,
      caller: signature.identity.arn,
      store,
      uploads,
      requiredKmsKeys,
      region,
      authorize,
    });
  }

  return {
    async handle(request, signature) {
      const requestId = randomBytes(8).toString('hex').toUpperCase();
      const response = await run(request, signature).catch((error: unknown) => {
        if (error instanceof S3Error) return toErrorResponse(error, request.rawPath, requestId);
        throw error;
      });
      return { ...response, headers: { ...response.headers, 'x-amz-request-id': requestId } };
    },
  };
}

function writeArn(bucket: string | undefined, key: string | undefined): string {
  if (bucket === undefined) return '*';
  return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

/** Checks that the Regions of host, signature and bucket are the same. */
function checkRegion(store: ObjectStore, address: S3Address, signedFor: string): void {
  const bucketRegion = store.buckets.get(address.bucket ?? '')?.region;
  const endpointRegion = address.endpointRegion ?? bucketRegion;
  if (endpointRegion !== undefined && signedFor !== endpointRegion) throw wrongSigningRegion(signedFor, endpointRegion);
  if (bucketRegion !== undefined && endpointRegion !== bucketRegion) {
    throw permanentRedirect(address.bucket ?? '', bucketRegion);
  }
}
