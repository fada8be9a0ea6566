import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { makeInterruption } from '../errors/user-error.js';
import { findPermissionWarnings } from './files.js';

/** The part of `process.stdin` that reading a pipe, or a terminal without echo, needs. */
export interface TerminalInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data' | 'end', listener: (text: string) => void): unknown;
  removeListener(event: 'data' | 'end', listener: (text: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/**
 * Prompts for a secret on a terminal, without echo.
 * @throws UserError E-SME-4 on Ctrl-C or Ctrl-D
 */
export function promptForSecret(question: string, input: TerminalInput, output: { write(text: string): unknown }) {
  // Turn off the echo before the prompt appears, or the terminal shows what is typed or pasted right away.
  input.setRawMode?.(true);
  output.write(question);
  input.setEncoding('utf8');
  input.resume();
  return new Promise<string>((resolve, reject) => {
    let typed = '';
    const finish = (end: () => void) => {
      input.removeListener('data', read);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
      end();
    };
    const read = (text: string) => {
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          finish(() => resolve(typed));
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(() => reject(makeInterruption()));
          return;
        }
        // The backspace key sends either of these two codes, depending on the terminal.
        typed = character === '\u007f' || character === '\b' ? [...typed].slice(0, -1).join('') : typed + character;
      }
    };
    input.on('data', read);
  });
}

/** Reads the password for `--password-stdin`: the first line of a pipe, or a prompt on a terminal. */
export async function readPasswordFromStdin(
  input: TerminalInput,
  output: { write(text: string): unknown },
): Promise<string> {
  return input.isTTY === true
    ? await promptForSecret('Password: ', input, output)
    : readFirstLine(await readToEnd(input));
}

/** Reads a pipe to its end. */
export function readToEnd(input: TerminalInput): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    input.setEncoding('utf8');
    input.on('data', (part) => {
      text += part;
    });
    input.on('end', () => resolve(text));
    input.resume();
  });
}

/** A password read from a file, with warnings about the file, or the reason why it could not be read. */
export type PasswordFile =
  | { readonly password: string; readonly warnings: readonly string[] }
  | { readonly problem: string };

/**
 * Reads a password from the first line of a file, without the line break and the byte order mark that editors and shells may add.
 * Expands `~`, because no shell does so for a path in a settings file.
 */
export function readPasswordFile(path: string): PasswordFile {
  try {
    const expanded = path.replace(/^~(?=[/\\])/, homedir());
    const password = readFirstLine(decode(readFileSync(expanded)));
    return password === ''
      ? { problem: `the file '${path}' has no password in its first line` }
      : { password, warnings: findPermissionWarnings(expanded) };
  } catch (thrown) {
    return {
      problem: `cannot read the file '${path}': ${thrown instanceof Error ? thrown.message : 'unknown reason'}`,
    };
  }
}

/** The text up to the first line break, without a byte order mark. */
function readFirstLine(text: string): string {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
}

/** Decodes UTF-8, or UTF-16 with a byte order mark, which `>` writes in Windows PowerShell. */
function decode(bytes: Buffer): string {
  return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
}
