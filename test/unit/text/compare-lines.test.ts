import { describe, expect, test } from 'vitest';
import { compareLines } from '../../../src/text/compare-lines.js';

const letters = (text: string) => [...text].join('\n');
/** Applies a comparison with all lines shown, so that both texts can be read from it. */
const readBack = (lines: readonly string[], sign: '-' | '+') =>
  lines
    .filter((line) => line.startsWith(' ') || line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('');

describe('the comparison of two texts', () => {
  test('is empty for equal texts', () => {
    expect(compareLines('a\nb', 'a\nb')).toEqual([]);
  });

  test('shows a changed line between two unchanged lines on each side, and its number', () => {
    expect(compareLines(letters('abcdXfghi'), letters('abcdYfghi'))).toEqual([
      '@@ line 3 @@',
      ...[' c', ' d', '-X', '+Y', ' f', ' g'],
    ]);
  });

  test('separates changes that are far apart', () => {
    expect(compareLines(letters('1abcdefgh2'), letters('abcdefgh'))).toEqual([
      '@@ line 1 @@',
      ...['-1', ' a', ' b', '@@ line 8 @@', ' g', ' h', '-2'],
    ]);
  });

  test('shows added and removed lines of an empty text', () => {
    expect(compareLines('', 'a')).toEqual(['@@ line 1 @@', '-', '+a']);
  });

  test.each([
    ['abcabba', 'cbabac', 5],
    ['kitten', 'sitting', 5],
    ['abc', 'xyz', 6],
    ['aXbXc', 'abc', 2],
    ['abc', 'aXbXc', 2],
    ['a', 'ba', 1],
  ])('finds the fewest changes from %s to %s', (before, after, count) => {
    const lines = compareLines(letters(before), letters(after));
    expect(lines.filter((line) => /^[-+]/.test(line))).toHaveLength(count);
    expect([readBack(lines, '-'), readBack(lines, '+')]).toEqual([before, after]);
  });

  test('gives up on texts without anything in common', () => {
    const numbers = (offset: number) => Array.from({ length: 2000 }, (_, index) => String(offset + index)).join('\n');
    expect(compareLines(numbers(0), numbers(10_000))).toHaveLength(4001);
  });
});
