import type { PaintStatus } from './colors.js';
import { cutText, flattenText, measureText, padText } from './text-width.js';

/** How a table is laid out. */
export interface TableLayout {
  /** Columns of the terminal; undefined where nothing limits a line. */
  readonly width: number | undefined;
  /** Columns of numbers, by index: set to the right. */
  readonly numbers?: ReadonlySet<number>;
  /** Gives a cell its colour, once it is as wide as its column. */
  readonly paint?: PaintStatus;
}

const gap = '  ';
/** No column is made narrower, so that it still tells something. */
const narrowest = 6;

/** How wide each column is: as its widest cell, and less for the widest ones where a line is too long. */
export function chooseWidths(rows: readonly (readonly string[])[], width: number | undefined): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, measureText(flattenText(cell)));
    });
  }
  const available = (width ?? Number.POSITIVE_INFINITY) - gap.length * (widths.length - 1);
  for (let surplus = sum(widths) - available; surplus > 0; surplus -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= narrowest) {
      break;
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Rows for people, in columns of these widths. */
export function formatRows(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  { numbers = new Set(), paint = (cell) => cell }: Pick<TableLayout, 'numbers' | 'paint'> = {},
): string {
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const columns = widths[column] ?? 0;
        return paint(padText(cutText(flattenText(cell), columns), columns, numbers.has(column) ? 'left' : 'right'));
      });
      return `${cells.join(gap).trimEnd()}\n`;
    })
    .join('');
}

/** How long the longest line is where nothing is cut. */
export function measureTable(rows: readonly (readonly string[])[]): number {
  const widths = chooseWidths(rows, undefined);
  return sum(widths) + gap.length * (widths.length - 1);
}

/** A table that fits a terminal; the first row is the header. */
export function fitTable(rows: readonly (readonly string[])[], { width, ...look }: TableLayout): string {
  return formatRows(rows, chooseWidths(rows, width), look);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
