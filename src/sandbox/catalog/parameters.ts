/** Session and system parameters with the values of a new database (source: tests of exasol-backup on Exasol 7.1), except that the time zone is UTC. */
export const defaultParameters: Readonly<Record<string, string>> = {
  CONSTRAINT_STATE_DEFAULT: 'ENABLE',
  DEFAULT_CONSUMER_GROUP: 'MEDIUM',
  DEFAULT_LIKE_ESCAPE_CHARACTER: '\\',
  HASHTYPE_FORMAT: 'HEX',
  IDLE_TIMEOUT: '86400',
  NICE: 'OFF',
  NLS_DATE_FORMAT: 'YYYY-MM-DD',
  NLS_DATE_LANGUAGE: 'ENG',
  NLS_FIRST_DAY_OF_WEEK: '7',
  NLS_NUMERIC_CHARACTERS: '.,',
  NLS_TIMESTAMP_FORMAT: 'YYYY-MM-DD HH24:MI:SS.FF6',
  PASSWORD_EXPIRY_POLICY: 'OFF',
  PASSWORD_SECURITY_POLICY: 'OFF',
  PROFILE: 'OFF',
  QUERY_CACHE: 'ON',
  QUERY_TIMEOUT: '0',
  SCRIPT_LANGUAGES: 'R=builtin_r JAVA=builtin_java PYTHON3=builtin_python3',
  SCRIPT_OUTPUT_ADDRESS: '',
  SESSION_TEMP_DB_RAM_LIMIT: 'OFF',
  SNAPSHOT_MODE: 'SYSTEM TABLES',
  SQL_IDENTIFIER_COMPARISON: 'CASE SENSITIVE',
  SQL_PREPROCESSOR_SCRIPT: '',
  ST_MAX_DECIMAL_DIGITS: '16',
  TEMP_DB_RAM_LIMIT: 'OFF',
  TIMESTAMP_ARITHMETIC_BEHAVIOR: 'INTERVAL',
  TIME_ZONE: 'UTC',
  TIME_ZONE_BEHAVIOR: 'INVALID SHIFT AMBIGUOUS ST',
  USER_TEMP_DB_RAM_LIMIT: 'OFF',
};

/** Whether identifiers are compared ignoring case (Exasol 2025.1.3 and later, CHG 25492). */
export const ignoresCase = (parameters: ReadonlyMap<string, string>): boolean =>
  parameters.get('SQL_IDENTIFIER_COMPARISON') === 'IGNORE CASE';
