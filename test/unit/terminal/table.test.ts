import { describe, expect, test } from 'vitest';
import { chooseWidths, formatRows, formatTable, measureTable } from '../../../src/terminal/table.js';
import { measureWidth } from '../../../src/terminal/text-width.js';

describe('formatTable', () => {
  test('makes columns as wide as their widest cell, without trailing spaces', () => {
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

  test('aligns numeric columns to the right', () => {
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

  test('cuts only columns that may be cut', () => {
    const rows = [['a-long-name-that-stays', 'a reason that can be cut']];
    const layout = { width: 36, shrinkableColumns: new Set([1]) };
    expect(formatTable(rows, layout)).toBe('a-long-name-that-stays  a reason th…\n');
    expect(formatTable(rows, { ...layout, width: 10 })).toBe('a-long-name-that-stays  a rea…\n');
  });

  test.each([80, 50, 20, 5])('narrows the widest columns on a terminal with %i columns', (width) => {
    const rows = [
      ['JOB', 'STATUS', 'NOTE'],
      [
        'customers-20261122213000',
        'Completed',
        'a note that is much longer than any line of a common terminal could be',
      ],
      ['客户流失预测任务二〇二六', 'InProgress', ''],
    ];
    const lines = formatTable(rows, { width }).trimEnd().split('\n');
    const minWidth = 3 * 6 + 2 * 2;
    for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(Math.max(width, minWidth));
    expect(lines[1]).toContain('…');
    expect(measureTable(rows)).toBeGreaterThan(80);
  });

  test('replaces line breaks and control characters in cells', () => {
    const table = formatTable(
      [
        ['a\nb', '\u001b[31mred\u001b[0m'],
        ['\u009b2J', '\u0007'],
      ],
      { width: undefined },
    );
    expect(table).toBe('a b  �[31mred�[0m\n�2J  �\n');
  });

  test('has the same widths with and without colors', () => {
    const colorStatus = (cell: string) => (cell.trim() === 'ok' ? `\u001b[32m${cell}\u001b[39m` : cell);
    const rows = [
      ['STATE', 'X'],
      ['ok', 'y'],
    ];
    const plain = formatTable(rows, { width: 80 });
    const colored = formatTable(rows, { width: 80, colorStatus });
    expect(colored).toContain('\u001b[32mok   \u001b[39m');
    expect(colored.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(plain);
  });

  test('formats later rows with the widths of the first rows', () => {
    const widths = chooseWidths([['NAME'], ['abc']], undefined);
    expect(formatRows([['longer than that']], widths)).toBe('lon…\n');
  });
});
