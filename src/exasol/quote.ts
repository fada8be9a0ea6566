import { makeError } from '../errors/user-error.js';

const maxIdentifierLength = 128;

/** What Exasol refuses within double quotes. Line breaks and other control characters are legal there, NUL is not. */
function findFault(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.includes('.')) return 'Exasol allows no dot in a name';
  if ([...name].length > maxIdentifierLength) return `it is longer than ${maxIdentifierLength} characters`;
  if (name.includes('\u0000')) return 'it contains a NUL character';
  return undefined;
}

/**
 * An exact name as SQL text: `my "table"` becomes `"my ""table"""`. Nothing is folded to upper case.
 *
 * @throws UserError E-SME-40 where Exasol has no such name
 */
export function identifier(name: string): string {
  const reason = findFault(name);
  if (reason !== undefined) throw makeError('E-SME-40', { name, reason });
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL literal. Exasol knows one escape only: a quote is doubled (backslashes are plain characters). */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A schema and a name in it as SQL text. @throws UserError E-SME-40, as `identifier` */
export function qualify(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`;
}
