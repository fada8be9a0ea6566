import type { S3Location } from './address.js';
import type { S3Connection } from './client.js';
import type { S3Encryption } from './credentials.js';
import { makeWriteFailure } from './failure.js';

/** AWS takes parts of 5 MiB and more (the last may be smaller), 10,000 a file: 8 MiB reach 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;

/** One object, written part by part as Exasol does (its errors show the `?uploads=` request): at most one part is held in memory. */
export class S3Upload {
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

  /** @throws ExasolError 42636 ETL-5106 where S3 refuses */
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

  /** Takes bytes; resolves when no more than a part is waiting. */
  async write(chunk: Buffer): Promise<void> {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= PART_BYTES) await this.#sendPart();
  }

  /** Sends what is left and makes the object visible. An object without bytes is made too. */
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

  /** Gives the upload up; what was sent is deleted. Never fails: it is called when something else already did. */
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
