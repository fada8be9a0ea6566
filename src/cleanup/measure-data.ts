import { pageObjects, pageUploads } from '../aws/s3-objects.js';
import type { CleanupContext } from './context.js';
import { isExportedFile, makeTrainPrefix } from './training-location.js';

/** An output path. */
interface BaseLocation {
  readonly bucket: string;
  /** With a trailing slash; empty for the root of the bucket. */
  readonly base: string;
  readonly region: string;
}

/** The size of one export. */
export interface DataSize {
  readonly files: number;
  readonly bytes: number;
  readonly uploads: number;
  /** When the newest file or upload was written, in milliseconds since 1970; 0 without files and uploads. */
  readonly newestAt: number;
}

/**
 * Adds up the files and pending uploads of one export. Objects that an export does not write are ignored.
 * @param options.requireOnly require that the folder of the job contains nothing else
 * @returns undefined if `requireOnly` is set and the folder contains other objects
 */
export async function measureData(
  { clients, signal }: CleanupContext,
  { bucket, base, region }: BaseLocation,
  job: string,
  uploads: Uploads,
  { requireOnly = false } = {},
): Promise<DataSize | undefined> {
  const prefix = makeTrainPrefix(base, job);
  const pending = uploads.byPrefix.get(prefix);
  let [files, bytes, newestAt] = [0, 0, pending?.newestAt ?? 0];
  for await (const page of pageObjects(await clients.s3(region), bucket, requireOnly ? `${base}${job}/` : prefix)) {
    signal.throwIfAborted();
    for (const object of page) {
      if (isExportedFile(prefix, object.key)) {
        files += 1;
        bytes += object.bytes;
        newestAt = Math.max(newestAt, object.modifiedAt);
      } else if (requireOnly) {
        return undefined;
      }
    }
  }
  return { files, bytes, uploads: pending?.count ?? 0, newestAt };
}

/** Pending uploads of exports below an output path. */
export interface Uploads {
  readonly byPrefix: ReadonlyMap<string, { readonly count: number; readonly newestAt: number }>;
  /** Folders directly below the output path. A listing of objects does not show folders that have only uploads. */
  readonly folders: readonly string[];
}

export const noUploads: Uploads = { byPrefix: new Map(), folders: [] };

/** Adds up the pending uploads of exports below an output path. @throws the error of S3 */
export async function measureUploads(
  { clients }: CleanupContext,
  { bucket, base, region }: BaseLocation,
): Promise<Uploads> {
  const byPrefix = new Map<string, { count: number; newestAt: number }>();
  const folders = new Set<string>();
  for await (const page of pageUploads(await clients.s3(region), bucket, base)) {
    for (const { key, startedAt } of page) {
      const folder = key.slice(base.length).split('/')[0] ?? '';
      const prefix = makeTrainPrefix(base, folder);
      if (isExportedFile(prefix, key)) {
        const size = byPrefix.get(prefix) ?? { count: 0, newestAt: 0 };
        byPrefix.set(prefix, { count: size.count + 1, newestAt: Math.max(size.newestAt, startedAt) });
        folders.add(folder);
      }
    }
  }
  return { byPrefix, folders: [...folders] };
}
