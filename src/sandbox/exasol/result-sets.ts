import type { ResultSetResult } from '../types/statement-result.js';
import type { Cell, Row } from '../types/values.js';
import { describeColumns } from './data-types.js';
import { ProtocolError } from './exception.js';
import type { JsonValue } from './json.js';

/** From this number of rows on an answer comes as a handle without rows (executeV1.md of the WebSocket API). */
const inlineRowLimit = 1000;

/** Few but long rows come partly inline and with a handle for the rest; the budget keeps a message below the 64 MiB that login announces. */
const inlineByteLimit = 32 * 1024 * 1024;

/** The open result sets of one session. Handles start at 1, since drivers take 0 for none. */
export class ResultSets {
  readonly #open = new Map<number, ResultSetResult>();
  #lastHandle = 0;

  /** The `resultSet` of a reply: rows inline where they are few, else a handle under which the result set stays open. */
  present(result: ResultSetResult): JsonValue {
    const total = result.rows.length;
    const inlineRows = total < inlineRowLimit ? countRows(result.rows, 0, inlineByteLimit) : 0;
    const header = this.#describe(result, inlineRows < total ? this.#keep(result) : undefined, inlineRows);
    return total >= inlineRowLimit ? header : { ...header, data: toColumns(result, 0, inlineRows) };
  }

  /** The `resultSet` of getResultSetHeader: no data. */
  describe(handle: number): JsonValue {
    return this.#describe(this.#find(handle), handle, 0);
  }

  /** Whole rows from `startPosition` that fit `numBytes`, at least one where any is left. */
  fetch(handle: number, startPosition: number, numBytes: number): JsonValue {
    const result = this.#find(handle);
    const numRows = countRows(result.rows, startPosition, numBytes);
    return { numRows, data: toColumns(result, startPosition, numRows) };
  }

  /** Fails where the handle is not open. */
  check(handle: number): void {
    this.#find(handle);
  }

  close(handles: readonly number[]): void {
    for (const handle of handles) {
      this.#find(handle);
    }
    for (const handle of handles) {
      this.#open.delete(handle);
    }
  }

  closeAll(): void {
    this.#open.clear();
  }

  #keep(result: ResultSetResult): number {
    this.#lastHandle += 1;
    this.#open.set(this.#lastHandle, result);
    return this.#lastHandle;
  }

  #find(handle: number): ResultSetResult {
    const found = this.#open.get(handle);
    if (found === undefined) {
      throw new ProtocolError(`Invalid result set handle: '${handle}'`);
    }
    return found;
  }

  #describe(result: ResultSetResult, handle: number | undefined, numRowsInMessage: number) {
    return {
      resultSetHandle: handle,
      numColumns: result.columns.length,
      numRows: result.rows.length,
      numRowsInMessage,
      columns: describeColumns(result.columns),
    };
  }
}

/** Row-major to column-major, the order of the wire. */
function toColumns(result: ResultSetResult, start: number, numRows: number): readonly (readonly Cell[])[] {
  const page = result.rows.slice(start, start + numRows);
  return result.columns.map((_, index) => page.map((row) => row[index] ?? null));
}

/** How many rows from `start` on fit the budget; one at least, if there is one. */
function countRows(rows: readonly Row[], start: number, maxBytes: number): number {
  let bytes = 0;
  let position = start;
  while (position < rows.length) {
    bytes += (rows[position] ?? []).reduce((sum: number, cell) => sum + estimateBytes(cell), 0);
    if (bytes > maxBytes && position > start) {
      break;
    }
    position += 1;
  }
  return Math.max(position - start, 0);
}

/** Length in the message, separator included; a soft budget, so escapes and UTF-8 are not counted out. */
function estimateBytes(cell: Cell): number {
  switch (typeof cell) {
    case 'string':
      return cell.length + 3;
    case 'bigint':
    case 'number':
      return 12;
    default:
      return 5;
  }
}
