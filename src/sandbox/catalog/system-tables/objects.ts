/** Schemas, tables, views, columns, constraints, scripts, connections. Source of the columns: docs.exasol.com, system tables / metadata. */
import { quoteText } from '../../duckdb/identifiers.js';
import { type SystemTable, systemColumns } from './types.js';
import { usableOnly, visibleOnly } from './visibility.js';

const schemas: SystemTable = {
  columns: systemColumns(
    'SCHEMA_NAME SCHEMA_OWNER SCHEMA_OBJECT_ID:id SCHEMA_IS_VIRTUAL:boolean SCHEMA_COMMENT:text SCHEMA_CREATED:timestamp',
  ),
  sql: () => 'SELECT name, owner, object_id, false, comment, created FROM exa.schemas',
};

const tables: SystemTable = {
  columns:
    systemColumns(`TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_OBJECT_ID:id TABLE_IS_VIRTUAL:boolean TABLE_HAS_DISTRIBUTION_KEY:boolean
    TABLE_HAS_PARTITION_KEY:boolean TABLE_ROW_COUNT:number DELETE_PERCENTAGE:number TABLE_COMMENT:text`),
  sql: () => `SELECT t.schema_name, t.table_name, t.owner, t.object_id, false,
      coalesce((SELECT bool_or(c.distribution) FROM exa.columns c WHERE c.schema_name = t.schema_name AND c.table_name = t.table_name), false),
      EXISTS (SELECT 1 FROM exa.columns c WHERE c.schema_name = t.schema_name AND c.table_name = t.table_name AND c.partition_position IS NOT NULL),
      d.estimated_size, 0, t.comment
    FROM exa.tables t LEFT JOIN (SELECT any_value(estimated_size) estimated_size, schema_name, table_name FROM duckdb_tables() GROUP BY ALL) d
      ON split_part(d.schema_name, '~', 1) = '$' || t.schema_name AND split_part(d.table_name, '~', 1) = t.table_name
    WHERE t.kind = 'TABLE'`,
};

const views: SystemTable = {
  columns: systemColumns(
    'VIEW_SCHEMA VIEW_NAME SCOPE_SCHEMA VIEW_OWNER VIEW_OBJECT_ID:id VIEW_TEXT:text VIEW_COMMENT:text',
  ),
  sql: () =>
    "SELECT schema_name, table_name, view_scope, owner, object_id, view_text, comment FROM exa.tables WHERE kind = 'VIEW'",
};

/** The JDBC type numbers in COLUMN_TYPE_ID. */
const TYPE_ID = `CASE WHEN c.data_type LIKE 'VARCHAR%' THEN 12 WHEN c.data_type LIKE 'CHAR%' THEN 1 WHEN c.data_type LIKE 'DECIMAL%' THEN 3
  WHEN c.data_type LIKE 'DOUBLE%' THEN 8 WHEN c.data_type = 'BOOLEAN' THEN 16 WHEN c.data_type = 'DATE' THEN 91
  WHEN c.data_type LIKE 'TIMESTAMP%LOCAL%' THEN 124 WHEN c.data_type LIKE 'TIMESTAMP%' THEN 93 WHEN c.data_type LIKE 'GEOMETRY%' THEN 123
  WHEN c.data_type LIKE 'INTERVAL DAY%' THEN 120 WHEN c.data_type LIKE 'INTERVAL YEAR%' THEN 121 WHEN c.data_type LIKE 'HASHTYPE%' THEN 126 END`;

