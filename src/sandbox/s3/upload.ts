import type { ByteSink } from '../types/client-files.js';
import type { S3Location } from './address.js';
import type { S3Connection } from './client.js';
import type { S3Encryption } from './credentials.js';
import { makeWriteFailure } from './failure.js';

/** S3 allows 10,000 parts per object, of at least 5 MiB except the last. With 8 MiB, an object can have 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

/** A multipart upload, as Exasol uses (its errors show the `?uploads=` request). Holds at most one part in memory. */
export class S3Upload implements ByteSink {
  readonly #connection: S3Connection;
  readonly #location: S3Location;
  readonly #uploadId: string;
  readonly #signal: AbortSignal | undefined;
  readonly #parts: { ETag: string | undefined; PartNumber: number }[] = [];
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #sentBytes = 0;

  private constructor(
    connection: S3Connection,
    location: S3Location,
    uploadId: string,
    signal: AbortSignal | undefined,
  ) {
    this.#connection = connection;
    this.#location = location;
    this.#uploadId = uploadId;
    this.#signal = signal;
  }

  /** @throws ExasolError 42636 ETL-5106 if the request fails */
  static async open(
    connection: S3Connection,
    location: S3Location,
    encryption: S3Encryption | undefined,
    signal: AbortSignal | undefined,
  ): Promise<S3Upload> {
    const { module, client } = connection;
    const command = new module.CreateMultipartUploadCommand({
      Bucket: location.bucket,
      Key: location.key,
      ...(encryption === undefined ? {} : { ServerSideEncryption: encryption.type }),
      ...(encryption?.keyId === undefined ? {} : { SSEKMSKeyId: encryption.keyId }),
    });
    try {
      const { UploadId = '' } = await client.send(command, abortOptions(signal));
      return new S3Upload(connection, location, UploadId, signal);
    } catch (error) {
      throw makeWriteFailure(error, `${location.url}?uploads=`, 0);
    }
  }

  /** Adds bytes. Resolves when less than one part is pending. */
  async write(chunk: Buffer): Promise<void> {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= PART_BYTES) await this.#sendPart();
  }

  /** Uploads the rest and completes the object, which may be empty. */
  async close(): Promise<void> {
    if (this.#pendingBytes > 0 || this.#parts.length === 0) await this.#sendPart();
    const { module, client } = this.#connection;
    const command = new module.CompleteMultipartUploadCommand({
      ...this.#target(),
      MultipartUpload: { Parts: this.#parts },
    });
    try {
      await client.send(command, abortOptions(this.#signal));
    } catch (error) {
      throw makeWriteFailure(error, `${this.#location.url}?uploadId=${this.#uploadId}`, this.#sentBytes);
    }
  }

  /** Aborts the upload and deletes its parts. Never fails, because it is called after another failure. */
  async abort(): Promise<void> {
    const { module, client } = this.#connection;
    await client.send(new module.AbortMultipartUploadCommand(this.#target())).catch(() => undefined);
  }

  #target() {
    return { Bucket: this.#location.bucket, Key: this.#location.key, UploadId: this.#uploadId };
  }

  async #sendPart(): Promise<void> {
    const body = Buffer.concat(this.#pending);
    const number = this.#parts.length + 1;
    this.#pending = [];
    this.#pendingBytes = 0;
    const { module, client } = this.#connection;
    const command = new module.UploadPartCommand({ ...this.#target(), PartNumber: number, Body: body });
    try {
      const { ETag } = await client.send(command, abortOptions(this.#signal));
      this.#parts.push({ ETag, PartNumber: number });
      this.#sentBytes += body.length;
    } catch (error) {
      const url = `${this.#location.url}?partNumber=${number}&uploadId=${this.#uploadId}`;
      throw makeWriteFailure(error, url, this.#sentBytes);
    }
  }
}

function abortOptions(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
