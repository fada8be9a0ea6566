import type { HttpResponse } from '../http.js';
import {
  checksumHeaders,
  makeXmlResponse,
  requireBucket,
  requireKey,
  requireObject,
  type S3Context,
  type S3Operation,
} from './context.js';
import { authorizeDecryption, pickEncryption, readEncryption } from './encryption.js';
import { invalidArgument, noSuchBucket, noSuchKey, S3Error } from './errors.js';
import type { ObjectInfo } from './store.js';
import { stageUpload } from './upload-body.js';

const keptHeaders = /^(?:x-amz-meta-.*|cache-control|content-disposition|content-encoding|content-language|expires)$/;

/** Headers of an upload that S3 stores with the object, without the encoding `aws-chunked` of the request. */
export function headersToKeep({ request }: S3Context): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!keptHeaders.test(name)) continue;
    const clean = name === 'content-encoding' ? value.replace(/\s*aws-chunked\s*,?/, '').trim() : value;
    if (clean !== '') kept[name] = clean;
  }
  return kept;
}

export const defaultContentType = 'binary/octet-stream';

/** S3 allows keys of up to 1,024 bytes. */
export function checkKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > 1024) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 });
  }
}

/** The response must have an empty body: otherwise botocore treats it as an error and retries. */
export const putObject: S3Operation = async (context) => {
  const bucket = requireBucket(context);
  const key = requireKey(context);
  checkKeyLength(key);
  if (context.request.headers['if-none-match'] === '*' && bucket.objects.has(key))
    throw preconditionFailed('If-None-Match');
  const encryption = readEncryption(context);
  const { staged, checksums } = await stageUpload(context.store, context.request, context.signature);
  const info = await context.store.commit(bucket, staged, {
    key,
    etag: staged.md5,
    contentType: context.request.headers['content-type'] ?? defaultContentType,
    headers: { ...headersToKeep(context), ...encryption },
    checksums,
  });
  const headers = { ETag: `"${info.etag}"`, ...pickEncryption(info.headers), ...checksumHeaders(checksums) };
  return { status: 200, headers };
};

export const copyObject: S3Operation = async (context) => {
  const bucket = requireBucket(context);
  const source = decodeURIComponent(context.request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const slash = source.indexOf('/');
  const sourceBucket = context.store.buckets.get(source.slice(0, slash));
  if (!sourceBucket) throw noSuchBucket(source.slice(0, slash));
  const info = sourceBucket.objects.get(source.slice(slash + 1));
  if (!info) throw noSuchKey(source.slice(slash + 1));
  const encryption = readEncryption(context);
  const replaces = context.request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const staged = await context.store.stage(context.store.read(sourceBucket, info.key));
  const copied = await context.store.commit(bucket, staged, {
    ...info,
    key: requireKey(context),
    headers: { ...(replaces ? headersToKeep(context) : info.headers), ...encryption },
  });
  return makeXmlResponse('CopyObjectResult', {
    ETag: `"${copied.etag}"`,
    LastModified: new Date(copied.lastModified).toISOString(),
  });
};

export const headObject: S3Operation = (context) => {
  const { info } = requireObject(context);
  const conditional = checkConditions(context, info);
  if (conditional) return conditional;
  return { status: 200, headers: { 'Content-Length': String(info.size), ...describe(context, info) } };
};

export const getObject: S3Operation = (context) => {
  const { bucket, info } = requireObject(context);
  authorizeDecryption(context, info.headers);
  const conditional = checkConditions(context, info);
  if (conditional) return conditional;
  const range = readRange(context.request.headers['range'], info);
  if (info.size === 0) return { status: 200, headers: describe(context, info), body: '' };
  if (!range) {
    const headers = { 'Content-Length': String(info.size), ...describe(context, info) };
    return { status: 200, headers, body: context.store.read(bucket, info.key) };
  }
  const headers = {
    'Content-Length': String(range.end - range.start + 1),
    'Content-Range': `bytes ${range.start}-${range.end}/${info.size}`,
    ...describe(context, info),
  };
  return { status: 206, headers, body: context.store.read(bucket, info.key, range) };
};

export const deleteObject: S3Operation = async (context) => {
  await context.store.deleteObject(requireBucket(context), requireKey(context));
  return { status: 204 };
};

function describe({ request }: S3Context, info: ObjectInfo): Record<string, string> {
  // The checksum is that of the whole object, so a range does not have it.
  const wantsChecksum = request.headers['x-amz-checksum-mode'] === 'ENABLED' && request.headers['range'] === undefined;
  return {
    'Content-Type': info.contentType,
    'Last-Modified': new Date(info.lastModified).toUTCString(),
    'Accept-Ranges': 'bytes',
    ETag: `"${info.etag}"`,
    ...info.headers,
    ...(wantsChecksum ? checksumHeaders(info.checksums) : {}),
  };
}

/** First and last byte. @returns undefined for a header that S3 ignores, in which case it returns the whole object */
function readRange(header: string | undefined, info: ObjectInfo): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, info.size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? info.size - 1 : Math.min(Number(last), info.size - 1);
  if (start >= info.size || (first === '' && Number(last) === 0)) {
    throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: header,
      ActualObjectSize: info.size,
    });
  }
  if (end < start) throw invalidArgument('The range is not valid', 'Range', header ?? '');
  return { start, end };
}

const preconditionFailed = (condition: string): S3Error =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

function checkConditions({ request }: S3Context, info: ObjectInfo): HttpResponse | undefined {
  const etag = `"${info.etag}"`;
  const match = request.headers['if-match'];
  if (match !== undefined && match !== etag && match !== '*') throw preconditionFailed('If-Match');
  const noneMatch = request.headers['if-none-match'];
  return noneMatch === etag || noneMatch === '*' ? { status: 304, headers: { ETag: etag } } : undefined;
}
