import type { Token } from '../../tokens.js';
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
  cursor.expectWords('EXPORT');
  const source = expectSource(cursor);
  cursor.expectWords('INTO');
  const groups = expectFileGroups(cursor, 'EXPORT');
  const specs = readColumnSpecs(cursor);
  const options = readCsvOptions(cursor, EXPORT_OPTIONS);
  if (cursor.tryWords('REJECT', 'LIMIT')) {
    if (!cursor.tryWords('UNLIMITED')) cursor.expectInteger();
    cursor.tryWords('ERRORS');
  }
  cursor.expectEnd();
  const packed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (packed !== undefined) refuseGap(`compression of '${packed}' (.gz and plain files are there)`);
  return { source, groups, specs, options };
}

/** `(query)`, a bare query (the server takes both), or `table [(columns)]`. */
function expectSource(cursor: StatementCursor): ExportSource {
  if (cursor.peek()?.text === '(') return { kind: 'query', sql: cursor.expectParenthesisedText() };
  if (cursor.atWords('SELECT') || cursor.atWords('WITH')) {
    return {
      kind: 'query',
      sql: cursor.takeTextUntil((token: Token) => token.kind === 'word' && token.value === 'INTO'),
    };
  }
  const name = cursor.expectNameChain();
  const columns = cursor.peek()?.text === '(' ? cursor.expectList(() => cursor.expectName()) : [];
  return { kind: 'table', name, columns };
}
