import { describe, expect, test } from 'vitest';
import { measureWidth, padText, toSingleLine, truncateText, wrapLine } from '../../../src/terminal/text-width.js';

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

describe('measureWidth', () => {
  test.each([
    ['plain letters', 'abc', 3],
    ['an umlaut of two code points', 'u\u0308ber', 4],
    ['Chinese', '客户', 4],
    ['Korean of three code points', '\u1112\u1161\u11ab', 2],
    ['halfwidth katakana', 'ｱｲ', 2],
    ['fullwidth letters', 'ＡＢ', 4],
    ['an emoji', '🙂', 2],
    ['a family in one emoji', '👩‍👩‍👧‍👦', 2],
    ['a flag', '🇩🇪', 2],
    ['a skin tone', '👍🏽', 2],
    ['a zero-width joiner', 'a\u200db', 2],
    ['colored text', red('abc'), 3],
    ['an empty line', '', 0],
  ])('measures %s', (_what, text, columns) => {
    expect(measureWidth(text)).toBe(columns);
  });
});

describe('truncateText', () => {
  test.each([
    ['keeps text that fits', 'abc', 3, 'abc'],
    ['truncates text that is one letter too long', 'abcd', 3, 'ab…'],
    ['does not split a wide character', '客户表', 4, '客…'],
    ['keeps a combining mark with its letter', 'u\u0308ber', 2, 'u\u0308…'],
    ['returns nothing for no columns', 'abc', 0, ''],
    ['returns only the ellipsis for one column', 'abc', 1, '…'],
    ['keeps the sequence that ends a color', `${red('abcd')}ef`, 3, red('ab…')],
    ['keeps color sequences after the cut', `abcd${red('ef')}`, 3, `ab…${red('')}`],
  ])('%s', (_what, text, columns, truncated) => {
    expect(truncateText(text, columns)).toBe(truncated);
    expect(measureWidth(truncated)).toBeLessThanOrEqual(columns);
  });
});

test.each([
  ['keeps a line that fits', 'a b', 3, ['a b']],
  ['breaks between words', 'one two three', 8, ['one two', 'three']],
  ['keeps the indentation', '  one two', 5, ['  one', '  two']],
  ['does not break a word that is too long', 'a unbreakable b', 4, ['a', 'unbreakable', 'b']],
  ['counts wide characters as two columns', '客户 客户', 8, ['客户', '客户']],
  ['keeps an empty line', '', 5, ['']],
])('wrapLine %s', (_what, line, columns, lines) => {
  expect(wrapLine(line, columns)).toEqual(lines);
});

test('padText pads to columns, not characters', () => {
  expect(padText('客户', 6)).toBe('客户  ');
  expect(padText(red('ab'), 4)).toBe(`${red('ab')}  `);
  expect(padText('7', 3, 'left')).toBe('  7');
  expect(padText('long', 2)).toBe('long');
});

test('toSingleLine replaces line breaks and control characters', () => {
  expect(toSingleLine('a\r\nb\tc  d')).toBe('a b c d');
  expect(toSingleLine('\u001b[2J\u001b]0;title\u0007x\u009b31m')).toBe('�[2J�]0;title�x�31m');
  expect(toSingleLine('user\u202etxt.exe')).toBe('user�txt.exe');
});
