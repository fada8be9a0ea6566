import { makeError } from '../errors/user-error.js';

/** Exasol's limit for names, in characters. */
export const maxIdentifierLength = 128;

/** The reason why Exasol rejects a name in double quotes. It allows all control characters except NUL. */
function findProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.includes('.')) return 'Exasol does not allow a dot in a name';
  if ([...name].length > maxIdentifierLength) return `it is longer than ${maxIdentifierLength} characters`;
  if (name.includes('\u0000')) return 'it contains a NUL character';
  return undefined;
}

/**
 * Quotes an exact name for SQL: `my "table"` becomes `"my ""table"""`. Does not change its case.
 * @throws UserError E-SME-40 if Exasol does not allow the name
 */
export function identifier(name: string): string {
  const reason = findProblem(name);
  if (reason !== undefined) throw makeError('E-SME-40', { name, reason });
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a text as an SQL literal. Doubled quotes are the only escape: in Exasol, a backslash is a plain character. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Quotes the name of an object with its schema, for SQL. @throws UserError E-SME-40, as `identifier` */
export function qualify(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`;
}
