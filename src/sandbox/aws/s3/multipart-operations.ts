import { createHash } from 'node:crypto';
import {
  checksumHeaders,
  makeXmlResponse,
  readXml,
  requireBucket,
  requireKey,
  type S3Context,
  type S3Operation,
} from './context.js';
import { readEncryption } from './encryption.js';
import { invalidArgument, malformedXml, S3Error } from './errors.js';
import type { MultipartUpload } from './multipart-uploads.js';
import { checkKeyLength, defaultContentType, headersToKeep } from './object-operations.js';
import type { StagedContent } from './store.js';
import { stageUpload } from './upload-body.js';
import { readElements, readText } from './xml.js';

/** Minimum size of every part except the last. */
const minPartSize = 5 * 1024 * 1024;

export const createMultipartUpload: S3Operation = (context) => {
  const bucket = requireBucket(context);
  const key = requireKey(context);
  checkKeyLength(key);
  const upload = context.uploads.begin({
    bucket: bucket.name,
    key,
    initiated: context.store.now(),
    contentType: context.request.headers['content-type'] ?? defaultContentType,
    headers: { ...headersToKeep(context), ...readEncryption(context) },
  });
  return makeXmlResponse('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId: upload.id });
};

function requireUpload(context: S3Context): MultipartUpload {
  const bucket = requireBucket(context);
  return context.uploads.get(context.request.query.get('uploadId') ?? '', bucket.name, requireKey(context));
}

export const uploadPart: S3Operation = async (context) => {
  const upload = requireUpload(context);
  const number = Number(context.request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      context.request.query.get('partNumber') ?? '',
    );
  }
  const { staged, checksums } = await stageUpload(context.store, context.request, context.signature);
  const former = upload.parts.get(number);
  upload.parts.set(number, staged);
  if (former) await context.store.discard(former);
  return { status: 200, headers: { ETag: `"${staged.md5}"`, ...checksumHeaders(checksums) } };
};

export const completeMultipartUpload: S3Operation = async (context) => {
  const bucket = requireBucket(context);
  const upload = requireUpload(context);
  const parts = chooseParts(upload, await readXml(context, 4 * 1024 * 1024));
  const digest = createHash('md5');
  for (const part of parts) digest.update(Buffer.from(part.md5, 'hex'));
  const etag = `${digest.digest('hex')}-${parts.length}`;
  const staged = await context.store.stage(context.store.readStaged(parts));
  const { key, contentType, headers } = upload;
  await context.store.commit(bucket, staged, { key, etag, contentType, headers, checksums: {} });
  await discardParts(context, upload);
  return makeXmlResponse('CompleteMultipartUploadResult', {
    Location: `/${bucket.name}/${key}`,
    Bucket: bucket.name,
    Key: key,
    ETag: `"${etag}"`,
  });
};

/** @throws S3Error MalformedXML, InvalidPart, InvalidPartOrder, EntityTooSmall */
function chooseParts(upload: MultipartUpload, xml: string): StagedContent[] {
  const listed = readElements(xml, 'Part').map((part) => ({
    number: Number(readText(part, 'PartNumber')),
    etag: readText(part, 'ETag')?.replaceAll('"', ''),
  }));
  if (listed.length === 0) throw malformedXml();
  return listed.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (part?.md5 !== etag || !part) {
      throw new S3Error(
        400,
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        { UploadId: upload.id, PartNumber: number },
      );
    }
    const before = listed[index - 1];
    if (before && before.number >= number) {
      throw new S3Error(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        { UploadId: upload.id },
      );
    }
    if (index < listed.length - 1 && part.size < minPartSize) {
      throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: part.size,
        MinSizeAllowed: minPartSize,
        PartNumber: number,
      });
    }
    return part;
  });
}

export const abortMultipartUpload: S3Operation = async (context) => {
  await discardParts(context, requireUpload(context));
  return { status: 204 };
};

async function discardParts(context: S3Context, upload: MultipartUpload): Promise<void> {
  context.uploads.end(upload);
  for (const part of upload.parts.values()) await context.store.discard(part);
}

export const listParts: S3Operation = (context) => {
  const upload = requireUpload(context);
  return makeXmlResponse('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    IsTruncated: false,
    Part: [...upload.parts]
      .sort(([a], [b]) => a - b)
      .map(([number, part]) => ({ PartNumber: number, ETag: `"${part.md5}"`, Size: part.size })),
  });
};

export const listMultipartUploads: S3Operation = (context) => {
  const bucket = requireBucket(context);
  const prefix = context.request.query.get('prefix') ?? '';
  return makeXmlResponse('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    Prefix: prefix,
    IsTruncated: false,
    Upload: context.uploads
      .inBucket(bucket.name)
      .filter((upload) => upload.key.startsWith(prefix))
      .map((upload) => ({ Key: upload.key, UploadId: upload.id, Initiated: new Date(upload.initiated).toISOString() })),
  });
};
