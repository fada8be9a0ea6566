/** An exact name as an identifier of Exasol SQL. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"SCHEMA"."NAME"`, in Exasol SQL. */
export function quotePath(path: { readonly schema: string; readonly name: string }): string {
  return `${quoteIdentifier(path.schema)}.${quoteIdentifier(path.name)}`;
}
