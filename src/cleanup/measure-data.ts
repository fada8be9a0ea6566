import { pageFiles, pageUploads } from '../aws/stored-files.js';
import type { GarbageContext } from './context.js';
import { isExportedFile, makeTrainPrefix } from './training-data.js';

/** Below which jobs lie. */
interface Place {
  readonly bucket: string;
  /** With a slash at its end; empty for the bucket itself. */
  readonly base: string;
  readonly region: string;
}

/** How much of an export is there. */
export interface DataSize {
  readonly files: number;
  readonly bytes: number;
  readonly uploads: number;
  readonly newestAt: number;
}

/**
 * Adds up the files of one export; foreign objects beside them do not count.
 * @param options.isAlone look at all that is below the job's folder
 * @returns undefined where there is something else beside the export, with `isAlone`
 */
export async function measureData(
  { clients, signal }: GarbageContext,
  { bucket, base, region }: Place,
  job: string,
  uploads: Uploads,
  { isAlone = false } = {},
): Promise<DataSize | undefined> {
  const prefix = makeTrainPrefix(base, job);
  const pending = uploads.byPrefix.get(prefix);
  let [files, bytes, newestAt] = [0, 0, pending?.newestAt ?? 0];
  for await (const page of pageFiles(await clients.s3(region), bucket, isAlone ? `${base}${job}/` : prefix)) {
    signal.throwIfAborted();
    for (const file of page) {
      if (isExportedFile(prefix, file.key)) {
        files += 1;
        bytes += file.bytes;
        newestAt = Math.max(newestAt, file.modifiedAt);
      } else if (isAlone) {
        return undefined;
      }
    }
  }
  return { files, bytes, uploads: pending?.count ?? 0, newestAt };
}

/** Uploads below an output path that have not ended. */
export interface Uploads {
  readonly byPrefix: ReadonlyMap<string, { readonly count: number; readonly newestAt: number }>;
  /** Names right below the output path; a listing of objects does not show those that have uploads only. */
  readonly folders: readonly string[];
}

/** As if there were none. */
export const noUploads: Uploads = { byPrefix: new Map(), folders: [] };

/** Adds up the uploads below an output path that are those of exports. @throws what S3 says */
export async function addUpUploads({ clients }: GarbageContext, { bucket, base, region }: Place): Promise<Uploads> {
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
