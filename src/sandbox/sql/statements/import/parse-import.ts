import { readDataType } from '../../../catalog/data-types.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
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

export function parseImport(tokens: TokenStream): ParsedImport {
  tokens.expectWord('IMPORT', 'INTO');
  const target = expectTarget(tokens);
  tokens.expectWord('FROM');
  const groups = expectFileGroups(tokens, 'IMPORT');
  const specs = readColumnSpecs(tokens);
  const options = readCsvOptions(tokens, IMPORT_OPTIONS);
  if (tokens.acceptWord('ERRORS', 'INTO')) refuseGap('IMPORT … ERRORS INTO');
  if (tokens.acceptWord('REJECT', 'LIMIT') && (tokens.acceptWord('UNLIMITED') || tokens.integer() > 0)) {
    refuseGap('IMPORT … REJECT LIMIT above 0');
  }
  tokens.acceptWord('ERRORS');
  tokens.expectEnd();
  if (options.rowSeparator === '') refuseGap("IMPORT … ROW SEPARATOR = 'NONE'");
  const packed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (packed !== undefined) refuseGap(`compression of '${packed}' (.gz and plain files are there)`);
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
