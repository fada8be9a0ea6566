import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** Objects whose keys start with a prefix, by key, in pages of up to 1,000. */
export async function* pageObjects(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<readonly StoredObject[], void> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    yield (page.Contents ?? []).map(({ Key, Size, LastModified }) => ({
      key: Key ?? '',
      bytes: Size ?? 0,
      modifiedAt: LastModified?.getTime() ?? 0,
    }));
  }
}

/** The same objects in one list. */
export async function listObjects(client: S3Client, bucket: string, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const page of pageObjects(client, bucket, prefix)) {
    objects.push(...page);
  }
  return objects;
}

/** Names of the folders directly below a prefix, without the trailing slash. */
export async function* pageFolders(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<readonly string[], void> {
  const request = { Bucket: bucket, Prefix: prefix, Delimiter: '/' };
  for await (const page of paginateListObjectsV2({ client }, request)) {
    yield (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix.slice(prefix.length, -1));
  }
}

/** Uploads a file as a stream. */
export async function uploadFile(client: S3Client, path: string, bucket: string, key: string): Promise<void> {
  const { size } = await stat(path);
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(path), ContentLength: size }),
  );
}

/** An object that S3 did not delete. */
export interface DeletionFailure {
  readonly key: string;
  readonly reason: string;
}

/** Deletes up to 1,000 objects in one call and returns those that S3 did not delete. */
export async function deleteObjects(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
): Promise<readonly DeletionFailure[]> {
  const response = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) } }),
  );
  return (response.Errors ?? []).map(({ Key = '', Code = '', Message = '' }) => ({
    key: Key,
    reason: `s3:DeleteObject: ${Code}: ${Message}`,
  }));
}

/** A multipart upload that was neither completed nor aborted. AWS bills its parts, but listings of objects do not contain them. */
export interface PendingUpload {
  readonly key: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Pending multipart uploads below a prefix, in pages of up to 1,000. */
export async function* pageUploads(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<readonly PendingUpload[], void> {
  let markers: { readonly KeyMarker?: string; readonly UploadIdMarker?: string } | undefined = {};
  while (markers !== undefined) {
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...markers }),
    );
    yield (page.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated }) => ({
      key: Key,
      id: UploadId,
      startedAt: Initiated?.getTime() ?? 0,
    }));
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    markers =
      IsTruncated === true && NextKeyMarker !== undefined
        ? {
            KeyMarker: NextKeyMarker,
            ...(NextUploadIdMarker === undefined ? {} : { UploadIdMarker: NextUploadIdMarker }),
          }
        : undefined;
  }
}

/** Aborts a multipart upload, which deletes its parts. */
export async function abortUpload(client: S3Client, bucket: string, { key, id }: PendingUpload): Promise<void> {
  await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: id }));
}
