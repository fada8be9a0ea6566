/** Reads and writes `model.tar.gz`, SageMaker's format of models, as a minimal tar file. */
import { gunzipSync, gzipSync } from 'node:zlib';

const block = 512;

export function packArchive(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    parts.push(makeHeader(name, content.length), content, Buffer.alloc((block - (content.length % block)) % block));
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

/** @throws if the bytes are not a gzip-compressed tar file */
export function unpackArchive(archive: Buffer): Record<string, string> {
  const tar = gunzipSync(archive);
  const files: Record<string, string> = {};
  let at = 0;
  while (at + block <= tar.length && tar[at] !== 0) {
    const name = readField(tar, at, 100);
    const size = Number.parseInt(readField(tar, at + 124, 12), 8);
    if (!Number.isInteger(size)) throw new Error('The archive is not a tar file.');
    files[name] = tar.toString('utf8', at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

const readField = (tar: Buffer, at: number, length: number): string =>
  tar
    .toString('latin1', at, at + length)
    .replace(/\0.*$/s, '')
    .trim();

/** A ustar header: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function makeHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\0', 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write(`${'0'.repeat(11)}\0`, 136, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\0', 257, 'latin1');
  header.write('00', 263, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}
