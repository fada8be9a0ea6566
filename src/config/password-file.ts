import { readFileSync } from 'node:fs';
import { warnOfReaders } from './private-file.js';

/** A password out of a file, and what to say about the file. */
export type PasswordFile =
  | { readonly password: string; readonly warnings: readonly string[] }
  | { readonly problem: string };

/** Reads a password from the first line of a file, as editors and `echo` leave it: without the end of the line. */
export function readPasswordFile(path: string): PasswordFile {
  try {
    const password = readFirstLine(readFileSync(path, 'utf8'));
    return password === ''
      ? { problem: `the file '${path}' has no password in its first line` }
      : { password, warnings: warnOfReaders(path) };
  } catch (thrown) {
    return { problem: `the file '${path}' cannot be read (${thrown instanceof Error ? thrown.message : 'no reason'})` };
  }
}

/** The text up to the first end of line. */
export function readFirstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
