import { randomBytes } from 'node:crypto';
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeThrown, makeError } from '../errors/user-error.js';

/**
 * Where a report goes: the file that was named, or `<job>.html` in the folder that was.
 * @throws UserError E-SME-251 where a file is there that may not be replaced, E-SME-252 where none can be
 */
export async function findReportFile(path: string, job: string, mayReplace: boolean): Promise<string> {
  const file = (await isFolder(path)) ? join(path, `${nameFile(job)}.html`) : path;
  if (await isFolder(file)) {
    throw makeError('E-SME-252', { file, reason: 'it is a folder' });
  }
  if (!mayReplace && (await exists(file))) {
    throw makeError('E-SME-251', { file });
  }
  await access(dirname(file), constants.W_OK).catch((thrown: unknown) => {
    throw explainUnwritable(file, thrown);
  });
  return file;
}

/** Writes the file as a whole or not at all. @throws UserError E-SME-252 */
export async function writeReportFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => {});
    throw explainUnwritable(file, thrown);
  }
}

function explainUnwritable(file: string, thrown: unknown) {
  return makeError('E-SME-252', { file, reason: describeThrown(thrown) }, thrown);
}

/** The name in letters that every file system takes; AWS's own names are such, but a table may hold any. */
function nameFile(job: string): string {
  return job.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^[.-]+/g, '') || 'report';
}

async function isFolder(path: string): Promise<boolean> {
  return (await look(path))?.isDirectory() ?? false;
}

async function exists(path: string): Promise<boolean> {
  return (await look(path)) !== undefined;
}

/** What lies there, as far as it can be looked at; writing tells the rest. */
async function look(path: string) {
  return await stat(path).catch(() => undefined);
}
