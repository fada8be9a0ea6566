import { readDataType } from '../../../catalog/data-types.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import type { Column } from '../../../types/values.js';
import { type ColumnSpec, type CsvOptions, IMPORT_OPTIONS, readCsvOptions } from '../csv/csv-options.js';
import { expectFileClause, type FileGroup } from '../csv/file-target.js';

export type ImportTarget =
  /** If `columns` is empty, all columns of the table. */
  | { readonly kind: 'table'; readonly name: readonly string[]; readonly columns: readonly string[] }
  /** `IMPORT INTO (c type, …)` in a query. */
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  /** `IMPORT INTO (LIKE t)`. */
  | { readonly kind: 'like'; readonly name: readonly string[] };

export interface ParsedImport {
  readonly target: ImportTarget;
  readonly groups: readonly FileGroup[];
  readonly specs: readonly ColumnSpec[] | undefined;
  readonly options: CsvOptions;
}

export function parseImport(tokens: TokenStream): ParsedImport {
  tokens.expectWord('IMPORT', 'INTO');
  const target = expectTarget(tokens);
  tokens.expectWord('FROM');
  const { groups, specs } = expectFileClause(tokens, 'IMPORT');
  const options = readCsvOptions(tokens, IMPORT_OPTIONS);
  if (tokens.acceptWord('ERRORS', 'INTO')) throw sandboxGap('IMPORT … ERRORS INTO');
  if (tokens.acceptWord('REJECT', 'LIMIT') && (tokens.acceptWord('UNLIMITED') || tokens.integer() > 0)) {
    throw sandboxGap('IMPORT … REJECT LIMIT above 0');
  }
  tokens.acceptWord('ERRORS');
  tokens.expectEnd();
  if (options.rowSeparator === '') throw sandboxGap("IMPORT … ROW SEPARATOR = 'NONE'");
  const compressed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (compressed !== undefined) throw sandboxGap(`compression of '${compressed}' (only .gz and plain files)`);
  return { target, groups, specs, options };
}

function expectTarget(tokens: TokenStream): ImportTarget {
  if (tokens.peek()?.text !== '(') {
    const name = tokens.path();
    return {
      kind: 'table',
      name,
      columns: tokens.peek()?.text === '(' ? tokens.listOrNothing(() => tokens.name()) : [],
    };
  }
  if (tokens.peek(1)?.value === 'LIKE') {
    tokens.expectSymbol('(');
    tokens.expectWord('LIKE');
    const name = tokens.path();
    tokens.expectSymbol(')');
    return { kind: 'like', name };
  }
  const columns = tokens.listOrNothing(() => ({ name: tokens.name(), dataType: readDataType(tokens) }));
  return { kind: 'columns', columns };
}
