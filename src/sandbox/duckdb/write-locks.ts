import { ExasolError } from '../types/exasol-error.js';
import { COLLISION } from './errors.js';

/**
 * Table-level write locks as in Exasol: the second writer waits until the first commits (WAIT FOR COMMIT); the writer that would cause a
 * deadlock is rolled back. Each commit gives the tables that it wrote a new version.
 */
export class WriteLocks {
  readonly #holders = new Map<string, object>();
  readonly #waiting = new Map<object, string>();
  readonly #versions = new Map<string, number>();
  #clock = 0;
  #wake: (() => void)[] = [];

  get now(): number {
    return this.#clock;
  }

  /** Number of the commit that last wrote the table; 0 if none did. */
  version(table: string): number {
    return this.#versions.get(table) ?? 0;
  }

  /** Resolves when the owner holds the lock. Rejects with the signal's reason, or on a deadlock. */
  async acquire(table: string, owner: object, signal: AbortSignal | undefined): Promise<void> {
    try {
      while ((this.#holders.get(table) ?? owner) !== owner) {
        if (this.#wouldDeadlock(table, owner)) throw new ExasolError('40001', COLLISION, true);
        this.#waiting.set(owner, table);
        await this.#nextRelease(signal);
      }
      this.#holders.set(table, owner);
    } finally {
      this.#waiting.delete(owner);
    }
  }

  /** @param written tables that the commit changed; empty after a rollback */
  release(owner: object, written: Iterable<string>): void {
    this.#clock += 1;
    for (const table of written) this.#versions.set(table, this.#clock);
    for (const [table, holder] of this.#holders) if (holder === owner) this.#holders.delete(table);
    const wake = this.#wake;
    this.#wake = [];
    for (const resume of wake) resume();
  }

  #wouldDeadlock(table: string, owner: object): boolean {
    let wanted: string | undefined = table;
    while (wanted !== undefined) {
      const holder = this.#holders.get(wanted);
      if (holder === owner) return true;
      wanted = holder === undefined ? undefined : this.#waiting.get(holder);
    }
    return false;
  }

  #nextRelease(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal?.reason instanceof ExasolError ? signal.reason : abortError());
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      this.#wake.push(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
    });
  }
}

export function abortError(): ExasolError {
  return new ExasolError('R0003', 'Client requested execution abort.');
}
