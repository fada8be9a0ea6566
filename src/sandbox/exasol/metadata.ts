import { z } from 'zod';
import { quoteLiteral } from '../tokens/quote.js';
import { parseRequest } from './requests.js';

/** Search criteria of the metadata commands: LIKE patterns; null or absent = all. */
const criteria = z.object({
  catalog: z.string().nullish(),
  schema: z.string().nullish(),
  table: z.string().nullish(),
  column: z.string().nullish(),
  script: z.string().nullish(),
  connection: z.string().nullish(),
  user: z.string().nullish(),
  role: z.string().nullish(),
  tableTypes: z.array(z.string()).nullish(),
});

/** The one catalog of an Exasol database. */
const catalog = 'EXA_DB';

/**
 * The metadata commands of the WebSocket API (docs/commands/get*V2.md) as queries on the system tables, so that they show the same
 * objects for the same privileges. Source of the columns and their order: the documentation of the commands.
 */
const queries: Readonly<Record<string, (request: unknown) => string>> = {
  getSchemas: (request) => {
    const { schema } = readCriteria('getSchemas', request);
    return `SELECT SCHEMA_NAME AS TABLE_SCHEM, '${catalog}' AS TABLE_CATALOG FROM SYS.EXA_SCHEMAS
      WHERE ${like('SCHEMA_NAME', schema)} ORDER BY 1`;
  },

  getTables: (request) => {
    const { schema, table, tableTypes } = readCriteria('getTables', request);
    const types = tableTypes ? `TABLE_TYPE IN (${['', ...tableTypes].map(quoteLiteral).join(', ')})` : '1 = 1';
    return `SELECT '${catalog}' AS TABLE_CAT, TABLE_SCHEM, TABLE_NAME, TABLE_TYPE, REMARKS,
        CAST(NULL AS VARCHAR(128)) AS TYPE_CAT, CAST(NULL AS VARCHAR(128)) AS TYPE_SCHEM, CAST(NULL AS VARCHAR(128)) AS TYPE_NAME,
        CAST(NULL AS VARCHAR(128)) AS SELF_REFERENCING_COL_NAME, CAST(NULL AS VARCHAR(128)) AS REF_GENERATION
      FROM (
        SELECT TABLE_SCHEMA AS TABLE_SCHEM, TABLE_NAME, 'TABLE' AS TABLE_TYPE, TABLE_COMMENT AS REMARKS FROM SYS.EXA_ALL_TABLES
        UNION ALL
        SELECT VIEW_SCHEMA AS TABLE_SCHEM, VIEW_NAME AS TABLE_NAME, 'VIEW' AS TABLE_TYPE, VIEW_COMMENT AS REMARKS FROM SYS.EXA_ALL_VIEWS
        UNION ALL
        SELECT SCHEMA_NAME AS TABLE_SCHEM, OBJECT_NAME AS TABLE_NAME, 'SYSTEM TABLE' AS TABLE_TYPE, OBJECT_COMMENT AS REMARKS
        FROM SYS.EXA_SYSCAT
      ) AS DB_OBJECTS
      WHERE ${like('TABLE_SCHEM', schema)} AND ${like('TABLE_NAME', table)} AND ${types} ORDER BY 4, 1, 2, 3`;
  },

  getTableTypes: () =>
    `SELECT 'SYSTEM TABLE' AS TABLE_TYPE FROM DUAL UNION ALL SELECT 'TABLE' FROM DUAL UNION ALL SELECT 'VIEW' FROM DUAL ORDER BY 1`,

  getColumns: (request) => {
    const { schema, table, column } = readCriteria('getColumns', request);
    return `SELECT COLUMN_SCHEMA AS "SCHEMA", COLUMN_TABLE AS "TABLE", COLUMN_NAME AS "NAME", COLUMN_TYPE AS "TYPE",
        COLUMN_TYPE_ID AS "TYPE_ID", COLUMN_MAXSIZE AS "MAXSIZE", COLUMN_NUM_PREC AS "NUM_PREC", COLUMN_NUM_SCALE AS "NUM_SCALE",
        COLUMN_ORDINAL_POSITION AS "ORDINAL_POSITION", COLUMN_IS_VIRTUAL AS "IS_VIRTUAL", COLUMN_IS_NULLABLE AS "IS_NULLABLE",
        COLUMN_IS_DISTRIBUTION_KEY AS "IS_DISTRIBUTION_KEY",
        COLUMN_PARTITION_KEY_ORDINAL_POSITION AS "PARTITION_KEY_ORDINAL_POSITION", COLUMN_DEFAULT AS "DEFAULT",
        COLUMN_IDENTITY AS "IDENTITY", COLUMN_OWNER AS "OWNER", COLUMN_COMMENT AS "COMMENT"
      FROM SYS.EXA_ALL_COLUMNS
      WHERE ${like('COLUMN_SCHEMA', schema)} AND ${like('COLUMN_TABLE', table)} AND ${like('COLUMN_NAME', column)}
      ORDER BY 1, 2, 9`;
  },

  getScripts: (request) => {
    const { schema, script } = readCriteria('getScripts', request);
    return `SELECT SCRIPT_SCHEMA AS "SCHEMA", SCRIPT_NAME AS "NAME", SCRIPT_OWNER AS "OWNER",
        CASE WHEN SCRIPT_TYPE = 'SCRIPTING' THEN 'PROCEDURE' ELSE SCRIPT_TYPE END AS "TYPE", SCRIPT_LANGUAGE AS "LANGUAGE",
        SCRIPT_INPUT_TYPE AS "INPUT_TYPE", SCRIPT_RESULT_TYPE AS "RESULT_TYPE", SCRIPT_COMMENT AS "COMMENT"
      FROM SYS.EXA_ALL_SCRIPTS WHERE ${like('SCRIPT_SCHEMA', schema)} AND ${like('SCRIPT_NAME', script)} ORDER BY 1, 2`;
  },

  getConnections: (request) => {
    const found = like('CONNECTION_NAME', readCriteria('getConnections', request).connection);
    return `SELECT CONNECTION_NAME AS "NAME", CREATED AS "CREATED", CONNECTION_COMMENT AS "COMMENT"
      FROM SYS.EXA_ALL_CONNECTIONS WHERE ${found} ORDER BY 1`;
  },

  getUsers: (request) =>
    `SELECT USER_NAME AS "NAME", CREATED AS "CREATED", USER_COMMENT AS "COMMENT" FROM SYS.EXA_ALL_USERS
      WHERE ${like('USER_NAME', readCriteria('getUsers', request).user)} ORDER BY 1`,

  getRoles: (request) =>
    `SELECT ROLE_NAME AS "NAME", CREATED AS "CREATED", ROLE_COMMENT AS "COMMENT" FROM SYS.EXA_ALL_ROLES
      WHERE ${like('ROLE_NAME', readCriteria('getRoles', request).role)} ORDER BY 1`,

  getKeywords: () => 'SELECT KEYWORD, RESERVED FROM SYS.EXA_SQL_KEYWORDS ORDER BY 1',
};

export const metadataQueries: ReadonlyMap<string, (request: unknown) => string> = new Map(Object.entries(queries));

function readCriteria(command: string, request: unknown): z.infer<typeof criteria> {
  return parseRequest(criteria, request, command);
}

/** A condition for a LIKE pattern with Exasol's default escape character `\`. An empty pattern means "no value" and finds nothing. */
function like(column: string, pattern: string | null | undefined): string {
  if (pattern === null || pattern === undefined) {
    return '1 = 1';
  }
  return pattern === '' ? '1 = 0' : `${column} LIKE ${quoteLiteral(pattern)} ESCAPE '\\'`;
}
