import { makeError, makeInterruption } from '../errors/user-error.js';
import type { CommandIo } from './io.js';
import { readTerminalWidth } from './streams.js';
import { wrapLine } from './text-width.js';

/** Options of commands that ask for confirmation. */
export interface ConfirmFlags {
  readonly yes?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
}

/** Returns whether the options confirm everything in advance. */
export function isConfirmed({ yes, autoApprove }: ConfirmFlags): boolean {
  return yes === true || autoApprove === true;
}

/**
 * Asks for confirmation before an action that costs money, exposes a secret or deletes something. Returns only if the user confirms.
 * @param consequences what will happen, in full sentences
 * @throws UserError E-SME-22 if sme cannot prompt, E-SME-23 if the user declines, E-SME-4 on Ctrl-C
 */
export async function confirm(io: CommandIo, flags: ConfirmFlags, consequences: string): Promise<void> {
  if (isConfirmed(flags)) {
    return;
  }
  if (!io.interactive) {
    throw makeError('E-SME-22', { what: consequences });
  }
  if (!(await askYesNo(io, consequences))) {
    throw makeError('E-SME-23');
  }
}

/** Asks a yes/no question on the terminal. The default is no. @throws UserError E-SME-4 on Ctrl-C */
export async function askYesNo(io: CommandIo, text: string, { question = 'Continue?' } = {}): Promise<boolean> {
  io.progress.pause();
  io.stderr.write(`${wrapText(text, io)}\n${question} [y/N] `);
  return /^\s*y(es)?\s*$/i.test(await readLine(io));
}

/** Breaks lines between words if stderr is a terminal. */
function wrapText(text: string, { stderr }: CommandIo): string {
  const width = readTerminalWidth(stderr);
  const lines = text.split('\n');
  return (width === undefined ? lines : lines.flatMap((line) => wrapLine(line, width))).join('\n');
}

function readLine({ stdin, stderr, signal }: CommandIo): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = '';
    const finish = (end: () => void) => {
      stdin.removeListener('data', read);
      stdin.removeListener('end', close);
      signal.removeEventListener('abort', interrupt);
      stdin.pause();
      end();
    };
    const read = (text: string) => {
      line += text;
      if (/[\r\n]/.test(line)) {
        finish(() => resolve(line));
      }
    };
    // Ctrl-D leaves the cursor on the line of the question
    const close = () =>
      finish(() => {
        stderr.write('\n');
        resolve('');
      });
    const interrupt = () => finish(() => reject(makeInterruption('Nothing was changed.')));
    if (signal.aborted) {
      reject(makeInterruption('Nothing was changed.'));
      return;
    }
    signal.addEventListener('abort', interrupt);
    stdin.setEncoding('utf8');
    stdin.on('data', read);
    stdin.on('end', close);
    stdin.resume();
  });
}
