import type { ClientDescription } from '../../types/database.js';
import type { CatalogConnection } from '../catalog-connection.js';
import { maskSecrets } from './mask-secrets.js';

/** The sandbox keeps the newest rows only; Exasol keeps all until TRUNCATE AUDIT LOGS. */
const LIMITS = { statements: 10_000, sessions: 2_000, textLength: 64 * 1024 * 1024 };

/** Exasol cuts SQL_TEXT at this length. */
const MAX_TEXT = 2_000_000;

/** Rows that are written at once. */
const CHUNK = 200;

/** The log is written by FLUSH STATISTICS, and otherwise after this time or this many statements. */
const FLUSH_AFTER_MS = 60_000;
const FLUSH_AFTER_STATEMENTS = 500;

export interface AuditedStatement {
  readonly sessionId: bigint;
  readonly statementId: number;
  readonly commandName: string;
  readonly commandClass: string;
  readonly mode: 'EXECUTE' | 'PREPARE';
  readonly schema: string;
  readonly sql: string;
  readonly start: Date;
  readonly stop: Date;
  readonly rowCount: number | undefined;
  readonly error: { readonly code: string; readonly text: string } | undefined;
}

export interface AuditedLogin {
  readonly sessionId: bigint;
  readonly user: string;
  readonly client: ClientDescription;
  readonly error?: { readonly code: string; readonly text: string };
}

export const auditTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS exa.audit_statements (session_id DECIMAL(20,0), statement_id BIGINT, command_name VARCHAR, command_class VARCHAR,
    start_time TIMESTAMP, stop_time TIMESTAMP, success BOOLEAN, error_code VARCHAR, error_text VARCHAR, scope_schema VARCHAR, row_count BIGINT,
    execution_mode VARCHAR, sql_text VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS exa.audit_sessions (session_id DECIMAL(20,0), login_time TIMESTAMP, logout_time TIMESTAMP, user_name VARCHAR,
    client VARCHAR, driver VARCHAR, os_user VARCHAR, os_name VARCHAR, success BOOLEAN, error_code VARCHAR, error_text VARCHAR)`,
];

type Row = readonly (string | number | boolean | null)[];

/**
 * What sessions did, for the statistical system tables. Statements wait in memory, with their secrets masked, and become visible with the
 * next write, which is not part of the transaction of a session.
 */
export class AuditLog {
  readonly #connection: CatalogConnection;
  readonly #limits: typeof LIMITS;
  #statements: Row[] = [];
  #pendingLength = 0;
  #logins: Row[] = [];
  #logouts: Row[] = [];
  #lastFlush = Date.now();
  #writing: Promise<void> = Promise.resolve();

  /** @param connection not the one of a session */
  constructor(connection: CatalogConnection, limits = LIMITS) {
    this.#connection = connection;
    this.#limits = limits;
  }

  /** Also writes the log if it is due. */
  async addStatement(statement: AuditedStatement): Promise<void> {
    const { start, stop, error } = statement;
    const { text, secrets } = maskSecrets(statement.sql.slice(0, MAX_TEXT));
    this.#statements.push([
      String(statement.sessionId),
      statement.statementId,
      statement.commandName,
      statement.commandClass,
      toTimestamp(start),
      toTimestamp(stop),
      error === undefined,
      error?.code ?? null,
      error === undefined ? null : secrets.reduce((shown, secret) => shown.replaceAll(secret, '<SECRET>'), error.text),
      statement.schema === '' ? null : statement.schema,
      statement.rowCount ?? null,
      statement.mode,
      text,
    ]);
    this.#pendingLength += text.length;
    const isDue =
      this.#statements.length >= FLUSH_AFTER_STATEMENTS ||
      this.#pendingLength > this.#limits.textLength / 8 ||
      Date.now() - this.#lastFlush >= FLUSH_AFTER_MS;
    if (isDue) await this.flush();
  }

  addLogin({ sessionId, user, client, error }: AuditedLogin): void {
    const now = toTimestamp(new Date());
    this.#logins.push([
      String(sessionId),
      now,
      error === undefined ? null : now,
      user,
      client.name ?? null,
      client.driver ?? null,
      client.osUser ?? null,
      client.os ?? null,
      error === undefined,
      error?.code ?? null,
      error?.text ?? null,
    ]);
    if (this.#logins.length > this.#limits.sessions) this.#logins.shift();
  }

  addLogout(sessionId: bigint): void {
    this.#logouts.push([toTimestamp(new Date()), String(sessionId)]);
    if (this.#logouts.length > this.#limits.sessions) this.#logouts.shift();
  }

  /** Makes everything so far visible to transactions that start later. */
  flush(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  /** Removes what ended before the time, or everything. Open sessions remain. */
  async truncate(before: string | undefined): Promise<void> {
    await this.flush();
    const limit = before ?? '9999-12-31';
    await this.#connection.run('DELETE FROM exa.audit_statements WHERE stop_time < $1::TIMESTAMP', [limit]);
    await this.#connection.run('DELETE FROM exa.audit_sessions WHERE logout_time < $1::TIMESTAMP', [limit]);
  }

  async #write(): Promise<void> {
    const [statements, logins, logouts] = [this.#statements, this.#logins, this.#logouts];
    [this.#statements, this.#logins, this.#logouts] = [[], [], []];
    this.#pendingLength = 0;
    this.#lastFlush = Date.now();
    await this.#insert('audit_statements', statements);
    await this.#insert('audit_sessions', logins);
    for (const logout of logouts) {
      await this.#connection.run(
        'UPDATE exa.audit_sessions SET logout_time = $1::TIMESTAMP WHERE session_id = $2::DECIMAL(20,0)',
        logout,
      );
    }
    await this.#connection.run(
      `DELETE FROM exa.audit_statements WHERE rowid IN (
        SELECT id FROM (SELECT rowid AS id, row_number() OVER newest AS number, sum(length(sql_text)) OVER newest AS total
          FROM exa.audit_statements WINDOW newest AS (ORDER BY rowid DESC))
        WHERE number > ${this.#limits.statements} OR total > ${this.#limits.textLength} AND number > 1)`,
    );
    await this.#connection.run(
      `DELETE FROM exa.audit_sessions WHERE rowid IN (
        SELECT id FROM (SELECT rowid AS id, row_number() OVER (ORDER BY rowid DESC) AS number FROM exa.audit_sessions)
        WHERE number > ${this.#limits.sessions})`,
    );
  }

  async #insert(table: string, rows: readonly Row[]): Promise<void> {
    for (let from = 0; from < rows.length; from += CHUNK) {
      const chunk = rows.slice(from, from + CHUNK);
      const width = chunk[0]?.length ?? 0;
      const markers = chunk.map(
        (_row, row) => `(${Array.from({ length: width }, (_, cell) => `$${row * width + cell + 1}`)})`,
      );
      await this.#connection.run(`INSERT INTO exa.${table} VALUES ${markers.join(', ')}`, chunk.flat());
    }
  }
}

/** `2026-11-28 10:45:00.123`, in UTC, which is the time zone of the database. */
function toTimestamp(time: Date): string {
  return time.toISOString().slice(0, 23).replace('T', ' ');
}
