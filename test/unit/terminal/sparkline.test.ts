import { describe, expect, test } from 'vitest';
import { drawProgress, drawSparkline } from '../../../src/terminal/sparkline.js';

describe('a sparkline', () => {
  test.each([
    ['from the smallest to the largest', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['negative numbers', [-1, 0, 1], '▁▅█'],
    ['equal numbers', [0.5, 0.5], '▅▅'],
    ['one number', [3], '▅'],
    ['none', [], ''],
  ])('of %s', (_what, values, line) => {
    expect(drawSparkline(values)).toBe(line);
  });
});

describe('a bar', () => {
  test.each([
    [0, '░░░░'],
    [0.5, '██░░'],
    [1, '████'],
    [7, '████'],
    [-1, '░░░░'],
  ])('of %d', (share, bar) => {
    expect(drawProgress(share, 4)).toBe(bar);
  });
});
