import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { promptForSecret } from '../../../src/config/passwords.js';

class Terminal extends EventEmitter {
  readonly rawModes: boolean[] = [];
  setRawMode(raw: boolean): void {
    this.rawModes.push(raw);
  }
  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
}

function ask(...typed: readonly string[]) {
  const terminal = new Terminal();
  let shown = '';
  const answer = promptForSecret('Password: ', terminal, { write: (text) => (shown += text) });
  for (const keys of typed) {
    terminal.emit('data', keys);
  }
  return { answer, terminal, shown: () => shown };
}

describe('a password asked for on a terminal', () => {
  test('is taken up to the return key and not shown', async () => {
    const { answer, terminal, shown } = ask('se', 'crüt', '\r');
    expect(await answer).toBe('secrüt');
    expect(shown()).toBe('Password: \n');
    expect(terminal.rawModes).toEqual([true, false]);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  test('knows the backspace key', async () => {
    expect(await ask('ax\u007f😀\u007fb\n').answer).toBe('ab');
  });

  test('ends with Ctrl-C, the terminal as before', async () => {
    const { answer, terminal } = ask('se\u0003');
    await expect(answer).rejects.toMatchObject({ code: 'E-SME-4', exitCode: 130 });
    expect(terminal.rawModes).toEqual([true, false]);
  });
});
