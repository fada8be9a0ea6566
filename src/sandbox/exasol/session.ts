import { quoteIdentifier, quoteLiteral } from '../tokens/quote.js';
import type { DatabaseSession, PreparedStatement, SessionAttributes } from '../types/database.js';
import type { StatementResult } from '../types/statement-result.js';
import { ProtocolError } from './exception.js';
import type { JsonValue } from './json.js';
import type { SettableAttributes } from './requests.js';
import { ResultSets } from './result-sets.js';

/** Facts about the server that sessions report. */
export interface ServerFacts {
  /** Number of nodes that getHosts lists. */
  readonly nodes: number;
}

/** State of one login: the database session, its open result sets and prepared statements, and the attributes last sent to the client. */
export class ClientSession {
  readonly resultSets = new ResultSets();
  readonly #statements = new Map<number, PreparedStatement>();
  #lastStatement = 0;
  #closing: Promise<void> | undefined;
  #reported: ReadonlyMap<string, JsonValue>;

  constructor(
    readonly database: DatabaseSession,
    public compression: boolean,
    readonly server: ServerFacts,
  ) {
    this.#reported = this.#readAttributes();
  }

  /** The `results` entry of a response. */
  present(result: StatementResult): JsonValue {
    if (result.kind === 'rowCount') {
      return { resultType: 'rowCount', rowCount: result.rowCount };
    }
    return { resultType: 'resultSet', resultSet: this.resultSets.present(result) };
  }

  addStatement(statement: PreparedStatement): number {
    this.#lastStatement += 1;
    this.#statements.set(this.#lastStatement, statement);
    return this.#lastStatement;
  }

  findStatement(handle: number): PreparedStatement {
    const found = this.#statements.get(handle);
    if (found === undefined) {
      throw new ProtocolError(`Invalid statement handle: '${handle}'`);
    }
    return found;
  }

  removeStatement(handle: number): void {
    this.findStatement(handle);
    this.#statements.delete(handle);
  }

  /** Sets attributes. The schema comes first, because it may not exist; then no other attribute has been changed. */
  async setAttributes(attributes: SettableAttributes): Promise<void> {
    const { currentSchema, numericCharacters, ...plain } = attributes;
    if (currentSchema !== undefined && currentSchema !== this.database.attributes.currentSchema) {
      await this.#openSchema(currentSchema);
    }
    if (numericCharacters !== undefined && numericCharacters !== this.database.attributes.numericCharacters) {
      await this.database.execute(`ALTER SESSION SET NLS_NUMERIC_CHARACTERS=${quoteLiteral(numericCharacters)}`);
    }
    for (const [name, value] of Object.entries(plain)) {
      if (value !== undefined) {
        Object.assign(this.database.attributes, { [name]: value });
      }
    }
  }

  /** All attributes, for getAttributes. */
  listAttributes(): JsonValue {
    this.#reported = this.#readAttributes();
    return Object.fromEntries(this.#reported);
  }

  /** Attributes that changed since they were last sent to the client; undefined if none did. */
  takeChangedAttributes(): JsonValue | undefined {
    const now = this.#readAttributes();
    const changed = [...now].filter(([name, value]) => this.#reported.get(name) !== value);
    this.#reported = now;
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  }

  /** Rolls back the open transaction and frees everything that the session holds. A second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.resultSets.closeAll();
    this.#statements.clear();
    await this.database.close();
  }

  /** Opens the schema of a client's settings: first the exact name, then the name in upper case. */
  async #openSchema(name: string): Promise<void> {
    if (name === '') {
      await this.database.execute('CLOSE SCHEMA');
      return;
    }
    try {
      await this.database.execute(`OPEN SCHEMA ${quoteIdentifier(name)}`);
    } catch (error) {
      if (name === name.toUpperCase()) {
        throw error;
      }
      await this.database.execute(`OPEN SCHEMA ${quoteIdentifier(name.toUpperCase())}`);
    }
  }

  #readAttributes(): ReadonlyMap<string, JsonValue> {
    const from: SessionAttributes = this.database.attributes;
    return new Map<string, JsonValue>([
      ['autocommit', from.autocommit],
      ['compressionEnabled', this.compression],
      ['currentSchema', from.currentSchema],
      ['dateFormat', from.dateFormat],
      ['dateLanguage', from.dateLanguage],
      ['datetimeFormat', from.datetimeFormat],
      ['defaultLikeEscapeCharacter', from.defaultLikeEscapeCharacter],
      ['feedbackInterval', from.feedbackInterval],
      ['numericCharacters', from.numericCharacters],
      ['openTransaction', from.openTransaction],
      ['queryTimeout', from.queryTimeout],
      ['resultSetMaxRows', from.resultSetMaxRows],
      ['snapshotTransactionsEnabled', from.snapshotTransactionsEnabled],
      ['timestampUtcEnabled', from.timestampUtcEnabled],
      ['timezone', from.timezone],
      ['timeZoneBehavior', from.timeZoneBehavior],
    ]);
  }
}
