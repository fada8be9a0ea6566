/**
 * Stores objects as files, with their metadata in separate files. File names are digests of the keys, so that no key can be a path outside the
 * folder, be too long, or conflict with the folder of another key. The index is in memory; contents are not.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';

const objectSchema = z.object({
  key: z.string(),
  size: z.number(),
  /** Without quotes. */
  etag: z.string(),
  lastModified: z.number(),
  contentType: z.string(),
  /** x-amz-meta-* and the standard headers that S3 returns (Content-Encoding, Cache-Control, …), in lower case. */
  headers: z.record(z.string(), z.string()),
  /** Algorithm in lower case → base64; sent by the client and returned by S3. */
  checksums: z.record(z.string(), z.string()),
});

export type ObjectInfo = z.infer<typeof objectSchema>;

const bucketSchema = z.object({ name: z.string(), region: z.string(), created: z.number() });

export interface Bucket extends z.infer<typeof bucketSchema> {
  readonly objects: Map<string, ObjectInfo>;
}

/** Content in a separate file that is not yet an object. */
export interface StagedContent {
  readonly path: string;
  readonly size: number;
  /** Hex MD5, which is the ETag of an object that was not uploaded in parts. */
  readonly md5: string;
}

export class ObjectStore {
  readonly buckets = new Map<string, Bucket>();

  private constructor(
    private readonly folder: string,
    readonly now: () => number,
  ) {}

  /** Opens a folder with the objects of earlier runs; creates it if missing. */
  static async open(folder: string, now: () => number): Promise<ObjectStore> {
    const store = new ObjectStore(folder, now);
    await rm(store.stagingFolder, { recursive: true, force: true });
    await mkdir(store.stagingFolder, { recursive: true });
    await mkdir(store.bucketsFolder, { recursive: true });
    for (const name of await readdir(store.bucketsFolder)) await store.loadBucket(name);
    return store;
  }

  private get stagingFolder(): string {
    return join(this.folder, 'staging');
  }

  private get bucketsFolder(): string {
    return join(this.folder, 'buckets');
  }

  private async loadBucket(name: string): Promise<void> {
    const folder = join(this.bucketsFolder, name);
    const description = bucketSchema.parse(JSON.parse(await readFile(join(folder, 'bucket.json'), 'utf8')));
    const objects = new Map<string, ObjectInfo>();
    for (const file of await readdir(join(folder, 'objects'))) {
      if (!file.endsWith('.json')) continue;
      const info = objectSchema.parse(JSON.parse(await readFile(join(folder, 'objects', file), 'utf8')));
      objects.set(info.key, info);
    }
    this.buckets.set(name, { ...description, objects });
  }

  /** @param name a valid bucket name, which cannot be a path; checked by the caller */
  async createBucket(name: string, region: string): Promise<void> {
    const description = { name, region, created: this.now() };
    const folder = join(this.bucketsFolder, name);
    await mkdir(join(folder, 'objects'), { recursive: true });
    await writeFile(join(folder, 'bucket.json'), JSON.stringify(description));
    this.buckets.set(name, { ...description, objects: new Map() });
  }

  async deleteBucket(name: string): Promise<void> {
    this.buckets.delete(name);
    await rm(join(this.bucketsFolder, name), { recursive: true, force: true });
  }

  /** Writes content to a separate file, which is removed on any error. */
  async stage(content: AsyncIterable<Buffer>): Promise<StagedContent> {
    const path = join(this.stagingFolder, randomUUID());
    const file = await open(path, 'wx');
    const md5 = createHash('md5');
    let size = 0;
    try {
      for await (const chunk of content) {
        md5.update(chunk);
        size += chunk.length;
        await file.write(chunk);
      }
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    await file.close();
    return { path, size, md5: md5.digest('hex') };
  }

  /** Reads staged files as one stream, in order. */
  async *readStaged(parts: readonly StagedContent[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield* createReadStream(part.path);
  }

  async discard(staged: StagedContent): Promise<void> {
    await rm(staged.path, { force: true });
  }

  /** Makes staged content an object. Running reads of a replaced object continue with the old content. */
  async commit(
    bucket: Bucket,
    staged: StagedContent,
    info: Omit<ObjectInfo, 'size' | 'lastModified'>,
  ): Promise<ObjectInfo> {
    const complete = { ...info, size: staged.size, lastModified: this.now() };
    const path = this.pathOf(bucket, info.key);
    await rename(staged.path, path);
    await writeFile(`${path}.json`, JSON.stringify(complete));
    bucket.objects.set(info.key, complete);
    return complete;
  }

  /** @param range first and last byte, inclusive */
  read(bucket: Bucket, key: string, range?: { start: number; end: number }): Readable {
    return createReadStream(this.pathOf(bucket, key), range);
  }

  async deleteObject(bucket: Bucket, key: string): Promise<void> {
    if (!bucket.objects.delete(key)) return;
    const path = this.pathOf(bucket, key);
    await rm(`${path}.json`, { force: true });
    await rm(path, { force: true });
  }

  /** Keys with the prefix, in UTF-8 byte order as S3 lists them. */
  listKeys(bucket: Bucket, prefix: string): string[] {
    return [...bucket.objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareBytes);
  }

  private pathOf(bucket: Bucket, key: string): string {
    return join(this.bucketsFolder, bucket.name, 'objects', createHash('sha256').update(key).digest('hex'));
  }
}

/** UTF-16 order differs from UTF-8 order only for surrogates. */
export function compareBytes(a: string, b: string): number {
  return /[\ud800-\udfff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : Number(a > b);
}
