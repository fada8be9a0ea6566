/**
 * Filters of DataProcessing for CSV: `$` (all columns), `$[0]`, `$[1:]`, `$[:3]`, `$[0,-1]` and lists of indexes and ranges. A negative index
 * counts from the end. Source: the Developer Guide, batch-transform-data-processing. Whether AWS accepts a list that mixes positive and
 * negative indexes is unverified; it is accepted here.
 */
export type ColumnFilter = (cells: readonly string[]) => string[];

/** @returns undefined for a path that is not one of the forms for CSV */
export function parseColumnFilter(path: string): ColumnFilter | undefined {
  if (path === '$') return (cells) => [...cells];
  const inner = /^\$\[([-\d:,\s]+)\]$/.exec(path)?.[1];
  if (inner === undefined) return undefined;
  const parts = inner.split(',').map(parsePart);
  if (parts.some((part) => part === undefined)) return undefined;
  return (cells) => parts.flatMap((part) => part?.(cells) ?? []);
}

function parsePart(text: string): ColumnFilter | undefined {
  const [, start = '', colon, end = ''] = /^\s*(-?\d+)?\s*(:)?\s*(-?\d+)?\s*$/.exec(text) ?? [];
  if (colon !== undefined) {
    return (cells) => cells.slice(start === '' ? 0 : Number(start), end === '' ? undefined : Number(end));
  }
  if (start === '') return undefined;
  return (cells) => cells.slice(Number(start)).slice(0, 1);
}
