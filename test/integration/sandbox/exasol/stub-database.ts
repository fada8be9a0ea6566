import type {
  Database,
  DatabaseSession,
  ExecuteOptions,
  PreparedStatement,
  SessionAttributes,
} from '../../../../src/sandbox/types/database.js';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';
import type { StatementResult } from '../../../../src/sandbox/types/statement-result.js';
import type { Column } from '../../../../src/sandbox/types/values.js';
import { defaultAttributes } from '../../../support/statement-context.js';

const id: Column = { name: 'ID', dataType: { type: 'DECIMAL', precision: 18, scale: 0 } };
const text: Column = { name: 'TXT', dataType: { type: 'VARCHAR', size: 2_000_000, characterSet: 'UTF8' } };

/** A database with a few fixed statements, for tests of the protocol. */
export class StubDatabase implements Database {
  readonly version = '2026.1.0';
  readonly name = 'DB1';
  /** Every statement that reached a session, in order. */
  readonly statements: string[] = [];
  openSessions = 0;
  #lastSession = 1_876_154_425_032_048_640n;

  async authenticate(user: string, password: string): Promise<boolean> {
    return user.toUpperCase() === 'SYS' && password === 'exasol';
  }

  async authenticateToken(token: string): Promise<string | undefined> {
    return token === 'exa_pat_1' ? 'SYS' : undefined;
  }

  noteFailedLogin(): void {}

  async openSession(user: string, attributes: Partial<SessionAttributes> = {}): Promise<DatabaseSession> {
    this.#lastSession += 1n;
    this.openSessions += 1;
    return new StubSession(this, this.#lastSession, user, { ...defaultAttributes, ...attributes });
  }

  async close(): Promise<void> {
    this.statements.length = 0;
  }
}

class StubSession implements DatabaseSession {
  constructor(
    private readonly owner: StubDatabase,
    readonly id: bigint,
    readonly user: string,
    readonly attributes: SessionAttributes,
  ) {}

  async execute(sql: string, options?: ExecuteOptions): Promise<StatementResult> {
    this.owner.statements.push(sql);
    const [word, argument] = sql.split(' ');
    switch (word) {
      case 'ROWS':
        return makeRows(Math.min(Number(argument), this.attributes.resultSetMaxRows || Number.POSITIVE_INFINITY));
      case 'BIG':
        return { kind: 'resultSet', columns: [id], rows: [[999_999_999_999_999_999n], [-1n], [null]] };
      case 'LONG':
        return { kind: 'resultSet', columns: [text], rows: Array.from({ length: 70 }, () => ['x'.repeat(1_000_000)]) };
      case 'OPEN':
        return this.#openSchema(sql.slice('OPEN SCHEMA '.length).replaceAll('"', ''));
      case 'SLEEP':
        return sleepUntilAborted(options?.signal);
      case 'LINGER':
        await sleepUntilAborted(options?.signal).catch(() => undefined);
        this.owner.statements.push('LINGER aborted');
        await new Promise((resolve) => setTimeout(resolve, 200));
        throw new ExasolError('R0003', 'Client requested execution abort.');
      case 'FAIL':
        throw new ExasolError('42000', 'object X not found [line 1, column 15]');
      case 'CRASH':
        throw new TypeError('x is not a function');
      default:
        return { kind: 'rowCount', rowCount: 0 };
    }
  }

  query(sql: string, options?: ExecuteOptions): Promise<StatementResult> {
    return this.execute(sql, options);
  }

  async prepare(sql: string): Promise<PreparedStatement> {
    const parameters = [id, text].slice(0, sql.split('?').length - 1);
    return {
      parameters,
      ...(sql.startsWith('SELECT') ? { columns: [id, text] } : {}),
      execute: async (rows) =>
        sql.startsWith('SELECT')
          ? { kind: 'resultSet', columns: [id, text], rows }
          : { kind: 'rowCount', rowCount: rows.length },
    };
  }

  readonly killed = new AbortController().signal;

  async kill(): Promise<void> {}

  async close(): Promise<void> {
    this.owner.openSessions -= 1;
  }

  #openSchema(name: string): StatementResult {
    if (name !== 'S') {
      throw new ExasolError('42000', `schema ${name} not found`);
    }
    this.attributes.currentSchema = name;
    return { kind: 'rowCount', rowCount: 0 };
  }
}

function makeRows(count: number): StatementResult {
  const rows = Array.from({ length: count }, (_, index) => [BigInt(index), `row ${index}`]);
  return { kind: 'resultSet', columns: [id, text], rows };
}

function sleepUntilAborted(signal: AbortSignal | undefined): Promise<StatementResult> {
  return new Promise((_, reject) => {
    const fail = () => reject(new ExasolError('R0003', 'Client requested execution abort.'));
    if (signal?.aborted) {
      fail();
    }
    signal?.addEventListener('abort', fail);
  });
}
