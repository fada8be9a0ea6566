import { chooseName } from '../exasol/match-name.js';
import { literal } from '../exasol/quote.js';
import type { Session, StatementResult } from '../exasol/session.js';
import { tables } from '../scripts/tables.js';
import type { DatabaseFacts, InstalledState } from './types.js';

/**
 * Reads everything that a plan needs in one request.
 * @param candidates possible names of the schema, the preferred one first
 */
export async function readInstalled(session: Session, candidates: readonly string[]): Promise<InstalledState> {
  const schemas = candidates.map((name) => `UPPER(${literal(name)})`).join(', ');
  const tableNames = tables.map(({ name }) => literal(name)).join(', ');
  const results = await session.batch([
    `SELECT SCHEMA_NAME, SCHEMA_OWNER FROM SYS.EXA_SCHEMAS WHERE UPPER(SCHEMA_NAME) IN (${schemas})`,
    'SELECT SCRIPT_SCHEMA, SCRIPT_NAME, SCRIPT_TYPE, SCRIPT_LANGUAGE, SCRIPT_TEXT FROM SYS.EXA_ALL_SCRIPTS ' +
      `WHERE UPPER(SCRIPT_SCHEMA) IN (${schemas}) AND SUBSTR(SCRIPT_NAME, 1, 4) = 'SME_' ORDER BY SCRIPT_NAME`,
    'SELECT COLUMN_SCHEMA, COLUMN_TABLE, COLUMN_NAME, COLUMN_TYPE, COLUMN_COMMENT FROM SYS.EXA_ALL_COLUMNS ' +
      `WHERE UPPER(COLUMN_SCHEMA) IN (${schemas}) AND COLUMN_TABLE IN (${tableNames}) ORDER BY COLUMN_ORDINAL_POSITION`,
    'SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_COMMENT FROM SYS.EXA_ALL_TABLES ' +
      `WHERE UPPER(TABLE_SCHEMA) IN (${schemas}) AND TABLE_NAME IN (${tableNames})`,
    "SELECT PARAM_VALUE FROM SYS.EXA_METADATA WHERE PARAM_NAME = 'databaseProductVersion'",
    'SELECT PARAMETER_NAME, SESSION_VALUE FROM SYS.EXA_PARAMETERS ' +
      "WHERE PARAMETER_NAME IN ('SCRIPT_LANGUAGES', 'SQL_PREPROCESSOR_SCRIPT', 'SQL_IDENTIFIER_COMPARISON')",
    'SELECT CURRENT_USER AS USER_NAME, NPROC() AS NODE_COUNT',
    'SELECT PRIVILEGE FROM SYS.EXA_USER_SYS_PRIVS UNION SELECT PRIVILEGE FROM SYS.EXA_ROLE_SYS_PRIVS ' +
      "UNION SELECT 'ROLE ' || GRANTED_ROLE FROM SYS.EXA_USER_ROLE_PRIVS " +
      "UNION SELECT 'ROLE ' || GRANTED_ROLE FROM SYS.EXA_ROLE_ROLE_PRIVS",
  ]);
  const [schemaRows, scriptRows, columnRows, tableRows, ...facts] = results.map(readText);
  const readParameter = (name: string) => facts[1]?.find((row) => row[0] === name)?.[1] ?? '';
  const stored = (schemaRows ?? []).map(([name = '']) => name);
  const schema = chooseName(candidates, stored, readParameter('SQL_IDENTIFIER_COMPARISON'));
  const inSchema = (rows: TextRows | undefined) => (rows ?? []).filter((row) => row[0] === schema);
  const columns = inSchema(columnRows);
  const commentsOf = (table: string) => ({
    table: inSchema(tableRows).find((row) => row[1] === table)?.[2] ?? '',
    columns: new Map(
      columns.filter((row) => row[1] === table).map(([, , name = '', , comment = '']) => [name, comment] as const),
    ),
  });
  const columnsOf = (table: string) =>
    columns.filter((row) => row[1] === table).map(([, , name = '', type = '']) => ({ name, type }));
  return {
    schema,
    owner: schemaRows?.find((row) => row[0] === schema)?.[1],
    scripts: inSchema(scriptRows).map(([, name = '', type = '', language = '', text = '']) => ({
      name,
      type,
      language,
      text,
    })),
    tables: new Map(tables.map(({ name }) => [name, columnsOf(name)] as const).filter(([, found]) => found.length > 0)),
    comments: new Map(tables.map(({ name }) => [name, commentsOf(name)] as const)),
    database: readFacts(facts, readParameter),
  };
}

type TextRows = readonly (readonly string[])[];

/** Rows with all values as text and NULL as the empty string. */
function readText(result: StatementResult): TextRows {
  return result.rows.map((row) => row.map((value) => String(value ?? '')));
}

function readFacts(
  [versions, , users, privileges]: readonly TextRows[],
  parameter: (name: string) => string,
): DatabaseFacts {
  return {
    version: versions?.[0]?.[0] ?? '',
    user: users?.[0]?.[0] ?? '',
    nodes: Number(users?.[0]?.[1]) || 1,
    scriptLanguages: parameter('SCRIPT_LANGUAGES'),
    preprocessor: parameter('SQL_PREPROCESSOR_SCRIPT'),
    privileges: (privileges ?? []).map((row) => row[0] ?? ''),
  };
}
