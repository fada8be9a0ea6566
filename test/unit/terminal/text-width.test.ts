import { describe, expect, test } from 'vitest';
import { measureWidth, padText, toSingleLine, truncateText, wrapLine } from '../../../src/terminal/text-width.js';

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;

describe('the width of a line', () => {
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
    ['a mark that joins', 'a\u200db', 2],
    ['a colour', red('abc'), 3],
    ['nothing', '', 0],
  ])('%s', (_what, text, columns) => {
    expect(measureWidth(text)).toBe(columns);
  });
});

describe('cutting', () => {
  test.each([
    ['what fits', 'abc', 3, 'abc'],
    ['a letter too many', 'abcd', 3, 'ab…'],
    ['within a wide character', '客户表', 4, '客…'],
    ['a mark stays with its letter', 'u\u0308ber', 2, 'u\u0308…'],
    ['to nothing', 'abc', 0, ''],
    ['to the sign alone', 'abc', 1, '…'],
    ['a colour is switched off all the same', `${red('abcd')}ef`, 3, red('ab…')],
    ['before a colour', `abcd${red('ef')}`, 3, `ab…${red('')}`],
  ])('%s', (_what, text, columns, cut) => {
    expect(truncateText(text, columns)).toBe(cut);
    expect(measureWidth(cut)).toBeLessThanOrEqual(columns);
  });
});

test.each([
  ['what fits', 'a b', 3, ['a b']],
  ['between words', 'one two three', 8, ['one two', 'three']],
  ['with its indent', '  one two', 5, ['  one', '  two']],
  ['no word that is too long', 'a unbreakable b', 4, ['a', 'unbreakable', 'b']],
  ['wide characters', '客户 客户', 8, ['客户', '客户']],
  ['nothing', '', 5, ['']],
])('breaking %s', (_what, line, columns, lines) => {
  expect(wrapLine(line, columns)).toEqual(lines);
});

test('padding counts columns, not characters', () => {
  expect(padText('客户', 6)).toBe('客户  ');
  expect(padText(red('ab'), 4)).toBe(`${red('ab')}  `);
  expect(padText('7', 3, 'left')).toBe('  7');
  expect(padText('long', 2)).toBe('long');
});

test('text of others reaches no terminal as a command', () => {
  expect(toSingleLine('a\r\nb\tc  d')).toBe('a b c d');
  expect(toSingleLine('\u001b[2J\u001b]0;title\u0007x\u009b31m')).toBe('�[2J�]0;title�x�31m');
  expect(toSingleLine('user\u202etxt.exe')).toBe('user�txt.exe');
});
