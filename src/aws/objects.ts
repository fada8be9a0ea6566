import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/** All objects whose keys begin with the prefix, in the order of their keys. */
export async function listObjects(client: S3Client, bucket: string, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, Size } of page.Contents ?? []) objects.push({ key: Key ?? '', bytes: Size ?? 0 });
  }
  return objects;
}

/** Puts a file into a bucket, without reading it into memory. */
export async function uploadFile(client: S3Client, path: string, bucket: string, key: string): Promise<void> {
  const { size } = await stat(path);
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(path), ContentLength: size }),
  );
}
