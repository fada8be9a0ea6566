import { describe, expect, test } from 'vitest';
import { chooseWidths, formatRows, formatTable, measureTable } from '../../../src/terminal/table.js';
import { measureWidth } from '../../../src/terminal/text-width.js';

describe('a table', () => {
  test('has columns as wide as their widest cell, and no blanks at the end', () => {
    expect(
      formatTable(
        [
          ['JOB', 'NOTE'],
          ['a', ''],
          ['客户', 'x'],
        ],
        { width: undefined },
      ),
    ).toBe('JOB   NOTE\na\n客户  x\n');
  });

  test('sets numbers to the right', () => {
    expect(
      formatTable(
        [
          ['N', 'X'],
          ['10', 'a'],
          ['7', 'b'],
        ],
        { width: undefined, numericColumns: new Set([0]) },
      ),
    ).toBe(' N  X\n10  a\n 7  b\n');
  });

  test.each([80, 50, 20, 5])('takes from its widest columns where a terminal has %i', (width) => {
    const rows = [
      ['JOB', 'STATUS', 'NOTE'],
      ['customers-20261122213000', 'Completed', 'a note that goes on and on and on, far beyond the end of every line'],
      ['客户流失预测任务二〇二六', 'InProgress', ''],
    ];
    const lines = formatTable(rows, { width }).trimEnd().split('\n');
    const least = 3 * 6 + 2 * 2;
    for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(Math.max(width, least));
    expect(lines[1]).toContain('…');
    expect(measureTable(rows)).toBeGreaterThan(80);
  });

  test('keeps a cell on its line and its commands to itself', () => {
    const table = formatTable(
      [
        ['a\nb', '\u001b[31mred\u001b[0m'],
        ['\u009b2J', '\u0007'],
      ],
      { width: undefined },
    );
    expect(table).toBe('a b  �[31mred�[0m\n�2J  �\n');
  });

  test('is as wide with colours as without', () => {
    const colorStatus = (cell: string) => (cell.trim() === 'ok' ? `\u001b[32m${cell}\u001b[39m` : cell);
    const rows = [
      ['STATE', 'X'],
      ['ok', 'y'],
    ];
    const plain = formatTable(rows, { width: 80 });
    const painted = formatTable(rows, { width: 80, colorStatus });
    expect(painted).toContain('\u001b[32mok   \u001b[39m');
    expect(painted.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(plain);
  });

  test('can go on with the widths of its first rows', () => {
    const widths = chooseWidths([['NAME'], ['abc']], undefined);
    expect(formatRows([['longer than that']], widths)).toBe('lon…\n');
  });
});