const columns: SystemTable = {
  columns:
    systemColumns(`COLUMN_SCHEMA COLUMN_TABLE COLUMN_OBJECT_TYPE COLUMN_NAME COLUMN_TYPE COLUMN_TYPE_ID:number COLUMN_MAXSIZE:number
    COLUMN_NUM_PREC:number COLUMN_NUM_SCALE:number COLUMN_ORDINAL_POSITION:number COLUMN_IS_VIRTUAL:boolean COLUMN_IS_NULLABLE:boolean
    COLUMN_IS_DISTRIBUTION_KEY:boolean COLUMN_PARTITION_KEY_ORDINAL_POSITION:number COLUMN_DEFAULT:text COLUMN_IDENTITY:number COLUMN_OWNER
    COLUMN_OBJECT_ID:id STATUS COLUMN_COMMENT:text`),
  sql: () => `SELECT c.schema_name, c.table_name, t.kind, c.column_name, c.data_type, ${TYPE_ID},
      coalesce(TRY_CAST(regexp_extract(c.data_type, '[(]([0-9]+)', 1) AS BIGINT), CASE c.data_type WHEN 'BOOLEAN' THEN 1 WHEN 'DATE' THEN 4 WHEN 'DOUBLE' THEN 64 END),
      CASE WHEN c.data_type LIKE 'DECIMAL%' THEN TRY_CAST(regexp_extract(c.data_type, '[(]([0-9]+)', 1) AS BIGINT) END,
      CASE WHEN c.data_type LIKE 'DECIMAL%' THEN TRY_CAST(regexp_extract(c.data_type, ',([0-9]+)', 1) AS BIGINT) END,
      c.position, false, CASE WHEN t.kind = 'VIEW' THEN NULL ELSE c.nullable END, c.distribution, c.partition_position, c.default_text,
      CASE WHEN c.identity THEN 1 END, t.owner, t.object_id, NULL::VARCHAR, c.comment
    FROM exa.columns c JOIN exa.tables t ON t.schema_name = c.schema_name AND t.table_name = c.table_name`,
};

const constraints: SystemTable = {
  columns: systemColumns(
    'CONSTRAINT_SCHEMA CONSTRAINT_TABLE CONSTRAINT_TYPE CONSTRAINT_OWNER CONSTRAINT_NAME CONSTRAINT_ENABLED:boolean',
  ),
  sql: () => `SELECT k.schema_name, k.table_name, k.kind, t.owner, k.constraint_name, k.enabled FROM exa.constraints k
    JOIN exa.tables t ON t.schema_name = k.schema_name AND t.table_name = k.table_name`,
};

const constraintColumns: SystemTable = {
  columns:
    systemColumns(`CONSTRAINT_SCHEMA CONSTRAINT_TABLE CONSTRAINT_TYPE CONSTRAINT_OWNER CONSTRAINT_NAME ORDINAL_POSITION:number COLUMN_NAME
    REFERENCED_SCHEMA REFERENCED_TABLE REFERENCED_COLUMN`),
  sql: () => `SELECT k.schema_name, k.table_name, k.kind, t.owner, k.constraint_name, unnest(generate_series(1, len(string_split(k.column_names, chr(10))))),
      unnest(string_split(k.column_names, chr(10))), k.referenced_schema, k.referenced_table, unnest(string_split(k.referenced_columns, chr(10)))
    FROM exa.constraints k JOIN exa.tables t ON t.schema_name = k.schema_name AND t.table_name = k.table_name`,
};

const scripts: SystemTable = {
  columns:
    systemColumns(`SCRIPT_SCHEMA SCRIPT_NAME SCRIPT_OWNER SCRIPT_OBJECT_ID:id SCRIPT_TYPE SCRIPT_LANGUAGE SCRIPT_INPUT_TYPE
    SCRIPT_RESULT_TYPE SCRIPT_TEXT:text SCRIPT_COMMENT:text`),
  sql: () =>
    `SELECT schema_name, script_name, owner, object_id, script_type, language, input_type, result_type, script_text, comment FROM exa.scripts`,
};

const objects: SystemTable = {
  columns:
    systemColumns(`OBJECT_NAME OBJECT_TYPE OBJECT_ID:id CREATED:timestamp LAST_COMMIT:timestamp OWNER ROOT_NAME ROOT_TYPE ROOT_ID:id
    OBJECT_IS_VIRTUAL:boolean OBJECT_COMMENT:text`),
  sql: () => `SELECT name, 'SCHEMA', object_id, created, created, owner, NULL::VARCHAR, NULL::VARCHAR, NULL::BIGINT, false, comment FROM exa.schemas
    UNION ALL SELECT table_name, kind, object_id, created, created, owner, schema_name, 'SCHEMA', NULL, false, comment FROM exa.tables
    UNION ALL SELECT script_name, 'SCRIPT', object_id, created, created, owner, schema_name, 'SCHEMA', NULL, false, comment FROM exa.scripts`,
};

