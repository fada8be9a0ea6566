import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** Objects below a prefix, up to 1,000 a page, so that nobody needs to hold them all. */
export async function* pageFiles(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<readonly StoredFile[], void> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    yield (page.Contents ?? []).map(({ Key, Size, LastModified }) => ({
      key: Key ?? '',
      bytes: Size ?? 0,
      modifiedAt: LastModified?.getTime() ?? 0,
    }));
  }
}

/** Names of the folders right below a prefix, without the slash behind them. */
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

/** An object that S3 did not delete, and what it says. */
export interface UnremovedFile {
  readonly key: string;
  readonly reason: string;
}

/** Deletes up to 1,000 objects with one call. @returns those that stay */
export async function removeFiles(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
): Promise<readonly UnremovedFile[]> {
  const answer = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) } }),
  );
  return (answer.Errors ?? []).map(({ Key = '', Code = '', Message = '' }) => ({
    key: Key,
    reason: `s3:DeleteObject: ${Code}: ${Message}`,
  }));
}

/** An upload in parts that was begun and not ended: its parts are stored, and paid for, and shown by no listing of objects. */
export interface PendingUpload {
  readonly key: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Uploads below a prefix that are not ended, up to 1,000 a page. */
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

/** Ends an upload and frees its parts. */
export async function abortUpload(client: S3Client, bucket: string, { key, id }: PendingUpload): Promise<void> {
  await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: id }));
}
