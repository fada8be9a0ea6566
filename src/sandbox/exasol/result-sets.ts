import type { ResultSetResult } from '../types/statement-result.js';
import type { Cell, Row } from '../types/values.js';
import { describeColumns } from './data-types.js';
import { ProtocolError } from './exception.js';
import { JsonDouble, type JsonValue } from './json.js';

/** Result sets with at least this number of rows are returned as a handle without rows. Source: executeV1.md of the WebSocket API. */
const inlineRowLimit = 1000;

/** Limit for inline rows, which keeps a message below the 64 MiB that the login response announces; a handle is for the rest. */
const inlineByteLimit = 32 * 1024 * 1024;

/** The open result sets of a session. Handles start at 1, because drivers treat 0 as no handle. */
export class ResultSets {
  readonly #open = new Map<number, ResultSetResult>();
  #lastHandle = 0;

  /** The `resultSet` of a response: inline rows if there are few, otherwise a handle of the open result set. */
  present(result: ResultSetResult): JsonValue {
    const total = result.rows.length;
    const inlineRows = total < inlineRowLimit ? countRows(result.rows, 0, inlineByteLimit) : 0;
    const header = this.#describe(result, inlineRows < total ? this.#add(result) : undefined, inlineRows);
    return total >= inlineRowLimit ? header : { ...header, data: toColumns(result, 0, inlineRows) };
  }

  /** The `resultSet` of getResultSetHeader, without data. */
  describe(handle: number): JsonValue {
    return this.#describe(this.#find(handle), handle, 0);
  }

  /** Complete rows from `startPosition` up to `numBytes`, but at least one unless none is left. */
  fetch(handle: number, startPosition: number, numBytes: number): JsonValue {
    const result = this.#find(handle);
    const numRows = countRows(result.rows, startPosition, numBytes);
    return { numRows, data: toColumns(result, startPosition, numRows) };
  }

  /** @throws ProtocolError if the handle is not open */
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

  #add(result: ResultSetResult): number {
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

/** Converts rows to columns, as the protocol requires. */
function toColumns(result: ResultSetResult, start: number, numRows: number): readonly (readonly JsonValue[])[] {
  const page = result.rows.slice(start, start + numRows);
  return result.columns.map(({ dataType }, index) => {
    const cells = page.map((row) => row[index] ?? null);
    return dataType.type === 'DOUBLE' ? cells.map(toJsonDouble) : cells;
  });
}

function toJsonDouble(cell: Cell): JsonValue {
  return typeof cell === 'number' ? new JsonDouble(cell) : cell;
}

/** Number of rows from `start` within `maxBytes`, but at least one unless none is left. */
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

/** Approximate length in the message, including the separator; ignores escapes and UTF-8. */
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
