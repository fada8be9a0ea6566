import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.js';

/** Bits of a file's mode that let its group or others do something. */
const othersMask = 0o077;

/** One warning where others than its owner may read the file, with the command that ends it. Windows has no such modes. */
export function warnOfReaders(path: string): readonly string[] {
  if (process.platform === 'win32') {
    return [];
  }
  const { mode } = statSync(path);
  return (mode & othersMask) === 0
    ? []
    : [
        `Others can read '${path}' (mode ${(mode & 0o777).toString(8)}), which may hold secrets. Run: chmod 600 '${path}'`,
      ];
}

/**
 * Writes a file that only its owner can read, as a whole or not at all: whoever reads meanwhile sees the old text or the new one.
 * A link stays a link; the file that it leads to is replaced.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path), 0o700);
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    // the mask of the process may have taken bits away from the owner
    await chmod(draft, 0o600);
    await rename(draft, target);
  } catch (thrown) {
    await rm(draft, { force: true });
    throw thrown;
  }
}
