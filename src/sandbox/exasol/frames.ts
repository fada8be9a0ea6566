import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';

/** More than the 64 MiB that login announces: real servers were seen to take an 80 MB request. */
export const maxMessageBytes = 256 * 1024 * 1024;

const compress = promisify(deflate);
const decompress = promisify(inflate);

/**
 * Text of a message: a text frame before login and in sessions without compression, a binary frame of zlib data in the others.
 *
 * @returns undefined where the frame is of the wrong kind or not zlib data
 */
export async function readFrame(data: Buffer, isBinary: boolean, compression: boolean): Promise<string | undefined> {
  if (isBinary !== compression) {
    return undefined;
  }
  if (!compression) {
    return data.toString('utf8');
  }
  try {
    return (await decompress(data, { maxOutputLength: maxMessageBytes })).toString('utf8');
  } catch {
    return undefined;
  }
}

/** What to send for a text: itself, or zlib data (which `ws` then sends as a binary frame). */
export async function writeFrame(text: string, compression: boolean): Promise<string | Buffer> {
  return compression ? compress(text) : text;
}
