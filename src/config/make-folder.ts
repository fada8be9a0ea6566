import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing; one that is there already is well. Node's own recursive mkdir never comes back
 * from a file system in which nothing can be made, such as /proc: it takes the ENOENT there for a missing parent, again and again.
 * @param mode of folders that are made, less what the process's mask takes away
 * @throws Error of the system
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (thrown) {
    const parent = dirname(path);
    if (readCode(thrown) === 'EEXIST' && (await isFolder(path))) {
      return;
    }
    if (readCode(thrown) !== 'ENOENT' || parent === path || (await isFolder(parent))) {
      throw thrown;
    }
    await makeFolder(parent, mode);
    await makeFolder(path, mode);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function readCode(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
