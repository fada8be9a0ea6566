import { describe, expect, test } from 'vitest';
import { drawProgress, drawSparkline } from '../../../src/terminal/sparkline.js';

describe('drawSparkline', () => {
  test.each([
    ['rising numbers', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    ['negative numbers', [-1, 0, 1], '▁▅█'],
    ['equal numbers', [0.5, 0.5], '▅▅'],
    ['one number', [3], '▅'],
    ['no numbers', [], ''],
  ])('draws %s', (_what, values, line) => {
    expect(drawSparkline(values)).toBe(line);
  });
});

describe('drawProgress', () => {
  test.each([
    [0, '░░░░'],
    [0.5, '██░░'],
    [1, '████'],
    [7, '████'],
    [-1, '░░░░'],
  ])('draws %d', (share, bar) => {
    expect(drawProgress(share, 4)).toBe(bar);
  });
});
