import { expect, test } from 'vitest';
import { formatExpiry, formatHardware } from '../../../src/text/format-values.js';

const unknown = { instanceType: undefined, instanceCount: undefined, memoryMb: undefined, maxConcurrency: undefined };

test('formats the hardware of an endpoint', () => {
  expect(formatHardware({ ...unknown, instanceType: 'ml.m5.large', instanceCount: 2 })).toBe('2 x ml.m5.large');
  expect(formatHardware({ ...unknown, memoryMb: 2048, maxConcurrency: 3 })).toBe(
    'serverless, 2048 MB, max concurrency 3',
  );
});

test.each([
  ['2026-11-23T08:15:00Z', 'in 8 h 15 min'],
  ['2026-11-23T00:03:05Z', 'in 3 min 05 s'],
  ['2026-11-22T23:59:20Z', '40 s ago'],
  ['2026-12-23T03:00:00Z', 'in 30 days'],
])('formats the expiry %s as %s', (moment, text) => {
  expect(formatExpiry(new Date(moment), new Date('2026-11-23T00:00:00Z'))).toBe(text);
});

test('formats a missing expiry as an empty string', () => {
  expect(formatExpiry(undefined, new Date())).toBe('');
});
