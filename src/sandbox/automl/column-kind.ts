import { isMissingNumber, parseDate, parseNumber } from './cell-text.js';
import type { ColumnKind } from './types.js';

/** Infers the kind of a column from its cells. A column without values, or with the same value in every row, is 'empty'. */
export function inferColumnKind(cells: readonly string[]): ColumnKind {
  const distinct = new Set(cells);
  if (distinct.size <= 1) return 'empty';
  const present = [...distinct].filter((cell) => cell.trim() !== '');
  if (present.every((cell) => isMissingNumber(cell) || !Number.isNaN(parseNumber(cell)))) {
    return present.some((cell) => !Number.isNaN(parseNumber(cell))) ? 'numeric' : 'categorical';
  }
  if (present.every((cell) => parseDate(cell) !== undefined)) return 'datetime';
  const words = present.reduce((sum, cell) => sum + cell.trim().split(/\s+/).length, 0) / present.length;
  return words >= 3 && present.length > cells.length / 5 ? 'text' : 'categorical';
}
