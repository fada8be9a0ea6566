import { expect, test } from 'vitest';
import { parseDurationMs, parseSpanMs } from '../../../src/text/duration.js';

test.each([
  ['500ms', 500],
  ['10', undefined],
  ['1.5', undefined],
  ['10s', 10_000],
  ['1.5 h', 5_400_000],
  ['30d', 2_592_000_000],
  ['0s', undefined],
  ['-1s', undefined],
  ['8 hours', undefined],
  ['', undefined],
])('%j is a span of %s ms', (text, milliseconds) => {
  expect(parseSpanMs(text)).toBe(milliseconds);
});

test('a time to wait is one that a timer can count', () => {
  expect(parseDurationMs('24d')).toBe(2_073_600_000);
  expect(parseDurationMs('25d')).toBeUndefined();
});
