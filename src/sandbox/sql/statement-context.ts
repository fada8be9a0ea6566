import type { AuditLog } from '../catalog/audit/audit-log.js';
import type { CatalogConnection } from '../catalog/catalog-connection.js';
import type { SandboxServices } from '../services.js';
import type { Database, DatabaseSession } from '../types/database.js';
import type { StatementResult } from '../types/statement-result.js';
import type { ObjectStore } from '../types/stored-objects.js';
import type { Column, Row } from '../types/values.js';

/** The context of the handlers in `sql/statements`. The session creates one for each statement. */
export interface StatementContext {
  readonly session: DatabaseSession;
  /** For `exa.meta`. */
  readonly database: Pick<Database, 'name' | 'version'>;
  /** Number of the statement within its session, from 1. */
  readonly statementId: number;
  readonly objects: ObjectStore;
  readonly catalog: CatalogConnection;
  readonly services: SandboxServices;
  readonly audit: AuditLog;
  readonly signal: AbortSignal | undefined;
  /** Runs Exasol SQL (a query or DML) in the session's transaction. */
  query(sql: string): Promise<StatementResult>;
  /** The same for a statement of a Lua script, which has its own statement ID and an entry in the audit log. */
  queryOfScript(sql: string): Promise<StatementResult>;
  /** Runs a query and passes its rows on in chunks as DuckDB yields them, which bounds memory. Resolves to the columns. */
  stream(
    sql: string,
    onRows: (rows: readonly Row[], columns: readonly Column[]) => Promise<void>,
  ): Promise<readonly Column[]>;
  /** Inserts rows in bulk into a table, in the session's transaction; for IMPORT. */
  insert(table: { schema: string; name: string }, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  /** Waits until no other transaction changes the object, such as `script S.N`. */
  lock(object: string): Promise<void>;
  /** Columns of a table or view in order; undefined if it does not exist. */
  columnsOf(schema: string, name: string): Promise<readonly Column[] | undefined>;
  /**
   * `[schema.]name` as written → exact names; the open schema is the default.
   * @throws ExasolError if the schema is missing and none is open
   */
  resolveName(parts: readonly string[]): { schema: string; name: string };
  /** @throws ExasolError `insufficient privileges …` if the user lacks a system privilege (EXPORT, IMPORT, CREATE SCRIPT, …) */
  requirePrivilege(privilege: string): Promise<void>;
}
