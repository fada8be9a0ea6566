import { readFile } from 'node:fs/promises';
import { removeProfile } from '../../config/profile-file.js';
import { findProfile, type ProfileFlags, writeOwnFile } from '../../config/profile-store.js';
import { makeError } from '../../errors/user-error.js';
import { type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';

/** `sme profile remove`: takes a profile out of our own file, after a question. */
export async function runProfileRemove(name: string, flags: ProfileFlags & ConfirmFlags, io: CommandIo): Promise<void> {
  const { path, owner } = await findProfile(name, flags, io);
  if (owner === 'exapump') {
    throw makeError('E-SME-29', { name, path });
  }
  await confirm(io, flags, `Profile ${name} will be removed from ${path}, its password too.`);
  const { text, keepsComments } = await removeProfile(await readFile(path, 'utf8'), name);
  await writeOwnFile(path, text);
  if (!keepsComments) {
    io.warn(`'${path}' was written anew: its comments are gone.`);
  }
  printResult(io, { name, path, comments_kept: keepsComments }, () => `Removed profile ${name} from ${path}.\n`);
}
