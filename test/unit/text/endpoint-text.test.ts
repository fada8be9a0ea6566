import { describe, expect, test } from 'vitest';
import { describeExpiry, describeHosting, formatDuration } from '../../../src/text/endpoint-text.js';

const nothing = { instanceType: undefined, instanceCount: undefined, memoryMb: undefined, maxConcurrency: undefined };

describe('an endpoint in words', () => {
  test('runs on instances or on nothing', () => {
    expect(describeHosting({ ...nothing, instanceType: 'ml.m5.large', instanceCount: 2 })).toBe('2 x ml.m5.large');
    expect(describeHosting({ ...nothing, memoryMb: 2048, maxConcurrency: 3 })).toBe('serverless, 2048 MB, 3 at once');
  });

  test.each([
    ['2026-11-23T08:15:00Z', 'in 8 h 15 min'],
    ['2026-11-22T23:59:20Z', '40 s ago'],
    ['2026-12-23T03:00:00Z', 'in 30 d 3 h'],
  ])('expires at %s: %s', (moment, words) => {
    expect(describeExpiry(new Date(moment), new Date('2026-11-23T00:00:00Z'))).toBe(words);
  });

  test('does not expire where nothing says so', () => {
    expect(describeExpiry(undefined, new Date())).toBe('');
  });

  test.each([
    [59, '59 s'],
    [47 * 3600, '47 h 00 min'],
    [49 * 3600, '2 d 1 h'],
  ])('is %d s old: %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });
});
