/** An exact name as an identifier of Exasol SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"SCHEMA"."NAME"`. */
export function quotePath(path: { readonly schema: string; readonly name: string }): string {
  return `${quoteName(path.schema)}.${quoteName(path.name)}`;
}

/** A value as a string literal of Exasol SQL. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
