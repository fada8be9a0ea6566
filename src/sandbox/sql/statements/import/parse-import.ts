import { readDataType } from '../../../catalog/data-types.js';
import type { Column } from '../../../types/values.js';
import {
  type ColumnSpec,
  type CsvOptions,
  IMPORT_OPTIONS,
  readColumnSpecs,
  readCsvOptions,
} from '../csv/csv-options.js';
import { expectFileGroups, type FileGroup } from '../csv/file-target.js';
import { refuseGap } from '../row-count.js';
import { StatementCursor } from '../statement-cursor.js';

export type ImportTarget =
  /** `columns` empty = all of the table. */
  | { readonly kind: 'table'; readonly name: readonly string[]; readonly columns: readonly string[] }
  /** `IMPORT INTO (c type, …)` as a part of a query. */
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  /** `IMPORT INTO (LIKE t)`. */
  | { readonly kind: 'like'; readonly name: readonly string[] };

export interface ParsedImport {
  readonly target: ImportTarget;
  readonly groups: readonly FileGroup[];
  readonly specs: readonly ColumnSpec[] | undefined;
  readonly options: CsvOptions;
}

export function parseImport(sql: string): ParsedImport {
  const cursor = new StatementCursor(sql);
  cursor.expectWord('IMPORT', 'INTO');
  const target = expectTarget(cursor);
  cursor.expectWord('FROM');
  const groups = expectFileGroups(cursor, 'IMPORT');
  const specs = readColumnSpecs(cursor);
  const options = readCsvOptions(cursor, IMPORT_OPTIONS);
  if (cursor.acceptWord('ERRORS', 'INTO')) refuseGap('IMPORT … ERRORS INTO');
  if (cursor.acceptWord('REJECT', 'LIMIT') && (cursor.acceptWord('UNLIMITED') || cursor.integer() > 0)) {
    refuseGap('IMPORT … REJECT LIMIT above 0');
  }
  cursor.acceptWord('ERRORS');
  cursor.expectEnd();
  if (options.rowSeparator === '') refuseGap("IMPORT … ROW SEPARATOR = 'NONE'");
  const packed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (packed !== undefined) refuseGap(`compression of '${packed}' (.gz and plain files are there)`);
  return { target, groups, specs, options };
}

function expectTarget(cursor: StatementCursor): ImportTarget {
  if (cursor.peek()?.text !== '(') {
    const name = cursor.path();
    return {
      kind: 'table',
      name,
      columns: cursor.peek()?.text === '(' ? cursor.listOrNothing(() => cursor.name()) : [],
    };
  }
  if (cursor.peek(1)?.value === 'LIKE') {
    cursor.expectSymbol('(');
    cursor.expectWord('LIKE');
    const name = cursor.path();
    cursor.expectSymbol(')');
    return { kind: 'like', name };
  }
  const columns = cursor.listOrNothing(() => ({ name: cursor.name(), dataType: readDataType(cursor) }));
  return { kind: 'columns', columns };
}
