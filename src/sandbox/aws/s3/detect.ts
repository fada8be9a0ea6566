/** Detects the operation of a request from method, address and query, because S3 requests do not name it. */
import type { HttpRequest } from '../http.js';
import type { S3Address } from './address.js';
import { notImplemented } from './errors.js';

export type OperationName =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'DeleteObjects'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'ListMultipartUploads';

/** `METHOD level[?subresource]` → operation. */
const operations: Readonly<Record<string, OperationName>> = {
  'GET service': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket': 'ListObjects',
  'GET bucket?list-type': 'ListObjectsV2',
  'GET bucket?location': 'GetBucketLocation',
  'GET bucket?uploads': 'ListMultipartUploads',
  'POST bucket?delete': 'DeleteObjects',
  'PUT object': 'PutObject',
  'PUT object?uploadId': 'UploadPart',
  'GET object': 'GetObject',
  'GET object?uploadId': 'ListParts',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'DELETE object?uploadId': 'AbortMultipartUpload',
  'POST object?uploads': 'CreateMultipartUpload',
  'POST object?uploadId': 'CompleteMultipartUpload',
};

/** Query parameters that modify an operation; any other is the name of a subresource. */
const refinements =
  /^(?:x-id|x-amz-.*|prefix|delimiter|marker|max-keys|encoding-type|continuation-token|start-after|fetch-owner|partNumber|response-.*|key-marker|upload-id-marker|max-uploads|max-parts|part-number-marker|max-buckets|bucket-region)$/i;

/** @throws S3Error NotImplemented with the name of the missing operation */
export function detectOperation(request: HttpRequest, address: S3Address): OperationName {
  const level = address.key !== undefined ? 'object' : address.bucket !== undefined ? 'bucket' : 'service';
  const subresource = [...request.query.keys()].find((name) => !refinements.test(name));
  const route = `${request.method} ${level}${subresource === undefined ? '' : `?${subresource}`}`;
  const operation = operations[route];
  if (operation === undefined) throw notImplemented(`'${route}'`);
  if (request.headers['x-amz-copy-source'] === undefined) return operation;
  if (operation === 'PutObject') return 'CopyObject';
  throw notImplemented(`a copy source in '${operation}'`);
}
