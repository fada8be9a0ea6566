/**
 * The borders between the sandbox's rooms: what a cell, a column, a result and a session are.
 * Spelling and shapes follow Exasol's WebSocket API (https://github.com/exasol/websocket-api), so that the server has nothing to convert.
 */
import type { ScriptStatements } from './script-statements.js';

/**
 * One value, in the form in which Exasol puts it on the wire:
 * BOOLEAN → boolean; DECIMAL(p ≤ 18, 0) → bigint; any other DECIMAL → text with a decimal point and no needless zeros; DOUBLE → number;
 * CHAR, VARCHAR, DATE (`2024-06-18`), TIMESTAMP (`2024-06-18 17:22:13.123000`), INTERVAL, GEOMETRY, HASHTYPE → text; NULL → null.
 */
export type Cell = null | boolean | number | bigint | string;

export type Row = readonly Cell[];

export type DataType =
  | { readonly type: 'BOOLEAN' }
  | { readonly type: 'DECIMAL'; readonly precision: number; readonly scale: number }
  | { readonly type: 'DOUBLE' }
  | { readonly type: 'CHAR' | 'VARCHAR'; readonly size: number; readonly characterSet: 'UTF8' | 'ASCII' }
  | { readonly type: 'DATE' }
  | { readonly type: 'TIMESTAMP'; readonly precision: number; readonly withLocalTimeZone: boolean }
  | { readonly type: 'INTERVAL YEAR TO MONTH'; readonly precision: number }
  | { readonly type: 'INTERVAL DAY TO SECOND'; readonly precision: number; readonly fraction: number }
  | { readonly type: 'GEOMETRY'; readonly srid: number }
  | { readonly type: 'HASHTYPE'; readonly size: number };

export interface Column {
  readonly name: string;
  readonly dataType: DataType;
}

export interface RowCountResult {
  readonly kind: 'rowCount';
  readonly rowCount: number;
  /** What a Lua script sees as rows_inserted, rows_updated, rows_deleted. */
  readonly changes?: { readonly inserted: number; readonly updated: number; readonly deleted: number };
  /** What a Lua script sees as etl_rows_read, etl_rows_written, etl_rows_with_error after IMPORT or EXPORT. */
  readonly etl?: { readonly read: number; readonly written: number; readonly withError: number };
}

