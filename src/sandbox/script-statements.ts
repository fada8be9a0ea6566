import type { DatabaseSession } from './types/database.js';

/** A statement that a script ran through query() or pquery(). */
export interface ScriptStatement {
  /** Name of the script, without its schema. */
  readonly script: string;
  readonly sql: string;
}

export interface SessionKill {
  /** Only statements of this script count. */
  readonly script: string;
  /** Counted from 1, from the call of `killSession` on. */
  readonly statement: number;
  readonly when: 'before' | 'after';
}

interface ArmedKill {
  readonly kill: SessionKill;
  readonly onKilled: (session: DatabaseSession) => void;
}

/** Lists the statements that scripts run, and kills the session before or after one of them. */
export class ScriptStatements {
  #statements: ScriptStatement[] = [];
  #armed: ArmedKill | undefined;

  /** Statements since the last `clear` or `killSession`, in the order in which they started. */
  get statements(): readonly ScriptStatement[] {
    return this.#statements;
  }

  /** Forgets the statements so far and a kill that has not happened. */
  clear(): void {
    this.#statements = [];
    this.#armed = undefined;
  }

  /**
   * Kills the session that runs this statement, once: the client's socket breaks, the transaction is rolled back, and nothing further of the
   * script runs. The statement itself has not begun (`before`) or has ended (`after`), never half of it.
   * Resolves when the session is closed.
   */
  killSession(kill: SessionKill): Promise<void> {
    this.clear();
    return new Promise<void>((resolve, reject) => {
      this.#armed = {
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
    const armed = this.#takeKill(statement.script);
    if (armed?.kill.when === 'before') this.#kill(session, armed.onKilled);
    try {
      return await execute();
    } finally {
      if (armed?.kill.when === 'after') this.#kill(session, armed.onKilled);
    }
  }

  #takeKill(script: string): ArmedKill | undefined {
    const armed = this.#armed;
    if (armed?.kill.script !== script) return undefined;
    const count = this.#statements.filter((statement) => statement.script === script).length;
    if (count !== armed.kill.statement) return undefined;
    this.#armed = undefined;
    return armed;
  }

  /** Not an ExasolError: pcall or pquery in the script must not catch it. */
  #kill(session: DatabaseSession, onKilled: (session: DatabaseSession) => void): never {
    onKilled(session);
    throw new Error(`the session ${session.id} was killed`);
  }
}
