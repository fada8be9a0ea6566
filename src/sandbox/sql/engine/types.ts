import type { Catalog, TableEntry } from '../../catalog/catalog.js';
import type { SessionFacts } from '../../catalog/session-facts.js';
import type { Transaction } from '../../duckdb/transaction.js';
import type { SandboxServices } from '../../services.js';
import type { TokenStream } from '../../tokens/token-stream.js';
import type { DatabaseSession } from '../../types/database.js';
import type { StatementResult } from '../../types/statement-result.js';
import type { StatementContext } from '../statement-context.js';

/** The context of statements that DuckDB executes. The session creates one for each statement. */
export interface EngineContext {
  readonly transaction: Transaction;
  readonly catalog: Catalog;
  readonly facts: SessionFacts;
  readonly services: SandboxServices;
  readonly signal: AbortSignal | undefined;
  /** The context of the handlers in `sql/statements`. */
  readonly statement: StatementContext;
  readonly parameters: SessionParameters;
  /** The user or role whose privileges are checked: the user of the session; inside a view, the owner of its schema. */
  readonly scopeUser: string;
  /** Whether only the columns of a query are wanted, as for CREATE VIEW: its scripts are not called. */
  readonly describesOnly?: boolean;
  /** @throws ExasolError 42500 if the user or role may not read the table or view */
  requireSelect(table: TableEntry, user: string): Promise<void>;
  findSession(id: bigint): DatabaseSession | undefined;
  /** Opens a schema; '' closes it. */
  openSchema(schema: string): void;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export interface SessionParameters {
  readonly session: Map<string, string>;
  /** Initial values of new sessions. */
  readonly system: Map<string, string>;
}

export type EngineHandler = (context: EngineContext, tokens: TokenStream) => Promise<StatementResult>;