export interface ResultSetResult {
  readonly kind: 'resultSet';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export type StatementResult = RowCountResult | ResultSetResult;

/**
 * An error as a client of Exasol sees it. `text` carries no ` (Session: …)`: the session adds it at the outer border, once.
 * `transactionLost` says that the whole transaction was rolled back with it (collisions, runtime DML errors).
 */
export class ExasolError extends Error {
  constructor(
    readonly sqlCode: string,
    readonly text: string,
    readonly transactionLost = false,
  ) {
    super(text);
    this.name = 'ExasolError';
  }
}

/** Session attributes of the WebSocket API that clients set or read. */
export interface SessionAttributes {
  autocommit: boolean;
  /** '' where no schema is open. */
  currentSchema: string;
  /** Seconds, 0 = none. */
  queryTimeout: number;
  /** 0 = unlimited. */
  resultSetMaxRows: number;
  /** Seconds between the pongs that the server sends while a query runs. */
  feedbackInterval: number;
  snapshotTransactionsEnabled: boolean;
  timestampUtcEnabled: boolean;
  readonly openTransaction: boolean;
  readonly dateFormat: string;
  readonly dateLanguage: string;
  readonly datetimeFormat: string;
  readonly defaultLikeEscapeCharacter: string;
  readonly numericCharacters: string;
  readonly timezone: string;
  readonly timeZoneBehavior: string;
}

export interface ExecuteOptions {
  /** Aborts the statement: it fails with R0003, its effects undone. */
  readonly signal?: AbortSignal;
}

/** A statement with `?` markers; each row of cells is one execution, all in one statement (all or nothing). */
export interface PreparedStatement {
  readonly parameters: readonly Column[];
  /** Columns of the answer, absent where the statement answers a row count. */
  readonly columns?: readonly Column[];
  execute(rows: readonly Row[], options?: ExecuteOptions): Promise<StatementResult>;
}

/** One login. Calls must not overlap: the WebSocket API has one request in flight a session. */
export interface DatabaseSession {
  /** 19 digits, above 2^53, as in Exasol. */
  readonly id: bigint;
  readonly user: string;
  readonly attributes: SessionAttributes;
  /** A statement from the client: with autocommit, commits when it ends (a script also when it failed, as Exasol does). */
  execute(sql: string, options?: ExecuteOptions): Promise<StatementResult>;
  /** A statement from inside a script: same transaction, no autocommit. */
  query(sql: string, options?: ExecuteOptions): Promise<StatementResult>;
  prepare(sql: string): Promise<PreparedStatement>;
  /** Fires when the session was killed; its reason is an ExasolError that says that the transaction is lost. */
  readonly killed: AbortSignal;
  /** Stops what runs; its transaction is rolled back. Resolves when the session is closed, which is left to its owner. */
  kill(): Promise<void>;
  /** Rolls back what is open and frees what the session holds. */
  close(): Promise<void>;
}

export interface Database {
  readonly version: string;
  readonly name: string;
  authenticate(user: string, password: string): Promise<boolean>;
  /** Access and refresh tokens are accepted where they equal the user's password (as a SaaS personal access token does). */
  authenticateToken(token: string): Promise<string | undefined>;
  openSession(user: string, attributes?: Partial<SessionAttributes>): Promise<DatabaseSession>;
  close(): Promise<void>;
}

/** A stored CONNECTION object; `undefined` where the clause was left out. */
export interface ConnectionObject {
  readonly name: string;
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface ScriptColumn {
  /** As written in CREATE SCRIPT: case is kept. */
  readonly name: string;
  readonly dataType: DataType;
  /** True where it was written in double quotes: only then it keeps its case in SQL, too. */
  readonly isQuoted?: boolean;
}

/** A stored script. `text` is what EXA_ALL_SCRIPTS.SCRIPT_TEXT shows (header re-rendered, schema left out); `body` is what runs. */
export interface StoredScript {
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly text: string;
  readonly body: string;
  /** LUA, or the language alias of a UDF. */
  readonly language: string;
  readonly definition:
    | {
        readonly kind: 'scripting';
        readonly parameters: readonly { readonly name: string; readonly isArray: boolean }[];
        readonly returns: 'TABLE' | 'ROWCOUNT';
      }
    | {
        readonly kind: 'udf';
        readonly input: 'SCALAR' | 'SET';
        /** 'dynamic' = (...) */
        readonly inputColumns: readonly ScriptColumn[] | 'dynamic';
        /** ORDER BY of a SET script's signature, as text of the original, '' where absent. */
        readonly inputOrder: string;
        readonly output:
          | { readonly kind: 'RETURNS'; readonly dataType: DataType }
          | { readonly kind: 'EMITS'; readonly columns: readonly ScriptColumn[] | 'dynamic' };
      };
}

/**
 * Scripts and CONNECTION objects, kept in tables of the same DuckDB database and read through the session's own DuckDB connection,
 * so that COMMIT and ROLLBACK cover them as they do in Exasol. Names are exact (already folded).
 */
export interface ObjectStore {
  findScript(schema: string, name: string): Promise<StoredScript | undefined>;
  putScript(script: StoredScript): Promise<void>;
  dropScript(schema: string, name: string): Promise<void>;
  /** Lookup by UDFs and AT: exact first, then upper-cased, as Exasol does. */
  findConnection(name: string): Promise<ConnectionObject | undefined>;
  putConnection(connection: ConnectionObject): Promise<void>;
  dropConnection(name: string): Promise<void>;
}

/**
 * The hidden catalog (users, roles, privileges): DuckDB SQL with bound `$1, $2, …`, on the session's own DuckDB connection, so that COMMIT and
 * ROLLBACK cover GRANT as they do in Exasol. Resolves to the rows, each an array in column order; [] for a statement without rows.
 */
export interface CatalogConnection {
  run(
    sql: string,
    parameters?: readonly (string | number | boolean | null)[],
  ): Promise<readonly (readonly unknown[])[]>;
}

/** What a statement handler (sql/statements/*.ts) works with. Made by the session for each statement. */
export interface StatementContext {
  readonly session: DatabaseSession;
  /** For exa.meta. */
  readonly database: Pick<Database, 'name' | 'version'>;
  /** Number of the client's statement in its session, from 1. */
  readonly statementId: number;
  readonly objects: ObjectStore;
  readonly catalog: CatalogConnection;
  readonly services: SandboxServices;
  readonly signal: AbortSignal | undefined;
  /** Runs Exasol SQL (a query or DML) on the session, in its transaction. */
  query(sql: string): Promise<StatementResult>;
  /** Runs an Exasol query and hands over its rows in chunks as DuckDB yields them: memory stays bounded. Resolves to the columns. */
  stream(
    sql: string,
    onRows: (rows: readonly Row[], columns: readonly Column[]) => Promise<void>,
  ): Promise<readonly Column[]>;
  /** Inserts rows (wire form) into a table of the session's transaction, in bulk; for IMPORT. */
  insert(table: { schema: string; name: string }, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Columns of a table or view in order, undefined where there is none. */
  columnsOf(schema: string, name: string): Promise<readonly Column[] | undefined>;
  /** `[schema.]name` as written → exact names, with the current schema filled in; ExasolError where no schema is open. */
  resolveName(parts: readonly string[]): { schema: string; name: string };
  /** Throws `insufficient privileges …` where the user lacks a system privilege (EXPORT, IMPORT, CREATE SCRIPT, …). */
  requirePrivilege(privilege: string): Promise<void>;
}

/** What the whole sandbox offers to statements; made once by startSandbox. */
export interface SandboxServices {
  /** Number of nodes that NPROC() answers. */
  readonly nodes: number;
  /** Where AWS calls go: the sandbox's own server, or --aws-endpoint. */
  readonly awsEndpointUrl: string;
  /** Alias → path of the interpreter; `PYTHON3` is always there once a python3 was found. */
  readonly languages: ReadonlyMap<string, string>;
  readonly forkServer?: ForkServerAddress | undefined;
  readonly log: SandboxLog;
  readonly scriptStatements: ScriptStatements;
}

/** Where a fork server listens, see udf/fork-server.ts. */
export interface ForkServerAddress {
  /** Path of the interpreter that it forks. */
  readonly executable: string;
  readonly socketPath: string;
}

export interface SandboxLog {
  debug(message: string): void;
  warn(message: string): void;
}
