import { makeError, makeInterruption } from '../errors/user-error.js';
import type { CommandIo } from './io.js';
import { readColumns } from './streams.js';
import { wrapLine } from './text-width.js';

/** Flags of commands that ask before they act. */
export interface ConfirmFlags {
  readonly yes?: boolean | undefined;
  readonly autoApprove?: boolean | undefined;
}

/**
 * Asks before something that costs money, widens a grant or deletes; comes back only where the answer is yes. --yes is one.
 * @param what what will happen, in whole sentences
 * @throws UserError E-SME-22 where no one may be asked, E-SME-23 where the answer is no, E-SME-4 on Ctrl-C
 */
export async function confirm(io: CommandIo, flags: ConfirmFlags, what: string): Promise<void> {
  if (flags.yes === true || flags.autoApprove === true) {
    return;
  }
  if (!io.interactive) {
    throw makeError('E-SME-22', { what });
  }
  if (!(await ask(io, what))) {
    throw makeError('E-SME-23');
  }
}

/** Asks on a terminal; true where the answer is yes. @throws UserError E-SME-4 on Ctrl-C */
export async function ask(io: CommandIo, what: string, { question = 'Go on?' } = {}): Promise<boolean> {
  io.stderr.write(`${wrapText(what, io)}\n${question} [y/N] `);
  return /^\s*y(es)?\s*$/i.test(await readLine(io));
}

/** On a terminal lines are broken between words. */
function wrapText(text: string, { stderr }: CommandIo): string {
  const columns = readColumns(stderr);
  const lines = text.split('\n');
  return (columns === undefined ? lines : lines.flatMap((line) => wrapLine(line, columns))).join('\n');
}

/** The next line that is typed. */
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
    // Ctrl-D leaves the cursor behind the question
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
