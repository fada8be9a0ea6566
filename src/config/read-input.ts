import type { TerminalInput } from './ask-password.js';

/** Everything that is piped in, up to its end. */
export function readAll(input: TerminalInput): Promise<string> {
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
