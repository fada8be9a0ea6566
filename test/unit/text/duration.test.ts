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
])('parses %j as %s ms', (text, milliseconds) => {
  expect(parseSpanMs(text)).toBe(milliseconds);
});

test('accepts only durations that a timer supports', () => {
  expect(parseDurationMs('24d')).toBe(2_073_600_000);
  expect(parseDurationMs('25d')).toBeUndefined();
});
