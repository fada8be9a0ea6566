import { basename, extname } from 'node:path';
import { identifier, maxIdentifierLength } from '../../exasol/quote.js';
import { type FoundTable, parseTableName } from '../../jobs/table-name.js';

const defaultSchema = 'SANDBOX';

/**
 * Chooses the table for a file, as SQL would name a new one: unquoted names are upper-cased.
 * @param name as the user typed it; undefined for the name of the file in the schema SANDBOX
 * @throws UserError E-SME-233 if it is not a name
 */
export function chooseTableName(name: string | undefined, file: string): FoundTable {
  if (name === undefined) {
    return { schema: defaultSchema, table: makeTableName(file) };
  }
  const { schema, table } = parseTableName(name);
  return { schema: schema === undefined ? defaultSchema : readNewName(schema), table: readNewName(table) };
}

const readNewName = ({ text, isQuoted }: { readonly text: string; readonly isQuoted: boolean }) =>
  isQuoted ? text : text.toUpperCase();

/** `My customers (2024).csv` → `MY_CUSTOMERS_2024`. */
function makeTableName(file: string): string {
  const name = basename(file, extname(file))
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return (/^[A-Z]/.test(name) ? name : `T_${name}`).slice(0, maxIdentifierLength).replace(/_$/, '');
}

/** Writes a name as users type it, with quotes only where SQL needs them. */
export function writeName(name: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? name : identifier(name);
}
