import type { Token } from '../../../tokens/token-reader.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import { type ColumnSpec, type CsvOptions, EXPORT_OPTIONS, readCsvOptions } from '../csv/csv-options.js';
import { expectFileClause, type FileGroup } from '../csv/file-target.js';

export type ExportSource =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'table'; readonly name: readonly string[]; readonly columns: readonly string[] };

export interface ParsedExport {
  readonly source: ExportSource;
  readonly groups: readonly FileGroup[];
  readonly specs: readonly ColumnSpec[] | undefined;
  readonly options: CsvOptions;
}

export function parseExport(tokens: TokenStream): ParsedExport {
  tokens.expectWord('EXPORT');
  const source = expectSource(tokens);
  tokens.expectWord('INTO');
  const { groups, specs } = expectFileClause(tokens, 'EXPORT');
  const options = readCsvOptions(tokens, EXPORT_OPTIONS);
  if (tokens.acceptWord('REJECT', 'LIMIT')) {
    if (!tokens.acceptWord('UNLIMITED')) tokens.integer();
    tokens.acceptWord('ERRORS');
  }
  tokens.expectEnd();
  const compressed = groups.flatMap(({ files }) => files).find((file) => /\.(?:zip|bz2)$/i.test(file));
  if (compressed !== undefined) throw sandboxGap(`compression of '${compressed}' (only .gz and plain files)`);
  return { source, groups, specs, options };
}

/** `(query)`, a query without parentheses (Exasol accepts both), or `table [(columns)]`. */
function expectSource(tokens: TokenStream): ExportSource {
  if (tokens.peek()?.text === '(') return { kind: 'query', sql: tokens.parenthesizedText() };
  if (tokens.isWord('SELECT') || tokens.isWord('WITH')) {
    return {
      kind: 'query',
      sql: tokens.textUntil((token: Token) => token.kind === 'word' && token.value === 'INTO'),
    };
  }
  const name = tokens.path();
  const columns = tokens.peek()?.text === '(' ? tokens.listOrNothing(() => tokens.name()) : [];
  return { kind: 'table', name, columns };
}
