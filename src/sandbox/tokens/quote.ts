/** Quotes names and texts for Exasol SQL. For DuckDB SQL, see duckdb/identifiers.ts. */

/** An exact name as a quoted identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"SCHEMA"."NAME"` */
export function quotePath(path: { readonly schema: string; readonly name: string }): string {
  return `${quoteIdentifier(path.schema)}.${quoteIdentifier(path.name)}`;
}

/** A text as a string literal. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
