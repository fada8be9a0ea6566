import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';

/** More than the 64 MiB that the login response announces: Exasol accepts requests of 80 MB (seen on a real database). */
export const maxMessageBytes = 256 * 1024 * 1024;

const compress = promisify(deflate);
const decompress = promisify(inflate);

/**
 * Reads the text of a message: a text frame, or a binary frame of zlib data.
 *
 * @returns undefined if the frame is not zlib data
 */
export async function readFrame(data: Buffer, isBinary: boolean): Promise<string | undefined> {
  if (!isBinary) {
    return data.toString('utf8');
  }
  try {
    return (await decompress(data, { maxOutputLength: maxMessageBytes })).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The payload of a text: the text itself, or zlib data (which `ws` sends as a binary frame). */
export async function writeFrame(text: string, compression: boolean): Promise<string | Buffer> {
  return compression ? compress(text) : text;
}
