import { randomBytes } from 'node:crypto';
import { noSuchUpload } from './errors.js';
import type { StagedContent } from './store.js';

export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: number;
  readonly contentType: string;
  readonly headers: Record<string, string>;
  readonly parts: Map<number, StagedContent>;
}

/** Running uploads. They do not outlive the server, because their parts are staged files. */
export class MultipartUploads {
  private readonly uploads = new Map<string, MultipartUpload>();

  begin(upload: Omit<MultipartUpload, 'id' | 'parts'>): MultipartUpload {
    const begun = { ...upload, id: randomBytes(32).toString('base64url'), parts: new Map() };
    this.uploads.set(begun.id, begun);
    return begun;
  }

  /** @throws S3Error NoSuchUpload, also if the upload belongs to another object */
  get(id: string, bucket: string, key: string): MultipartUpload {
    const upload = this.uploads.get(id);
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw noSuchUpload(id);
    return upload;
  }

  end(upload: MultipartUpload): void {
    this.uploads.delete(upload.id);
  }

  inBucket(bucket: string): MultipartUpload[] {
    return [...this.uploads.values()].filter((upload) => upload.bucket === bucket);
  }
}
