import type { Token } from '../../../tokens/token-reader.js';
import {
  type ColumnSpec,
  type CsvOptions,
  EXPORT_OPTIONS,
  readColumnSpecs,
  readCsvOptions,
} from '../csv/csv-options.js';
import { expectFileGroups, type FileGroup } from '../csv/file-target.js';
import { refuseGap } from '../row-count.js';
import { StatementCursor } from '../statement-cursor.js';

export type ExportSource =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'table'; readonly name: readonly string[]; readonly columns: readonly string[] };

export interface ParsedExport {
  readonly source: ExportSource;
  readonly groups: readonly FileGroup[];
  readonly specs: readonly ColumnSpec[] | undefined;
  readonly options: CsvOptions;
}

export function parseExport(sql: string): ParsedExport {
  const cursor = new StatementCursor(sql);
  cursor.expectWord('EXPORT');
  const source = expectSource(cursor);
  cursor.expectWord('INTO');
  const groups = expectFileGroups(cursor, 'EXPORT');
  const specs = readColumnSpecs(cursor);
  const options = readCsvOptions(cursor, EXPORT_OPTIONS);
  if (cursor.acceptWord('REJECT', 'LIMIT')) {
    if (!cursor.acceptWord('UNLIMITED')) cursor.integer();
    cursor.acceptWord('ERRORS');
  }
  cursor.expectEnd();
  const packed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (packed !== undefined) refuseGap(`compression of '${packed}' (.gz and plain files are there)`);
  return { source, groups, specs, options };
}

/** `(query)`, a bare query (the server takes both), or `table [(columns)]`. */
function expectSource(cursor: StatementCursor): ExportSource {
  if (cursor.peek()?.text === '(') return { kind: 'query', sql: cursor.parenthesisedText() };
  if (cursor.isWord('SELECT') || cursor.isWord('WITH')) {
    return {
      kind: 'query',
      sql: cursor.textUntil((token: Token) => token.kind === 'word' && token.value === 'INTO'),
    };
  }
  const name = cursor.path();
  const columns = cursor.peek()?.text === '(' ? cursor.listOrNothing(() => cursor.name()) : [];
  return { kind: 'table', name, columns };
}
