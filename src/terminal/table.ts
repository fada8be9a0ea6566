import type { ColorStatus } from './colors.js';
import { measureWidth, padText, toSingleLine, truncateText } from './text-width.js';

export type TableRows = readonly (readonly string[])[];

export interface TableLayout {
  /** Width of the terminal in columns; undefined if lines may have any length. */
  readonly width?: number | undefined;
  /** Indexes of the columns that may be cut to fit into `width`; all by default. Lines are longer than `width` if these do not suffice. */
  readonly shrinkableColumns?: ReadonlySet<number>;
  /** Indexes of right-aligned columns. */
  readonly numericColumns?: ReadonlySet<number>;
  /** Colors a cell after it is padded to the width of its column. */
  readonly colorStatus?: ColorStatus;
}

const gap = '  ';
/** A narrower column would not show anything useful. */
const minColumnWidth = 6;

/** Makes each column as wide as its widest cell, then narrows the widest shrinkable columns until a line fits into `width`. */
export function chooseWidths(
  rows: TableRows,
  width: number | undefined,
  shrinkable?: ReadonlySet<number>,
): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, measureWidth(toSingleLine(cell)));
    });
  }
  const available = (width ?? Number.POSITIVE_INFINITY) - gap.length * (widths.length - 1);
  for (let surplus = sum(widths) - available; surplus > 0; surplus -= 1) {
    const candidates = widths.map((size, column) => (shrinkable?.has(column) === false ? 0 : size));
    const widest = candidates.indexOf(Math.max(...candidates));
    if ((candidates[widest] ?? 0) <= minColumnWidth) {
      break;
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Formats rows in columns of the given widths. */
export function formatRows(
  rows: TableRows,
  widths: readonly number[],
  { numericColumns = new Set(), colorStatus = (cell) => cell }: Omit<TableLayout, 'width' | 'shrinkableColumns'> = {},
): string {
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => {
        const width = widths[column] ?? 0;
        const side = numericColumns.has(column) ? 'left' : 'right';
        return colorStatus(padText(truncateText(toSingleLine(cell), width), width, side));
      });
      return `${cells.join(gap).trimEnd()}\n`;
    })
    .join('');
}

/** Returns the length of the longest line if no cell is truncated. */
export function measureTable(rows: TableRows): number {
  const widths = chooseWidths(rows, undefined);
  return sum(widths) + gap.length * (widths.length - 1);
}

/** Formats rows as a table that fits into `width`. */
export function formatTable(rows: TableRows, { width, shrinkableColumns, ...layout }: TableLayout = {}): string {
  return formatRows(rows, chooseWidths(rows, width, shrinkableColumns), layout);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
