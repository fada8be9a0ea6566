import { makeError } from '../errors/user-error.js';

const maxIdentifierLength = 128;

/** Why Exasol rejects a name in double quotes. Line breaks and other control characters are legal, NUL is not. */
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

/** Quotes a text as SQL literal. Exasol has one escape only: doubled quotes (backslashes are plain characters). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A schema and a name in it as SQL text. @throws UserError E-SME-40, as `identifier` */
export function qualify(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`;
}
