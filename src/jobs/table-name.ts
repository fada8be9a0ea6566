import { makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { suggestNearest } from '../text/nearest.js';
import { queryRows } from './call-script.js';

/** A table or view as the user wrote it: `SALES.CUSTOMERS`, `"Sales"."my table"`, or `CUSTOMERS` alone. */
export interface TableName {
  readonly schema: NamePart | undefined;
  readonly table: NamePart;
}

/** One name. In quotes it is meant exactly; without, the exact name wins, then the upper-cased one. */
interface NamePart {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** A database may have very many tables; comparing with so many takes a moment. */
const mostNames = 10_000;

const partPattern = String.raw`(?:"(?:[^"]|"")+"|[^".\s]+)`;
const tablePattern = new RegExp(String.raw`^(?:(?<schema>${partPattern})\s*\.\s*)?(?<table>${partPattern})$`);

/** Reads a name as SQL does. @throws UserError E-SME-233 for what is none */
export function parseTableName(text: string): TableName {
  const groups = tablePattern.exec(text.trim())?.groups;
  if (groups?.['table'] === undefined) {
    throw makeError('E-SME-233', { name: text });
  }
  const schema = groups['schema'];
  return { schema: schema === undefined ? undefined : readPart(schema), table: readPart(groups['table']) };
}

function readPart(text: string): NamePart {
  return text.startsWith('"')
    ? { text: text.slice(1, -1).replaceAll('""', '"'), isQuoted: true }
    : { text, isQuoted: false };
}

function listReadings({ text, isQuoted }: NamePart): readonly string[] {
  return isQuoted || text === text.toUpperCase() ? [text] : [text, text.toUpperCase()];
}

/** The exact names of a table or view that exists. */
export interface FoundTable {
  readonly schema: string;
  readonly table: string;
}

/**
 * Looks a table or view up among those that the user may see. Without a schema, there must be one of that name in all of them.
 * @throws UserError E-SME-234 where there is none, E-SME-235 where several may be meant
 */
export async function findTable(session: Session, name: TableName): Promise<FoundTable> {
  const wanted = listReadings(name.table);
  const among = (column: string, part: NamePart) => `${column} IN (${listReadings(part).map(literal).join(', ')})`;
  const select = (kind: 'TABLE' | 'VIEW') =>
    `SELECT ${kind}_SCHEMA AS S, ${kind}_NAME AS T FROM SYS.EXA_ALL_${kind}S WHERE ${among(`${kind}_NAME`, name.table)}` +
    (name.schema === undefined ? '' : ` AND ${among(`${kind}_SCHEMA`, name.schema)}`);
  const rows = await queryRows(session, `${select('TABLE')} UNION ALL ${select('VIEW')}`);
  const found = rows
    .map((row) => ({ schema: String(row['S']), table: String(row['T']) }))
    .sort((left, right) => wanted.indexOf(left.table) - wanted.indexOf(right.table));
  const schemas =
    name.schema === undefined ? [...new Set(found.map(({ schema }) => schema))] : listReadings(name.schema);
  const [best] = schemas.flatMap((schema) => found.filter((each) => each.schema === schema));
  if (best === undefined) {
    const wish = [name.schema?.text, name.table.text].filter((part) => part !== undefined).join('.');
    throw makeError('E-SME-234', { name: wish, suggestion: await suggestTable(session, name, wish) });
  }
  if (name.schema === undefined && schemas.length > 1) {
    throw makeError('E-SME-235', { name: name.table.text, choices: found.map(writeTable).sort().join(', ') });
  }
  return best;
}

/** The nearest of the tables and views that the user may see; schema and table may both be misspelt. */
async function suggestTable(session: Session, name: TableName, wish: string): Promise<string> {
  const list = (kind: 'TABLE' | 'VIEW') => `SELECT ${kind}_SCHEMA AS S, ${kind}_NAME AS T FROM SYS.EXA_ALL_${kind}S`;
  const rows = await queryRows(session, `${list('TABLE')} UNION ALL ${list('VIEW')} LIMIT ${mostNames}`);
  return suggestNearest(
    wish,
    rows.map((row) => (name.schema === undefined ? String(row['T']) : `${row['S']}.${row['T']}`)),
  );
}

/** A table as SQL text. */
export function writeTable({ schema, table }: FoundTable): string {
  return `${identifier(schema)}.${identifier(table)}`;
}
