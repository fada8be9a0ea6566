import { describe, expect, test } from 'vitest';
import { choosePaint, paintStates } from '../../../src/terminal/colors.js';

const green = '\u001b[32mok\u001b[39m';

describe('colours', () => {
  test.each([
    ['on a terminal', { isTerminal: true, env: {}, flag: undefined }, green],
    ['elsewhere', { isTerminal: false, env: {}, flag: undefined }, 'ok'],
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
  ])('%s', (_where, wish, painted) => {
    expect(choosePaint(wish)('ok')).toBe(painted);
  });

  const paint = choosePaint({ isTerminal: true, env: {}, flag: true });

  test('are for status words only, padded or not', () => {
    expect(paint('Failed   ')).toBe('\u001b[31mFailed   \u001b[39m');
    expect(paint('Stopping')).toContain('\u001b[33m');
    expect(paint('InProgress')).toBe('InProgress');
    // names that every object has
    for (const word of ['constructor', '__proto__', '']) expect(paint(word)).toBe(word);
  });

  test('begin a line of states, and nothing below it', () => {
    expect(paintStates('fail     role  ok\n         ok to mend\nskipped  x\n', paint)).toBe(
      '\u001b[31mfail\u001b[39m     role  ok\n         ok to mend\nskipped  x\n',
    );
  });
});
