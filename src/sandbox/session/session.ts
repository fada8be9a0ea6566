import type { AuditLog } from '../catalog/audit/audit-log.js';
import { Catalog } from '../catalog/catalog.js';
import type { CatalogConnection } from '../catalog/catalog-connection.js';
import { makeObjectStore } from '../catalog/object-store.js';
import { requireObjectPrivilege, requireSystemPrivilege } from '../catalog/privileges.js';
import { toExasolError } from '../duckdb/errors.js';
import type { Transaction } from '../duckdb/transaction.js';
import type { SandboxServices } from '../services.js';
import { dispatch } from '../sql/dispatch.js';
import { insertStaged } from '../sql/dml/staged-rows.js';
import { prepareStatement } from '../sql/engine/prepare.js';
import type { EngineContext, SessionParameters } from '../sql/engine/types.js';
import { streamQuery } from '../sql/query/rows.js';
import { compileBoundQuery } from '../sql/query/run-query.js';
import { readStatement, type Statement } from '../sql/statement.js';
import type { StatementContext } from '../sql/statement-context.js';
import { parseQuery } from '../sql/syntax/queries.js';
import { TokenStream } from '../tokens/token-stream.js';
import type {
  Database,
  DatabaseSession,
  ExecuteOptions,
  PreparedStatement,
  SessionAttributes,
} from '../types/database.js';
import { ExasolError } from '../types/exasol-error.js';
import type { StatementResult } from '../types/statement-result.js';
import type { ObjectStore } from '../types/stored-objects.js';
import { makeAttributes } from './attributes.js';
import { formatResult } from './format-result.js';
import { recordStatement } from './record-statement.js';

export interface SessionOptions {
  readonly id: bigint;
  readonly user: string;
  readonly database: Pick<Database, 'name' | 'version'>;
  readonly services: SandboxServices;
  readonly audit: AuditLog;
  readonly transaction: Transaction;
  readonly parameters: SessionParameters;
  readonly attributes: Partial<SessionAttributes>;
  readonly findSession: (id: bigint) => DatabaseSession | undefined;
  readonly onClose: () => Promise<void>;
}

