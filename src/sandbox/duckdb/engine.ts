import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export type SqlValue = string | number | bigint | boolean | null;

/** The DuckDB instance of a sandbox: in memory, or a file in `dataDir`. */
export class Engine {
  #stages = 0;

  private constructor(readonly instance: DuckDBInstance) {}

  /**
   * @param dataDir folder of the database file; undefined = in memory
   * @param setup statements that run before the first session, such as CREATE OR REPLACE MACRO
   */
  static async open(dataDir: string | undefined, setup: readonly string[]): Promise<Engine> {
    if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
    const path = dataDir === undefined ? ':memory:' : join(dataDir, 'exasol.duckdb');
    const engine = new Engine(await DuckDBInstance.create(path, { threads: '2' }));
    const connection = await engine.connect();
    try {
      for (const statement of setup) await connection.run(statement);
    } finally {
      connection.closeSync();
    }
    return engine;
  }

  async connect(): Promise<DuckDBConnection> {
    const connection = await this.instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  }

  /**
   * A table outside every transaction, for rows that come from JavaScript. Each stage has its own in-memory database: an open transaction
   * sees a database that is attached later, but not a table that is added later to a database it has already seen.
   */
  async openStage(columns: readonly { readonly name: string; readonly type: string }[]): Promise<Stage> {
    const stage = await this.#attachStage();
    const definitions = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
    await stage.connection.run(`CREATE TABLE ${stage.source} (${definitions})`);
    return stage;
  }

  /** A stage with the rows of a query on committed data. */
  async stageQuery(sql: string): Promise<Stage> {
    const stage = await this.#attachStage();
    await stage.connection.run(`CREATE TABLE ${stage.source} AS ${sql}`);
    return stage;
  }

  async #attachStage(): Promise<Stage> {
    this.#stages += 1;
    const database = `stage_${this.#stages}`;
    const connection = await this.connect();
    await connection.run(`ATTACH ':memory:' AS ${database}`);
    return new Stage(connection, database);
  }

  close(): void {
    this.instance.closeSync();
  }
}

/** Holds rows on their way from JavaScript into a session's transaction. */
export class Stage {
  constructor(
    readonly connection: DuckDBConnection,
    readonly database: string,
  ) {}

  get source(): string {
    return `${this.database}.main.rows`;
  }

  async close(): Promise<void> {
    await this.connection.run(`DETACH ${this.database}`);
    this.connection.closeSync();
  }
}
