import { makeInterruption } from '../errors/user-error.js';

/** The part of a terminal's stdin that is needed to read without echo. */
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
 * Asks for a secret on a terminal and shows nothing of it, not even its length.
 * @throws UserError E-SME-4 on Ctrl-C or Ctrl-D
 */
export function askSecret(question: string, input: TerminalInput, prompt: { write(text: string): unknown }) {
  // before the question: the terminal would show what is typed, or pasted, as soon as that stands there
  input.setRawMode?.(true);
  prompt.write(question);
  input.setEncoding('utf8');
  input.resume();
  return new Promise<string>((resolve, reject) => {
    let answer = '';
    const finish = (end: () => void) => {
      input.removeListener('data', read);
      input.setRawMode?.(false);
      input.pause();
      prompt.write('\n');
      end();
    };
    const read = (text: string) => {
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          finish(() => resolve(answer));
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(() => reject(makeInterruption()));
          return;
        }
        // both codes that terminals send for the backspace key
        answer = character === '\u007f' || character === '\b' ? [...answer].slice(0, -1).join('') : answer + character;
      }
    };
    input.on('data', read);
  });
}
