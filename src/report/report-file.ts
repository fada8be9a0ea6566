import { randomBytes } from 'node:crypto';
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeThrown, makeError } from '../errors/user-error.js';

/**
 * Chooses the file for a report: the given path, or `<job>.html` in it if it is a folder.
 * @throws UserError E-SME-251 if the file exists and `mayReplace` is false, E-SME-252 if it cannot be written
 */
export async function findReportFile(path: string, job: string, mayReplace: boolean): Promise<string> {
  const file = (await isFolder(path)) ? join(path, `${toFileName(job)}.html`) : path;
  if (await isFolder(file)) {
    throw makeError('E-SME-252', { file, reason: 'it is a folder' });
  }
  if (!mayReplace && (await exists(file))) {
    throw makeError('E-SME-251', { file });
  }
  await access(dirname(file), constants.W_OK).catch((thrown: unknown) => {
    throw makeWriteError(file, thrown);
  });
  return file;
}

/** Writes a file atomically. @throws UserError E-SME-252 */
export async function writeReportFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => {});
    throw makeWriteError(file, thrown);
  }
}

function makeWriteError(file: string, thrown: unknown) {
  return makeError('E-SME-252', { file, reason: describeThrown(thrown) }, thrown);
}

/** A file name that is valid on every file system. Names from AWS are valid, but the job table can contain any text. */
function toFileName(job: string): string {
  return job.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[.-]+/g, '') || 'report';
}

async function isFolder(path: string): Promise<boolean> {
  return (await tryStat(path))?.isDirectory() ?? false;
}

async function exists(path: string): Promise<boolean> {
  return (await tryStat(path)) !== undefined;
}

/** Undefined if the path does not exist or cannot be read; writing then reports the error. */
async function tryStat(path: string) {
  return await stat(path).catch(() => undefined);
}
