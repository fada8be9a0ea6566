/**
 * Exasol's names are case-sensitive; DuckDB's ignore the case of ASCII letters. A name with lower-case ASCII letters therefore gets a suffix
 * that encodes their positions: `myCol` → `myCol~13` (a bit mask in base 36), so `"a"` and `"A"` can coexist.
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

/** Quotes a name for DuckDB SQL. */
export function quoteName(name: string): string {
  return `"${encodeName(name).replaceAll('"', '""')}"`;
}

/** The `$` separates Exasol's schemas from DuckDB's own (main, information_schema). */
export function quoteSchema(schema: string): string {
  return `"$${encodeName(schema).replaceAll('"', '""')}"`;
}

export function quoteTable(table: { readonly schema: string; readonly name: string }): string {
  return `${quoteSchema(table.schema)}.${quoteName(table.name)}`;
}

export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
