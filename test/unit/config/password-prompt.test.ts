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

function typeAtPrompt(...typed: readonly string[]) {
  const terminal = new Terminal();
  let shown = '';
  const password = promptForSecret('Password: ', terminal, { write: (text) => (shown += text) });
  for (const keys of typed) {
    terminal.emit('data', keys);
  }
  return { password, terminal, shown: () => shown };
}

describe('the password prompt', () => {
  test('returns what is typed up to the return key, without showing it', async () => {
    const { password, terminal, shown } = typeAtPrompt('se', 'crüt', '\r');
    expect(await password).toBe('secrüt');
    expect(shown()).toBe('Password: \n');
    expect(terminal.rawModes).toEqual([true, false]);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  test('supports the backspace key', async () => {
    expect(await typeAtPrompt('ax\u007f😀\u007fb\n').password).toBe('ab');
  });

  test('ends on Ctrl-C and restores the terminal', async () => {
    const { password, terminal } = typeAtPrompt('se\u0003');
    await expect(password).rejects.toMatchObject({ code: 'E-SME-4', exitCode: 130 });
    expect(terminal.rawModes).toEqual([true, false]);
  });
});
