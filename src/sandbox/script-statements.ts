import type { DatabaseSession } from './types/database.js';

/** A statement that a script ran through query() or pquery(). */
export interface ScriptStatement {
  /** Name of the script, without its schema. */
  readonly script: string;
  readonly sql: string;
}

export interface SessionKill {
  /** Name of the script. Statements of other scripts are not counted. */
  readonly script: string;
  /** Number of the statement since `killSession`, from 1. */
  readonly statement: number;
  readonly when: 'before' | 'after';
}

interface PendingKill {
  readonly kill: SessionKill;
  readonly onKilled: (session: DatabaseSession) => void;
}

/** Records the statements that scripts run, and can kill the session before or after one of them. */
export class ScriptStatements {
  #statements: ScriptStatement[] = [];
  #pending: PendingKill | undefined;

  /** Statements since the last `clear` or `killSession`, in the order of their start. */
  get statements(): readonly ScriptStatement[] {
    return this.#statements;
  }

  /** Removes the recorded statements and a pending kill. */
  clear(): void {
    this.#statements = [];
    this.#pending = undefined;
  }

  /**
   * Kills the session that runs this statement, once: the client's socket is closed, the transaction is rolled back, and the script stops.
   * The statement has not started (`before`) or has ended (`after`); it is never interrupted. Resolves when the session is closed.
   */
  killSession(kill: SessionKill): Promise<void> {
    this.clear();
    return new Promise<void>((resolve, reject) => {
      this.#pending = {
        kill,
        onKilled: (session) => {
          session.kill().then(resolve, reject);
        },
      };
    });
  }

  async run<T>(session: DatabaseSession, statement: ScriptStatement, execute: () => Promise<T>): Promise<T> {
    session.killed.throwIfAborted();
    this.#statements.push(statement);
    const pending = this.#takeKill(statement.script);
    if (pending?.kill.when === 'before') this.#kill(session, pending.onKilled);
    try {
      return await execute();
    } finally {
      if (pending?.kill.when === 'after') this.#kill(session, pending.onKilled);
    }
  }

  #takeKill(script: string): PendingKill | undefined {
    const pending = this.#pending;
    if (pending?.kill.script !== script) return undefined;
    const count = this.#statements.filter((statement) => statement.script === script).length;
    if (count !== pending.kill.statement) return undefined;
    this.#pending = undefined;
    return pending;
  }

  /** Not an ExasolError: pcall or pquery in the script must not catch it. */
  #kill(session: DatabaseSession, onKilled: (session: DatabaseSession) => void): never {
    onKilled(session);
    throw new Error(`the session ${session.id} was killed`);
  }
}
