import { auditTables } from './audit/audit-log.js';

/** The hidden tables behind the EXA_… system tables. They are in the same DuckDB database, so DDL rolls back with its transaction. */
export const catalogTables: readonly string[] = [
  'CREATE SCHEMA IF NOT EXISTS exa',
  'CREATE SEQUENCE IF NOT EXISTS exa.object_ids START 10000',
  'CREATE TABLE IF NOT EXISTS exa.schemas (name VARCHAR, owner VARCHAR, created TIMESTAMP, comment VARCHAR, object_id BIGINT)',
  `CREATE TABLE IF NOT EXISTS exa.tables (schema_name VARCHAR, table_name VARCHAR, kind VARCHAR, owner VARCHAR, created TIMESTAMP,
    comment VARCHAR, view_text VARCHAR, view_query VARCHAR, view_scope VARCHAR, object_id BIGINT)`,
  `CREATE TABLE IF NOT EXISTS exa.columns (schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR, position INTEGER, data_type VARCHAR,
    nullable BOOLEAN, default_text VARCHAR, identity BOOLEAN, distribution BOOLEAN, comment VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS exa.constraints (schema_name VARCHAR, table_name VARCHAR, constraint_name VARCHAR, kind VARCHAR,
    enabled BOOLEAN, column_names VARCHAR)`,
  'ALTER TABLE exa.columns ADD COLUMN IF NOT EXISTS partition_position INTEGER',
  ...['schema', 'table', 'columns'].map(
    (name) => `ALTER TABLE exa.constraints ADD COLUMN IF NOT EXISTS referenced_${name} VARCHAR`,
  ),
  `CREATE TABLE IF NOT EXISTS exa.scripts (schema_name VARCHAR, script_name VARCHAR, owner VARCHAR, language VARCHAR, script_type VARCHAR,
    input_type VARCHAR, result_type VARCHAR, script_text VARCHAR, body VARCHAR, definition VARCHAR, created TIMESTAMP, comment VARCHAR, object_id BIGINT)`,
  `CREATE TABLE IF NOT EXISTS exa.connections (name VARCHAR, address VARCHAR, user_name VARCHAR, password VARCHAR, created TIMESTAMP, comment VARCHAR)`,
  'ALTER TABLE exa.connections ADD COLUMN IF NOT EXISTS session_token VARCHAR',
  'CREATE TABLE IF NOT EXISTS exa.parameters (name VARCHAR, value VARCHAR)',
  `CREATE OR REPLACE TABLE exa.sessions (session_id DECIMAL(20,0), user_name VARCHAR, login_time TIMESTAMP, client VARCHAR, driver VARCHAR,
    os_user VARCHAR, os_name VARCHAR)`,
  ...auditTables,
];
