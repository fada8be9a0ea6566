/** The database behind the Exasol server: logs users in, opens sessions, runs statements. */
import type { StatementResult } from './statement-result.js';
import type { Column, Row } from './values.js';

/** Session attributes of the WebSocket API that clients read or set. */
export interface SessionAttributes {
  autocommit: boolean;
  /** '' if no schema is open. */
  currentSchema: string;
  /** Seconds; 0 = unlimited. */
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

/** What a client tells about itself at login. */
export interface ClientDescription {
  readonly name?: string | undefined;
  readonly driver?: string | undefined;
  readonly osUser?: string | undefined;
  readonly os?: string | undefined;
}

export interface ExecuteOptions {
  /** Aborts the statement: it fails with R0003, and its effects are undone. */
  readonly signal?: AbortSignal;
}

/** A statement with `?` markers. Each row of cells is one execution; all of them are one statement (all or nothing). */
export interface PreparedStatement {
  readonly parameters: readonly Column[];
  /** Columns of the result set; absent if the statement returns a row count. */
  readonly columns?: readonly Column[];
  execute(rows: readonly Row[], options?: ExecuteOptions): Promise<StatementResult>;
}

/** One login. Calls must not overlap: the WebSocket API has one request in flight per session. */
export interface DatabaseSession {
  /** 19 digits, above 2^53, as in Exasol. */
  readonly id: bigint;
  readonly user: string;
  readonly attributes: SessionAttributes;
  /**
   * Runs a statement of the client. With autocommit, it commits at the end; EXECUTE SCRIPT commits even if the script fails, as in Exasol.
   * The result set has at most `attributes.resultSetMaxRows` rows.
   */
  execute(sql: string, options?: ExecuteOptions): Promise<StatementResult>;
  /** Runs a statement from inside a script: same transaction, no autocommit. */
  query(sql: string, options?: ExecuteOptions): Promise<StatementResult>;
  prepare(sql: string): Promise<PreparedStatement>;
  /** Aborts when the session is killed; the reason is an ExasolError with `transactionLost`. */
  readonly killed: AbortSignal;
  /** Stops the running statement; its transaction is rolled back. Resolves when the owner of the session has closed it. */
  kill(): Promise<void>;
  /** Rolls back the open transaction and frees everything that the session holds. */
  close(): Promise<void>;
}

export interface Database {
  readonly version: string;
  readonly name: string;
  authenticate(user: string, password: string): Promise<boolean>;
  /**
   * Accepts a token that equals the password of a user, as a personal access token of Exasol SaaS does.
   * @returns the user's name; undefined if no user has this password
   */
  authenticateToken(token: string): Promise<string | undefined>;
  openSession(
    user: string,
    attributes?: Partial<SessionAttributes>,
    client?: ClientDescription,
  ): Promise<DatabaseSession>;
  /** Adds a failed login to the audit log. */
  noteFailedLogin(user: string, client: ClientDescription, error: { code: string; text: string }): void;
  close(): Promise<void>;
}
