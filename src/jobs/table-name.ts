import { makeError } from '../errors/user-error.js';
import { findMissingGrants } from '../exasol/missing-grants.js';
import { literal, qualify } from '../exasol/quote.js';
import { queryRows } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import { suggestNearest } from '../text/nearest.js';

/** A table or view as the user typed it: `SALES.CUSTOMERS`, `"Sales"."my table"` or just `CUSTOMERS`. */
export interface TableName {
  readonly schema: NamePart | undefined;
  readonly table: NamePart;
}

/** One name. A quoted name is exact; for an unquoted one, the exact name wins over the upper-case name. */
interface NamePart {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Limits how many names are compared for a suggestion. */
const maxNames = 10_000;

const partPattern = String.raw`(?:"(?:[^"]|"")+"|[^".\s]+)`;
const tablePattern = new RegExp(String.raw`^(?:(?<schema>${partPattern})\s*\.\s*)?(?<table>${partPattern})$`);

/** Reads a name the way SQL does. @throws UserError E-SME-233 if it is not a name */
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

function listCandidates({ text, isQuoted }: NamePart): readonly string[] {
  return isQuoted || text === text.toUpperCase() ? [text] : [text, text.toUpperCase()];
}

/** An existing table or view by its exact names. */
export interface FoundTable {
  readonly schema: string;
  readonly table: string;
}

/**
 * Finds a table or view among those that the user can see. A name without a schema must be unique.
 * @throws UserError E-SME-234 if it does not exist, E-SME-235 if the name is ambiguous
 */
export async function findTable(session: Session, name: TableName): Promise<FoundTable> {
  const tableNames = listCandidates(name.table);
  const isIn = (column: string, part: NamePart) => `${column} IN (${listCandidates(part).map(literal).join(', ')})`;
  const select = (kind: 'TABLE' | 'VIEW') =>
    `SELECT ${kind}_SCHEMA AS S, ${kind}_NAME AS T FROM SYS.EXA_ALL_${kind}S WHERE ${isIn(`${kind}_NAME`, name.table)}` +
    (name.schema === undefined ? '' : ` AND ${isIn(`${kind}_SCHEMA`, name.schema)}`);
  const rows = await queryRows(session, `${select('TABLE')} UNION ALL ${select('VIEW')}`);
  const found = rows
    .map((row) => ({ schema: String(row['S']), table: String(row['T']) }))
    .sort((left, right) => tableNames.indexOf(left.table) - tableNames.indexOf(right.table));
  const schemas =
    name.schema === undefined ? [...new Set(found.map(({ schema }) => schema))] : listCandidates(name.schema);
  const [best] = schemas.flatMap((schema) => found.filter((each) => each.schema === schema));
  if (best === undefined) {
    const text = [name.schema?.text, name.table.text].filter((part) => part !== undefined).join('.');
    const suggestion = await suggestTable(session, name, text);
    throw makeError('E-SME-234', { name: text, suggestion, grants: await suggestGrants(session, name, suggestion) });
  }
  if (name.schema === undefined && schemas.length > 1) {
    throw makeError('E-SME-235', { name: name.table.text, choices: found.map(writeTable).sort().join(', ') });
  }
  return best;
}

/** Exasol hides tables that the user may not read. A similar name is more likely than a missing privilege. */
async function suggestGrants(session: Session, { schema, table }: TableName, suggestion: string): Promise<string> {
  const [schemaName = ''] = schema === undefined ? [] : listCandidates(schema).slice(-1);
  const [tableName = ''] = listCandidates(table).slice(-1);
  if (suggestion !== '' || schemaName === '') {
    return '';
  }
  const { grants } = await findMissingGrants(session, [`SELECT * FROM ${qualify(schemaName, tableName)}`]);
  return grants.length === 0 ? '' : ` If it exists, ask an administrator to run: ${grants.join('; ')};`;
}

/** The nearest table or view that the user can see; both schema and table may be misspelled. */
async function suggestTable(session: Session, name: TableName, text: string): Promise<string> {
  const list = (kind: 'TABLE' | 'VIEW') => `SELECT ${kind}_SCHEMA AS S, ${kind}_NAME AS T FROM SYS.EXA_ALL_${kind}S`;
  const rows = await queryRows(session, `${list('TABLE')} UNION ALL ${list('VIEW')} LIMIT ${maxNames}`);
  return suggestNearest(
    text,
    rows.map((row) => (name.schema === undefined ? String(row['T']) : `${row['S']}.${row['T']}`)),
  );
}

/** A table as SQL text. */
export function writeTable({ schema, table }: FoundTable): string {
  return qualify(schema, table);
}
