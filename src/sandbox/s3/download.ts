import { Readable } from 'node:stream';
import type { S3Location } from './address.js';
import type { S3Connection } from './client.js';
import { makeReadFailure } from './failure.js';

/**
 * Streams the bytes of an object.
 * @throws ExasolError 42636 ETL-5105 if the request fails or the connection breaks
 */
export async function* downloadObject(
  connection: S3Connection,
  location: S3Location,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const { module, client } = connection;
  let bytes = 0;
  try {
    const command = new module.GetObjectCommand({ Bucket: location.bucket, Key: location.key });
    const { Body: body } = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    if (!(body instanceof Readable)) return;
    for await (const chunk of body) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      yield buffer;
    }
  } catch (error) {
    throw makeReadFailure(error, location.url, bytes);
  }
}
