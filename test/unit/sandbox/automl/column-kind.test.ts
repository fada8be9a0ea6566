import { expect, test } from 'vitest';
import { parseDate, parseNumber } from '../../../../src/sandbox/automl/cell-text.js';
import { inferColumnKind } from '../../../../src/sandbox/automl/column-kind.js';

test.each([
  ['numeric', ['1', '-2.5', '.5', '1e3', '', 'NaN', 'N/A']],
  ['categorical', ['1', '2', 'three']],
  ['categorical', ['true', 'false', '']],
  ['datetime', ['2024-01-05', '', '2023-11-30 17:22:13.123']],
  ['categorical', ['2024-13-05', '2024-01-05']],
  ['text', ['the red fox jumps', 'over the lazy dog', 'and runs away again']],
  ['empty', ['x', 'x']],
  ['empty', ['', '']],
  ['empty', []],
])('%s: %j', (kind, cells) => {
  expect(inferColumnKind(cells)).toBe(kind);
});

test('parses only finite decimals with a point as numbers', () => {
  expect(['7', ' -1.5e2 ', '+3', '5.'].map(parseNumber)).toEqual([7, -150, 3, 5]);
  expect(['', '1,5', '0x10', 'Infinity', '1e999', '1 2'].map(parseNumber)).toEqual(Array(6).fill(Number.NaN));
});

test('parses ISO dates, with or without a time of day', () => {
  expect(parseDate('1970-01-02 12:00:00')).toEqual({ day: 1.5, month: 1, weekday: 5, dayOfYear: 1, hour: 12 });
  expect(parseDate('18.06.2024')).toBeUndefined();
});