/** One login with its transaction, parameters and open schema. */
export class Session implements DatabaseSession {
  readonly id: bigint;
  readonly user: string;
  readonly attributes: SessionAttributes;
  readonly #options: SessionOptions;
  readonly #catalog: Catalog;
  readonly #objects: ObjectStore;
  #statements = 0;
  #closing: Promise<void> | undefined;
  readonly #killController = new AbortController();
  readonly #whenClosed: Promise<void>;
  #resolveClosed = () => {};

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.user = options.user;
    this.#options = options;
    this.#catalog = new Catalog(options.transaction);
    this.#objects = makeObjectStore(options.transaction);
    this.#whenClosed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    this.attributes = makeAttributes(options.attributes, options.parameters.session, () => options.transaction.isOpen);
  }

  async execute(sql: string, options: ExecuteOptions = {}): Promise<StatementResult> {
    let isScript = false;
    const run = (signal: AbortSignal | undefined) => {
      const statement = readStatement(sql);
      isScript = statement.kind === 'EXECUTE SCRIPT';
      return this.#run(statement, signal);
    };
    // Exasol commits after a script even if the script failed.
    return this.#record(sql, 'EXECUTE', () => this.#fromClient(options.signal, run, () => isScript));
  }

  async query(sql: string, options: ExecuteOptions = {}): Promise<StatementResult> {
    return this.#run(readStatement(sql), options.signal);
  }

  async prepare(sql: string): Promise<PreparedStatement> {
    const prepare = async () => prepareStatement(readStatement(sql), this.#context(undefined));
    const prepared = await this.#record(sql, 'PREPARE', () => this.#fromClient(undefined, prepare));
    return {
      parameters: prepared.parameters,
      ...(prepared.columns === undefined ? {} : { columns: prepared.columns }),
      execute: (rows, options = {}) => {
        const run = (signal: AbortSignal | undefined) =>
          this.#undoable(() => prepared.execute(this.#context(signal), rows));
        return this.#record(sql, 'EXECUTE', () => this.#fromClient(options.signal, run));
      },
    };
  }

  get killed(): AbortSignal {
    return this.#killController.signal;
  }

  kill(): Promise<void> {
    this.#killController.abort(new ExasolError('R0003', 'The session was killed.', true));
    return this.#whenClosed;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#options.transaction.close();
    await this.#options.onClose();
    this.#resolveClosed();
  }

  /** Each statement, also of a script, has its own number and its own entry in the audit log. */
  #record<T>(sql: string, mode: 'EXECUTE' | 'PREPARE', run: () => Promise<T>): Promise<T> {
    this.#statements += 1;
    const schema = this.attributes.currentSchema;
    const facts = { sessionId: this.id, statementId: this.#statements, mode, schema, sql };
    return recordStatement(this.#options.audit, facts, run);
  }

  /** Adds what only statements of the client have: timeout, autocommit, resultSetMaxRows, and `(Session: …)` after an error. */
  async #fromClient<T>(
    signal: AbortSignal | undefined,
    run: (signal: AbortSignal | undefined) => Promise<T>,
    commitsOnFailure = () => false,
  ): Promise<T> {
    const { transaction } = this.#options;
    const timeout = this.#startTimeout(signal);
    try {
      const result = await run(timeout.signal);
      if (this.attributes.autocommit) await transaction.commit();
      return this.#present(result);
    } catch (error) {
      const failure = toExasolError(error);
      if (failure.transactionLost || (this.attributes.autocommit && !commitsOnFailure())) await transaction.rollback();
      else if (this.attributes.autocommit) await transaction.commit();
      throw new ExasolError(failure.sqlCode, `${failure.text} (Session: ${this.id})`, failure.transactionLost);
    } finally {
      timeout.clear();
    }
  }

  /** Each statement of a script has its own timeout, so ALTER SESSION in a script takes effect with the next statement. */
  async #runInScript(sql: string, signal: AbortSignal | undefined): Promise<StatementResult> {
    const timeout = this.#startTimeout(signal);
    try {
      return await this.#run(readStatement(sql), timeout.signal);
    } finally {
      timeout.clear();
    }
  }

  #startTimeout(signal: AbortSignal | undefined): { signal: AbortSignal | undefined; clear: () => void } {
    const seconds = this.attributes.queryTimeout;
    const signals = signal === undefined ? [this.killed] : [this.killed, signal];
    if (seconds <= 0) return { signal: AbortSignal.any(signals), clear: () => undefined };
    const controller = new AbortController();
    const text = `Query terminated because timeout has been reached.`;
    const timer = setTimeout(() => controller.abort(new ExasolError('R0001', text)), seconds * 1000);
    return { signal: AbortSignal.any([...signals, controller.signal]), clear: () => clearTimeout(timer) };
  }

  /** A result set as the client gets it. resultSetMaxRows acts as a LIMIT, without a warning. */
  #present<T>(result: T): T {
    if (!isResultSet(result)) return result;
    const limit = this.attributes.resultSetMaxRows;
    const rows = limit > 0 && result.rows.length > limit ? result.rows.slice(0, limit) : result.rows;
    return { ...result, ...formatResult({ ...result, rows }, this.attributes) };
  }

  async #run(statement: Statement, signal: AbortSignal | undefined): Promise<StatementResult> {
    const context = this.#context(signal);
    // The changes that a script made before it failed are kept.
    if (['EXECUTE SCRIPT', 'COMMIT', 'ROLLBACK'].includes(statement.kind)) return dispatch(statement, context);
    return this.#undoable(() => dispatch(statement, context));
  }

  /** Undoes a failed statement; if the transaction is lost, rolls it back. */
  async #undoable<T>(run: () => Promise<T>): Promise<T> {
    const { transaction } = this.#options;
    const { mark } = transaction;
    const schema = this.attributes.currentSchema;
    try {
      return await run();
    } catch (error) {
      const failure = toExasolError(error);
      this.attributes.currentSchema = schema;
      if (failure.transactionLost) await transaction.rollback();
      else await transaction.undoTo(mark);
      throw failure;
    }
  }

  #context(signal: AbortSignal | undefined): EngineContext {
    const { transaction, services, parameters, database } = this.#options;
    const session = this;
    const catalog: CatalogConnection = {
      run: async (sql, values = []) => {
        if (/^\s*(SELECT|WITH)\b/i.test(sql)) return transaction.rows(sql, values);
        await transaction.change(sql, values);
        return [];
      },
    };
    const now = new Date().toISOString();
    const context: EngineContext = {
      transaction,
      catalog: this.#catalog,
      services,
      signal,
      parameters,
      facts: {
        user: this.user,
        // A getter, because the statements of a script may open another schema.
        get schema() {
          return session.attributes.currentSchema;
        },
        sessionId: this.id,
        statementId: this.#statements,
        nodes: services.nodes,
        now: `${now.slice(0, 10)} ${now.slice(11, 23)}000`,
        timeZone: parameters.session.get('TIME_ZONE') ?? 'UTC',
        parameters: parameters.session,
        systemParameters: parameters.system,
        databaseName: database.name,
        databaseVersion: database.version,
      },
      scopeUser: this.user,
      requireSelect: async (table, user) => {
        if (table.owner === user) return;
        const owner = (await this.#catalog.schemaOwner(table.schema)) ?? table.owner;
        const object = { type: table.kind, schema: table.schema, name: table.name, owner };
        await requireObjectPrivilege(catalog, user, 'SELECT', object);
      },
      findSession: this.#options.findSession,
      openSchema: (schema) => {
        this.attributes.currentSchema = schema;
      },
      commit: () => transaction.commit(),
      rollback: () => transaction.rollback(),
      statement: this.#statementContext(signal, catalog, () => context),
    };
    return context;
  }

  #statementContext(
    signal: AbortSignal | undefined,
    catalog: CatalogConnection,
    engine: () => EngineContext,
  ): StatementContext {
    return {
      session: this,
      database: this.#options.database,
      statementId: this.#statements,
      objects: this.#objects,
      catalog,
      services: this.#options.services,
      signal,
      audit: this.#options.audit,
      query: (sql) => this.#runInScript(sql, signal),
      queryOfScript: (sql) => this.#record(sql, 'EXECUTE', () => this.#runInScript(sql, signal)),
      stream: async (sql, onRows) => {
        const compiled = await compileBoundQuery(parseQuery(new TokenStream(sql)).query, engine());
        return streamQuery(compiled, engine(), onRows);
      },
      insert: (table, columns, rows) => insertStaged(table, columns, rows, engine()),
      lock: (object) => this.#options.transaction.lock(object, signal),
      columnsOf: async (schema, name) => (await this.#catalog.findTable(schema, name))?.columns,
      resolveName: (parts) => this.#resolveName(parts),
      requirePrivilege: (privilege) => requireSystemPrivilege(catalog, this.user, privilege),
    };
  }

  #resolveName(parts: readonly string[]): { schema: string; name: string } {
    const [first = '', second] = parts;
    if (second !== undefined) return { schema: first, name: second };
    const schema = this.attributes.currentSchema;
    if (schema === '')
      throw new ExasolError('42000', 'no schema specified or opened or current schema has been dropped');
    return { schema, name: first };
  }
}

const isResultSet = (value: unknown): value is Extract<StatementResult, { kind: 'resultSet' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'resultSet';
