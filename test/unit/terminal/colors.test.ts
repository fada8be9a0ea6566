import { describe, expect, test } from 'vitest';
import { chooseColors, colorFirstWords } from '../../../src/terminal/colors.js';

const green = '\u001b[32mok\u001b[39m';

describe('colors', () => {
  test.each([
    ['on a terminal', { isTerminal: true, env: {}, flag: undefined }, green],
    ['without a terminal', { isTerminal: false, env: {}, flag: undefined }, 'ok'],
    ['with --no-color', { isTerminal: true, env: { FORCE_COLOR: '1' }, flag: false }, 'ok'],
    ['with NO_COLOR', { isTerminal: true, env: { NO_COLOR: '1' }, flag: true }, 'ok'],
    ['with an empty NO_COLOR', { isTerminal: true, env: { NO_COLOR: '' }, flag: true }, green],
    ['on a dumb terminal', { isTerminal: true, env: { TERM: 'dumb' }, flag: true }, 'ok'],
    ['with FORCE_COLOR in a pipe', { isTerminal: false, env: { FORCE_COLOR: '' }, flag: true }, green],
    [
      'with FORCE_COLOR and NO_COLOR',
      { isTerminal: false, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, flag: true },
      green,
    ],
    ['with FORCE_COLOR=0', { isTerminal: true, env: { FORCE_COLOR: '0' }, flag: true }, 'ok'],
  ])('%s', (_case, options, colored) => {
    expect(chooseColors(options)('ok')).toBe(colored);
  });

  const colorStatus = chooseColors({ isTerminal: true, env: {}, flag: true });

  test('apply to status words only, padded or not', () => {
    expect(colorStatus('Failed   ')).toBe('\u001b[31mFailed   \u001b[39m');
    expect(colorStatus('Stopping')).toContain('\u001b[33m');
    expect(colorStatus('InProgress')).toBe('InProgress');
    // names that every object has
    for (const word of ['constructor', '__proto__', '']) expect(colorStatus(word)).toBe(word);
  });

  test('apply to the first word of a line, but not to indented lines', () => {
    expect(colorFirstWords('fail     role  ok\n         ok to fix\nskipped  x\n', colorStatus)).toBe(
      '\u001b[31mfail\u001b[39m     role  ok\n         ok to fix\nskipped  x\n',
    );
  });
});
