import type { DuckDBConnection, DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api';
import { ExasolError } from '../types/exasol-error.js';
import type { Engine, SqlValue, Stage } from './engine.js';
import { COLLISION, leavesTransactionAlive, toExasolError } from './errors.js';
import { abortError, type WriteLocks } from './write-locks.js';

const INTERRUPT_INTERVAL_MS = 50;

interface Effect {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * The transaction of one session. DuckDB gives up a whole transaction after most errors, Exasol only undoes the failed statement:
 * what a transaction has done is therefore kept as a journal of SQL, and played again on a fresh DuckDB transaction when needed. Rows that
 * come from outside stand in stages, which outlive a DuckDB transaction.
 */
export class Transaction {
  #open = false;
  #broken = false;
  #journal: Effect[] = [];
  #stages: Stage[] = [];
  #written = new Set<string>();
  #read = new Set<string>();
  #snapshot = 0;

  private constructor(
    readonly connection: DuckDBConnection,
    readonly engine: Engine,
    readonly locks: WriteLocks,
  ) {}

  static async open(engine: Engine, locks: WriteLocks): Promise<Transaction> {
    return new Transaction(await engine.connect(), engine, locks);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Where a failed statement is undone to. */
  get mark(): number {
    return this.#journal.length;
  }

  async begin(): Promise<void> {
    if (this.#open) return;
    await this.connection.run('BEGIN');
    this.#open = true;
    this.#snapshot = this.locks.now;
  }

  /** Rows of DuckDB SQL that changes nothing. */
  async rows(sql: string, values: readonly SqlValue[] = []): Promise<readonly (readonly unknown[])[]> {
    const result = await this.read(sql, values);
    return result.getRowsJS();
  }

  async read(sql: string, values: readonly SqlValue[] = []): Promise<DuckDBMaterializedResult> {
    return this.#guard(() => this.connection.run(sql, [...values]));
  }

  /** A result whose chunks are fetched as they are made. Nothing else may run on the session until it is read to its end. */
  async stream(sql: string): Promise<DuckDBResult> {
    return this.#guard(() => this.connection.stream(sql));
  }

  /** DuckDB SQL that changes something; answers the number of rows changed. */
  async change(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const result = await this.#guard(() => this.connection.run(sql, [...values]));
    this.#journal.push({ sql, values });
    return result.rowsChanged;
  }

  /** As change(), for SQL with RETURNING. */
  async changeReturning(sql: string): Promise<readonly (readonly unknown[])[]> {
    const result = await this.#guard(() => this.connection.run(sql));
    this.#journal.push({ sql, values: [] });
    return result.getRowsJS();
  }

  /** Remembers that DuckDB has given up this transaction, for errors that come outside read() and change(). */
  noteFailure(error: unknown): void {
    if (!leavesTransactionAlive(error)) this.#broken = true;
  }

  noteRead(table: string): void {
    this.#read.add(table);
  }

  async openStage(columns: readonly { readonly name: string; readonly type: string }[]): Promise<Stage> {
    return this.#keep(await this.engine.openStage(columns));
  }

  /** The rows of a query as the last commit left them, without the changes of this transaction. */
  async stageCommitted(sql: string): Promise<Stage> {
    return this.#keep(await this.engine.stageQuery(sql));
  }

  #keep(stage: Stage): Stage {
    this.#stages.push(stage);
    return stage;
  }

  /** Waits for the write lock, then makes sure that the table is seen as the last commit left it. */
  async lock(table: string, signal: AbortSignal | undefined): Promise<void> {
    await this.begin();
    await this.locks.acquire(table, this, signal);
    this.#written.add(table);
    if (this.locks.version(table) <= this.#snapshot) return;
    if (this.#read.has(table)) throw new ExasolError('40001', COLLISION, true);
    await this.undoTo(this.mark, true);
  }

  /** Undoes what happened after the mark. Costs nothing where nothing did. */
  async undoTo(mark: number, fresh = false): Promise<void> {
    if (!this.#open || (!fresh && !this.#broken && this.#journal.length === mark)) return;
    const kept = this.#journal.slice(0, mark);
    await this.connection.run('ROLLBACK');
    await this.connection.run('BEGIN');
    this.#snapshot = this.locks.now;
    this.#broken = false;
    for (const { sql, values } of kept) await this.connection.run(sql, [...values]);
    this.#journal = kept;
  }

  async commit(): Promise<void> {
    if (!this.#open) return;
    try {
      if (this.#broken) await this.undoTo(this.mark, true);
      await this.connection.run('COMMIT');
    } catch (error) {
      await this.rollback();
      const { text } = toExasolError(error);
      throw new ExasolError('40001', text.startsWith('Global') ? text : COLLISION, true);
    }
    await this.#end(this.#written);
  }

  async rollback(): Promise<void> {
    if (!this.#open) return;
    await this.connection.run('ROLLBACK').catch(() => undefined);
    await this.#end([]);
  }

  async close(): Promise<void> {
    await this.rollback();
    this.connection.closeSync();
  }

  /**
   * Runs with the signal interrupting DuckDB: again and again until it has ended, since DuckDB forgets an interrupt that comes before the
   * statement has begun to execute (while it is planned, or waits for a thread).
   */
  async interruptible<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
    if (signal === undefined) return run();
    if (signal.aborted) throw signalError(signal);
    let again: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.connection.interrupt();
      again = setInterval(() => this.connection.interrupt(), INTERRUPT_INTERVAL_MS);
    };
    signal.addEventListener('abort', interrupt);
    try {
      return await run();
    } catch (error) {
      throw signal.aborted ? signalError(signal) : error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      clearInterval(again);
    }
  }

  async #guard<T>(run: () => Promise<T>): Promise<T> {
    await this.begin();
    if (this.#broken) await this.undoTo(this.mark, true);
    try {
      return await run();
    } catch (error) {
      this.noteFailure(error);
      throw toExasolError(error);
    }
  }

  async #end(written: Iterable<string>): Promise<void> {
    const [stages, changed] = [this.#stages, [...written]];
    this.#open = false;
    this.#broken = false;
    this.#journal = [];
    this.#stages = [];
    this.#written = new Set();
    this.#read = new Set();
    this.locks.release(this, changed);
    for (const stage of stages) await stage.close();
  }
}

function signalError(signal: AbortSignal): ExasolError {
  return signal.reason instanceof ExasolError ? signal.reason : abortError();
}
