import { chooseWidths, formatTable, type TableLayout, type TableRows } from './table.js';

/** How to fit a list with a header into a terminal. Columns are named as in the header. */
export interface ListLayout extends Pick<TableLayout, 'width' | 'colorStatus'> {
  readonly numeric?: readonly string[];
  /** Columns that may be cut. All others, such as names that are copied into other commands, are complete. */
  readonly shrinkable: readonly string[];
  /** Columns that are left out if the terminal is too narrow, in this order. */
  readonly droppable: readonly string[];
}

/** A shrinkable column that would be narrower than this makes room by dropping another column. */
const readableWidth = 16;

/**
 * Formats a list for a terminal: columns without a value go first, then droppable ones, and only shrinkable ones are cut. In a pipe, the
 * list always has the same columns.
 */
export function formatList([header = [], ...rows]: TableRows, layout: ListLayout): string {
  const { width } = layout;
  let shown = header.map((_name, column) => column);
  if (width !== undefined) {
    shown = shown.filter((column) => rows.some((row) => row[column] !== ''));
    for (const name of layout.droppable) {
      if (measureMinimum(header, rows, shown, layout.shrinkable) <= width) break;
      shown = shown.filter((column) => header[column] !== name);
    }
  }
  const names = pick(header, shown);
  const indexesOf = (list: readonly string[]) =>
    new Set(names.flatMap((name, index) => (list.includes(name) ? [index] : [])));
  return formatTable([names, ...rows.map((row) => pick(row, shown))], {
    width,
    numericColumns: indexesOf(layout.numeric ?? []),
    shrinkableColumns: indexesOf(layout.shrinkable),
    ...(layout.colorStatus && { colorStatus: layout.colorStatus }),
  });
}

const pick = (row: readonly string[], columns: readonly number[]) => columns.map((column) => row[column] ?? '');

/** The width of the table if its shrinkable columns are as narrow as they can be read. */
function measureMinimum(
  header: readonly string[],
  rows: TableRows,
  shown: readonly number[],
  shrinkable: readonly string[],
): number {
  const widths = chooseWidths(
    [header, ...rows].map((row) => pick(row, shown)),
    undefined,
  );
  const minima = widths.map((width, index) =>
    shrinkable.includes(header[shown[index] ?? -1] ?? '') ? Math.min(width, readableWidth) : width,
  );
  return minima.reduce((total, width) => total + width, 2 * (minima.length - 1));
}
