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
 * The transaction of one session. After most errors, DuckDB aborts the whole transaction; Exasol only undoes the failed statement. So the
 * changes of a transaction are kept as a journal of SQL and replayed in a new DuckDB transaction when needed. Rows that come from outside are
 * in stages, which outlive a DuckDB transaction.
 */
export class Transaction {
  #open = false;
  #aborted = false;
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

  /** The position in the journal to which a failed statement is undone. */
  get mark(): number {
    return this.#journal.length;
  }

  async begin(): Promise<void> {
    if (this.#open) return;
    await this.connection.run('BEGIN');
    this.#open = true;
    this.#snapshot = this.locks.now;
  }

  /** Runs DuckDB SQL that changes nothing, and returns its rows. */
  async rows(sql: string, values: readonly SqlValue[] = []): Promise<readonly (readonly unknown[])[]> {
    const result = await this.read(sql, values);
    return result.getRowsJS();
  }

  async read(sql: string, values: readonly SqlValue[] = []): Promise<DuckDBMaterializedResult> {
    return this.#guard(() => this.connection.run(sql, [...values]));
  }

  /** A result whose chunks are fetched one at a time. Nothing else may run in the session until all of it is read. */
  async stream(sql: string): Promise<DuckDBResult> {
    return this.#guard(() => this.connection.stream(sql));
  }

  /** Runs DuckDB SQL that changes something. @returns the number of changed rows */
  async change(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const result = await this.#guard(() => this.connection.run(sql, [...values]));
    this.#journal.push({ sql, values });
    return result.rowsChanged;
  }

  /** Like change(), for SQL with RETURNING. */
  async changeReturning(sql: string): Promise<readonly (readonly unknown[])[]> {
    const result = await this.#guard(() => this.connection.run(sql));
    this.#journal.push({ sql, values: [] });
    return result.getRowsJS();
  }

  /** Records an error that occurred outside read() and change() and may have aborted the DuckDB transaction. */
  noteFailure(error: unknown): void {
    if (!leavesTransactionAlive(error)) this.#aborted = true;
  }

  noteRead(table: string): void {
    this.#read.add(table);
  }

  async openStage(columns: readonly { readonly name: string; readonly type: string }[]): Promise<Stage> {
    return this.#keep(await this.engine.openStage(columns));
  }

  /** The rows of a query on committed data, without the changes of this transaction. */
  async stageCommitted(sql: string): Promise<Stage> {
    return this.#keep(await this.engine.stageQuery(sql));
  }

  #keep(stage: Stage): Stage {
    this.#stages.push(stage);
    return stage;
  }

  /** Waits for the write lock, then makes sure that the transaction sees the last committed version of the table. */
  async lock(table: string, signal: AbortSignal | undefined): Promise<void> {
    await this.begin();
    await this.locks.acquire(table, this, signal);
    this.#written.add(table);
    if (this.locks.version(table) <= this.#snapshot) return;
    if (this.#read.has(table)) throw new ExasolError('40001', COLLISION, true);
    await this.undoTo(this.mark, true);
  }

  /** Undoes the changes after the mark. @param force starts a new DuckDB transaction even if there are none */
  async undoTo(mark: number, force = false): Promise<void> {
    if (!this.#open || (!force && !this.#aborted && this.#journal.length === mark)) return;
    const kept = this.#journal.slice(0, mark);
    await this.connection.run('ROLLBACK');
    await this.connection.run('BEGIN');
    this.#snapshot = this.locks.now;
    this.#aborted = false;
    for (const { sql, values } of kept) await this.connection.run(sql, [...values]);
    this.#journal = kept;
  }

  async commit(): Promise<void> {
    if (!this.#open) return;
    try {
      if (this.#aborted) await this.undoTo(this.mark, true);
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
   * Interrupts DuckDB when the signal aborts, repeatedly until `run` ends: DuckDB loses an interrupt that arrives before the statement
   * starts to execute (during planning, or while it waits for a thread).
   */
  async interruptible<T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
    if (signal === undefined) return run();
    if (signal.aborted) throw signalError(signal);
    let timer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.connection.interrupt();
      timer = setInterval(() => this.connection.interrupt(), INTERRUPT_INTERVAL_MS);
    };
    signal.addEventListener('abort', interrupt);
    try {
      return await run();
    } catch (error) {
      throw signal.aborted ? signalError(signal) : error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      clearInterval(timer);
    }
  }

  async #guard<T>(run: () => Promise<T>): Promise<T> {
    await this.begin();
    if (this.#aborted) await this.undoTo(this.mark, true);
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
    this.#aborted = false;
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
