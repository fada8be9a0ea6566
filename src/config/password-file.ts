import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { warnOfReaders } from './private-file.js';

/** A password out of a file, and what to say about the file. */
export type PasswordFile =
  | { readonly password: string; readonly warnings: readonly string[] }
  | { readonly problem: string };

/**
 * Reads a password from the first line of a file, as editors and `echo` leave it: without the end of the line, and without the mark
 * that Windows puts at the beginning. In a settings file no shell replaces `~`, so it is done here.
 */
export function readPasswordFile(path: string): PasswordFile {
  try {
    const found = path.replace(/^~(?=[/\\])/, homedir());
    const password = readFirstLine(decode(readFileSync(found)));
    return password === ''
      ? { problem: `the file '${path}' has no password in its first line` }
      : { password, warnings: warnOfReaders(found) };
  } catch (thrown) {
    return { problem: `the file '${path}' cannot be read (${thrown instanceof Error ? thrown.message : 'no reason'})` };
  }
}

/** The text up to the first end of line, without a byte order mark. */
export function readFirstLine(text: string): string {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
}

/** `>` of Windows PowerShell writes UTF-16 with a mark; everything else is UTF-8. */
function decode(bytes: Buffer): string {
  return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
}
