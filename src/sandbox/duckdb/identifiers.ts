/**
 * Exasol's names are case-sensitive, DuckDB's are not (in ASCII). A name with lower-case ASCII letters therefore carries a suffix that says
 * which letters those are: `myCol` → `myCol~13` (base 36 of a bit mask), so that `"a"` and `"A"` can stand side by side.
 */
const NEEDS_SUFFIX = /[a-z~]/;

export function encodeName(name: string): string {
  if (!NEEDS_SUFFIX.test(name)) return name;
  let mask = 0n;
  for (let index = 0; index < name.length; index += 1) {
    if (/[a-z]/.test(name[index] ?? '')) mask |= 1n << BigInt(index);
  }
  return `${name}~${mask.toString(36)}`;
}

export function decodeName(encoded: string): string {
  const suffix = encoded.lastIndexOf('~');
  return suffix < 0 ? encoded : encoded.slice(0, suffix);
}

/** A name as DuckDB's SQL takes it, whatever characters it has. */
export function quoteName(name: string): string {
  return `"${encodeName(name).replaceAll('"', '""')}"`;
}

/** Exasol's schemas live beside DuckDB's own (main, information_schema): the `$` keeps them apart. */
export function quoteSchema(schema: string): string {
  return `"$${encodeName(schema).replaceAll('"', '""')}"`;
}

export function quoteTable(table: { readonly schema: string; readonly name: string }): string {
  return `${quoteSchema(table.schema)}.${quoteName(table.name)}`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