/** CAT: the tables and views of the open schema. */
const tablesAndViews: SystemTable = {
  columns: systemColumns('TABLE_NAME TABLE_TYPE'),
  sql: (facts) => `SELECT table_name, kind FROM exa.tables WHERE schema_name = ${quoteText(facts.schema)} ORDER BY 1`,
};

const allConnections: SystemTable = {
  columns: systemColumns('CONNECTION_NAME CREATED:timestamp CONNECTION_COMMENT:text'),
  sql: () => 'SELECT name, created, comment FROM exa.connections',
};

const connectionDetails: SystemTable = {
  columns: systemColumns(
    'CONNECTION_NAME CONNECTION_STRING:text USER_NAME:text CREATED:timestamp CONNECTION_COMMENT:text',
  ),
  sql: () => 'SELECT name, address, user_name, created, comment FROM exa.connections',
};

/** The rows that the user owns. */
function ownedBy(table: SystemTable, ownerColumn: string): SystemTable {
  const names = table.columns.map(({ name }) => `"${name}"`).join(', ');
  return {
    columns: table.columns,
    sql: (facts, grantees) =>
      `SELECT * FROM (${table.sql(facts, grantees)}) AS owned(${names}) WHERE "${ownerColumn}" = ${quoteText(facts.user)}`,
  };
}

const ANY_TABLE = ['SELECT ANY TABLE', 'INSERT ANY TABLE', 'UPDATE ANY TABLE', 'DELETE ANY TABLE', 'ALTER ANY TABLE'];

/** EXA_ALL_…, EXA_DBA_… and EXA_USER_…. @param visibility absent if every user may see every row of EXA_ALL_… */
const allDbaAndUser = (
  name: string,
  table: SystemTable,
  owner: string,
  visibility?: { readonly schema: string; readonly name: string; readonly anyOf: readonly string[] },
): Record<string, SystemTable> => ({
  [`EXA_ALL_${name}`]: visibility === undefined ? table : visibleOnly(table, { ...visibility, owner }),
  [`EXA_DBA_${name}`]: table,
  [`EXA_USER_${name}`]: ownedBy(table, owner),
});

export const objectTables: Readonly<Record<string, SystemTable>> = {
  EXA_SCHEMAS: usableOnly(schemas),
  ...allDbaAndUser('SCHEMAS', schemas, 'SCHEMA_OWNER'),
  ...allDbaAndUser('TABLES', tables, 'TABLE_OWNER', { schema: 'TABLE_SCHEMA', name: 'TABLE_NAME', anyOf: ANY_TABLE }),
  ...allDbaAndUser('VIEWS', views, 'VIEW_OWNER', { schema: 'VIEW_SCHEMA', name: 'VIEW_NAME', anyOf: ANY_TABLE }),
  ...allDbaAndUser('COLUMNS', columns, 'COLUMN_OWNER', {
    schema: 'COLUMN_SCHEMA',
    name: 'COLUMN_TABLE',
    anyOf: ANY_TABLE,
  }),
  ...allDbaAndUser('CONSTRAINTS', constraints, 'CONSTRAINT_OWNER', {
    schema: 'CONSTRAINT_SCHEMA',
    name: 'CONSTRAINT_TABLE',
    anyOf: ANY_TABLE,
  }),
  ...allDbaAndUser('CONSTRAINT_COLUMNS', constraintColumns, 'CONSTRAINT_OWNER', {
    schema: 'CONSTRAINT_SCHEMA',
    name: 'CONSTRAINT_TABLE',
    anyOf: ANY_TABLE,
  }),
  ...allDbaAndUser('SCRIPTS', scripts, 'SCRIPT_OWNER', {
    schema: 'SCRIPT_SCHEMA',
    name: 'SCRIPT_NAME',
    anyOf: ['EXECUTE ANY SCRIPT', 'CREATE ANY SCRIPT', 'DROP ANY SCRIPT'],
  }),
  ...allDbaAndUser('OBJECTS', objects, 'OWNER'),
  CAT: tablesAndViews,
  EXA_ALL_CONNECTIONS: allConnections,
  EXA_DBA_CONNECTIONS: connectionDetails,
  EXA_SESSION_CONNECTIONS: connectionDetails,
};
