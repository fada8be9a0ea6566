/**
 * What sessions did, from the audit log. Source of the columns: docs.exasol.com, statistical system tables. The sandbox does not measure what
 * statements use, so columns about CPU, memory, disks and the network are NULL. There are no impersonations and no recorded conflicts.
 */
import { quoteText } from '../../duckdb/identifiers.js';
import { type SystemTable, systemColumns } from './types.js';

const MEASURED =
  `CPU TEMP_DB_RAM_PEAK PERSISTENT_DB_RAM_PEAK HDD_READ HDD_WRITE LOCAL_READ_SIZE LOCAL_READ_DURATION LOCAL_WRITE_SIZE
  LOCAL_WRITE_DURATION CACHE_READ_SIZE CACHE_READ_DURATION CACHE_WRITE_SIZE CACHE_WRITE_DURATION REMOTE_READ_SIZE REMOTE_READ_DURATION
  REMOTE_WRITE_SIZE REMOTE_WRITE_DURATION NET`.split(/\s+/);

const STATEMENT_COLUMNS = `SESSION_ID:id STMT_ID:number COMMAND_NAME COMMAND_CLASS DURATION:decimal START_TIME:timestamp STOP_TIME:timestamp
  ${MEASURED.map((name) => `${name}:decimal`).join(' ')} SUCCESS:boolean ERROR_CODE ERROR_TEXT:text SCOPE_SCHEMA CONSUMER_GROUP NICE:boolean
  RESOURCES:number ROW_COUNT:number EXECUTION_MODE CLUSTER_NAME`;

const SELECT_STATEMENTS = `SELECT session_id, statement_id, command_name, command_class,
  (epoch_ms(stop_time) - epoch_ms(start_time))::DECIMAL(18,3) / 1000, start_time, stop_time, ${MEASURED.map(() => 'NULL::DECIMAL(18,3)').join(', ')},
  success, error_code, error_text, scope_schema, NULL::VARCHAR, NULL::BOOLEAN, NULL::BIGINT, row_count, execution_mode, 'MAIN'`;

const auditedStatements: SystemTable = {
  isStatistical: true,
  columns: systemColumns(`${STATEMENT_COLUMNS} SQL_TEXT:text`),
  sql: () => `${SELECT_STATEMENTS}, sql_text FROM exa.audit_statements`,
};

/** Without the texts, and only statements that could be compiled. Class 42 contains syntax errors, unknown names and missing privileges. */
const statementsOfLastDay: SystemTable = {
  isStatistical: true,
  columns: systemColumns(STATEMENT_COLUMNS),
  sql: (facts) => `${SELECT_STATEMENTS} FROM exa.audit_statements
    WHERE start_time > ${lastDay(facts.now)} AND (success OR error_code NOT LIKE '42%')`,
};

const sessions: SystemTable = {
  isStatistical: true,
  columns:
    systemColumns(`SESSION_ID:id LOGIN_TIME:timestamp LOGOUT_TIME:timestamp USER_NAME CLIENT DRIVER ENCRYPTED:boolean HOST OS_USER OS_NAME
    SUCCESS:boolean ERROR_CODE ERROR_TEXT:text CLUSTER_NAME`),
  sql: () => `SELECT session_id, login_time, logout_time, user_name, client, driver, true, '127.0.0.1', os_user, os_name, success, error_code,
    error_text, 'MAIN' FROM exa.audit_sessions`,
};

const sessionsOfLastDay = (own: boolean): SystemTable => ({
  ...sessions,
  sql: (facts, grantees) =>
    `${sessions.sql(facts, grantees)} WHERE login_time > ${lastDay(facts.now)}${own ? ` AND user_name = ${quoteText(facts.user)}` : ''}`,
});

const impersonations: SystemTable = {
  isStatistical: true,
  columns: systemColumns('IMPERSONATOR IMPERSONATEE SESSION_ID:id STMT_ID:number'),
  sql: () => 'SELECT NULL, NULL, NULL, NULL WHERE false',
};

const conflicts: SystemTable = {
  isStatistical: true,
  columns: systemColumns(
    'SESSION_ID:id CONFLICT_SESSION_ID:id START_TIME:timestamp STOP_TIME:timestamp CONFLICT_TYPE CONFLICT_OBJECTS:text CONFLICT_INFO:text',
  ),
  sql: () => 'SELECT NULL, NULL, NULL::TIMESTAMP, NULL::TIMESTAMP, NULL, NULL, NULL WHERE false',
};

const lastDay = (now: string) => `${quoteText(now)}::TIMESTAMP - INTERVAL 1 DAY`;

export const statisticalTables: Readonly<Record<string, SystemTable>> = {
  EXA_DBA_AUDIT_SQL: auditedStatements,
  EXA_DBA_AUDIT_SESSIONS: sessions,
  EXA_DBA_AUDIT_IMPERSONATION: impersonations,
  EXA_DBA_IMPERSONATION_LAST_DAY: impersonations,
  EXA_USER_IMPERSONATION_LAST_DAY: impersonations,
  EXA_DBA_SESSIONS_LAST_DAY: sessionsOfLastDay(false),
  EXA_USER_SESSIONS_LAST_DAY: sessionsOfLastDay(true),
  EXA_DBA_TRANSACTION_CONFLICTS: conflicts,
  EXA_USER_TRANSACTION_CONFLICTS_LAST_DAY: conflicts,
  EXA_SQL_LAST_DAY: statementsOfLastDay,
};
