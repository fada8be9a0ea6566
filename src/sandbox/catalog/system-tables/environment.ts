/** Parameters, sessions, keywords and the metadata of the database. */

import { quoteText } from '../../duckdb/identifiers.js';
import { reservedWords } from '../../tokens/reserved-words.js';
import { type SystemTable, systemColumns, systemSchema } from './types.js';

const values = (rows: readonly string[]) => `SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')})`;

const parameters: SystemTable = {
  columns: systemColumns('PARAMETER_NAME SESSION_VALUE:text SYSTEM_VALUE:text'),
  sql: (facts) => {
    const text = (value: string | undefined) =>
      value === undefined || value === '' ? 'NULL::VARCHAR' : quoteText(value);
    return values(
      [...facts.systemParameters.keys()]
        .sort()
        .map(
          (name) =>
            `${quoteText(name)}, ${text(facts.parameters.get(name))}, ${text(facts.systemParameters.get(name))}`,
        ),
    );
  },
};

const metadata: SystemTable = {
  columns: systemColumns('PARAM_NAME PARAM_VALUE:text IS_STATIC:boolean'),
  sql: (facts) =>
    values([
      `'databaseName', ${quoteText(facts.databaseName)}, true`,
      `'databaseProductName', 'EXASolution', true`,
      `'databaseProductVersion', ${quoteText(facts.databaseVersion)}, true`,
      `'databaseMajorVersion', ${quoteText(facts.databaseVersion.split('.')[0] ?? '')}, true`,
      `'databaseMinorVersion', ${quoteText(facts.databaseVersion.split('.')[1] ?? '')}, true`,
      `'identifierQuoteString', '"', true`,
      `'maxColumnNameLength', '128', true`,
      `'timeZone', ${quoteText(facts.timeZone)}, false`,
    ]),
};

const sessions: SystemTable = {
  columns: systemColumns(
    `SESSION_ID:id USER_NAME EFFECTIVE_USER STATUS COMMAND_NAME STMT_ID:number DURATION QUERY_TIMEOUT:number ACTIVITY TEMP_DB_RAM:number
    PERSISTENT_DB_RAM:number LOGIN_TIME:timestamp CLIENT DRIVER ENCRYPTED:boolean HOST OS_USER OS_NAME SCOPE_SCHEMA SQL_TEXT:text`,
  ),
  // What sessions run at this moment is not known here.
  sql: () =>
    `SELECT session_id, user_name, user_name, 'IDLE', 'NOT SPECIFIED', 0, '0:00:00', 0, NULL::VARCHAR, 0, 0, login_time, client,
      driver, true, '127.0.0.1', os_user, os_name, NULL::VARCHAR, NULL::VARCHAR FROM exa.sessions`,
};

/** Keywords that are also allowed as names. */
const UNRESERVED =
  'NAME TYPE STATUS COMMENT KEY ID ROLE PASSWORD COUNT MODEL VERSION MESSAGE JOB PARQUET SUM MIN MAX AVG UPPER LOWER'.split(
    ' ',
  );

const keywords: SystemTable = {
  columns: systemColumns('KEYWORD RESERVED:boolean'),
  sql: () =>
    values([
      ...[...reservedWords].map((word) => `${quoteText(word)}, true`),
      ...UNRESERVED.map((word) => `${quoteText(word)}, false`),
    ]),
};

const dual: SystemTable = {
  columns: [{ name: 'DUMMY', dataType: { type: 'VARCHAR', size: 1, characterSet: 'UTF8' } }],
  sql: () => 'SELECT NULL::VARCHAR',
};

/** EXA_SYSCAT: the list of the system tables. */
export function catalogOf(tables: () => Readonly<Record<string, SystemTable>>): SystemTable {
  return {
    columns: systemColumns('SCHEMA_NAME OBJECT_NAME OBJECT_TYPE OBJECT_COMMENT:text'),
    sql: () =>
      values(
        Object.entries(tables()).map(
          ([name, table]) => `${quoteText(systemSchema(table))}, ${quoteText(name)}, 'VIEW', NULL::VARCHAR`,
        ),
      ),
  };
}

export const environmentTables: Readonly<Record<string, SystemTable>> = {
  DUAL: dual,
  EXA_PARAMETERS: parameters,
  EXA_METADATA: metadata,
  EXA_ALL_SESSIONS: sessions,
  EXA_DBA_SESSIONS: sessions,
  EXA_USER_SESSIONS: sessions,
  EXA_SQL_KEYWORDS: keywords,
};
