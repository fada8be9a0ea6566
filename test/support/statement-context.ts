import { DuckDBInstance } from '@duckdb/node-api';
import { defaultBehaviours } from '../../src/sandbox/behaviours.js';
import { AuditLog } from '../../src/sandbox/catalog/audit/audit-log.js';
import type { CatalogConnection } from '../../src/sandbox/catalog/catalog-connection.js';
import { catalogTables } from '../../src/sandbox/catalog/catalog-tables.js';
import { createPrivilegeTables } from '../../src/sandbox/catalog/privilege-tables.js';
import { ensureAdministrator } from '../../src/sandbox/catalog/users.js';
import { Tunnels } from '../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../src/sandbox/log.js';
import { ScriptStatements } from '../../src/sandbox/script-statements.js';
import type { StatementContext } from '../../src/sandbox/sql/statement-context.js';
import type { DatabaseSession, SessionAttributes } from '../../src/sandbox/types/database.js';
import type { StatementResult } from '../../src/sandbox/types/statement-result.js';
import type { ConnectionObject, StoredScript } from '../../src/sandbox/types/stored-objects.js';
import type { Column, Row } from '../../src/sandbox/types/values.js';

/** The hidden catalog of users and privileges in a separate DuckDB instance. */
export async function openCatalog(): Promise<CatalogConnection & { close(): void }> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const catalog: CatalogConnection & { close(): void } = {
    run: async (sql, parameters = []) => (await connection.runAndReadAll(sql, [...parameters])).getRows(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
  for (const sql of catalogTables) await connection.run(sql);
  await connection.run("INSERT INTO exa.schemas (name, owner) VALUES ('S', 'SYS')");
  await createPrivilegeTables(catalog);
  await ensureAdministrator(catalog, 'SYS', 'exasol');
  return catalog;
}

/** Attributes of a new session. */
export const defaultAttributes: SessionAttributes = {
  autocommit: true,
  currentSchema: '',
  queryTimeout: 0,
  resultSetMaxRows: 0,
  feedbackInterval: 1,
  snapshotTransactionsEnabled: false,
  timestampUtcEnabled: false,
  openTransaction: false,
  dateFormat: 'YYYY-MM-DD',
  dateLanguage: 'ENG',
  datetimeFormat: 'YYYY-MM-DD HH24:MI:SS.FF6',
  defaultLikeEscapeCharacter: '\\',
  numericCharacters: '.,',
  timezone: 'EUROPE/BERLIN',
  timeZoneBehavior: 'INVALID SHIFT AMBIGUOUS ST',
};

/** A replacement for the SQL engine. */
export interface StatementWorld {
  user?: string;
  awsEndpointUrl?: string;
  languages?: ReadonlyMap<string, string>;
  signal?: AbortSignal;
  /** Tables of schema S, by name. */
  tables?: Readonly<Record<string, { columns: readonly Column[]; rows?: readonly Row[] }>>;
  /** Results of queries, except those of the handlers on the catalog. */
  query?: (sql: string) => StatementResult;
}

export interface TestStatement {
  readonly context: StatementContext;
  readonly scripts: Map<string, StoredScript>;
  readonly connections: Map<string, ConnectionObject>;
  readonly queries: string[];
  readonly inserted: { readonly columns: readonly string[]; readonly row: Row }[];
}

function oneCell(name: string, value: string): StatementResult {
  const dataType = { type: 'VARCHAR', size: 2000, characterSet: 'UTF8' } as const;
  return { kind: 'resultSet', columns: [{ name, dataType }], rows: [[value]] };
}

function answerCatalog(sql: string): StatementResult | undefined {
  if (sql.includes('EXA_PARAMETERS')) {
    return oneCell('SESSION_VALUE', 'R=builtin_r JAVA=builtin_java PYTHON3=builtin_python3 MYPY=builtin_python3');
  }
  return undefined;
}

/** The context of a statement without the SQL engine. Handlers, catalog and S3 are real. */
export function makeStatement(catalog: CatalogConnection, world: StatementWorld = {}): TestStatement {
  const scripts = new Map<string, StoredScript>();
  const connections = new Map<string, ConnectionObject>();
  const queries: string[] = [];
  const inserted: { columns: readonly string[]; row: Row }[] = [];
  const query = async (sql: string): Promise<StatementResult> => {
    queries.push(sql);
    const answer = answerCatalog(sql) ?? world.query?.(sql);
    if (answer === undefined) throw new Error(`the test has no answer to ${sql}`);
    return answer;
  };
  const refuse = () => Promise.reject(new Error('not in this test'));
  const session: DatabaseSession = {
    id: 1834567890123456789n,
    user: world.user ?? 'SYS',
    attributes: { ...defaultAttributes, currentSchema: 'S' },
    execute: refuse,
    query,
    prepare: refuse,
    killed: new AbortController().signal,
    kill: refuse,
    close: async () => undefined,
  };
  const context: StatementContext = {
    session,
    database: { name: 'TEST', version: '2025.1.0' },
    statementId: 1,
    catalog,
    objects: {
      findScript: async (schema, name) => scripts.get(`${schema}.${name}`),
      putScript: async (script) => void scripts.set(`${script.schema}.${script.name}`, script),
      dropScript: async (schema, name) => void scripts.delete(`${schema}.${name}`),
      findConnection: async (name) => connections.get(name) ?? connections.get(name.toUpperCase()),
      putConnection: async (connection) => void connections.set(connection.name, connection),
      dropConnection: async (name) => void connections.delete(name),
    },
    services: {
      nodes: 1,
      awsEndpointUrl: world.awsEndpointUrl ?? 'http://127.0.0.1:1',
      clientFiles: new Tunnels(silentLog),
      languages: world.languages ?? new Map([['PYTHON3', '/usr/bin/python3']]),
      behaviours: defaultBehaviours,
      log: silentLog,
      scriptStatements: new ScriptStatements(),
    },
    audit: new AuditLog(catalog),
    signal: world.signal,
    query,
    queryOfScript: query,
    stream: async (sql, onRows) => {
      queries.push(sql);
      const name = /"S"\."([^"]+)"/.exec(sql)?.[1] ?? '';
      const table = world.tables?.[name];
      if (table === undefined) throw new Error(`the test has no table ${name}`);
      const rows = table.rows ?? [];
      for (let from = 0; from < rows.length; from += 2048) await onRows(rows.slice(from, from + 2048), table.columns);
      return table.columns;
    },
    insert: async (_table, columns, rows) => {
      for (const row of rows) inserted.push({ columns, row });
    },
    lock: async () => undefined,
    columnsOf: async (schema, name) => (schema === 'S' ? world.tables?.[name]?.columns : undefined),
    resolveName: (parts) => {
      const [first = '', second] = parts;
      return second === undefined ? { schema: 'S', name: first } : { schema: first, name: second };
    },
    requirePrivilege: async () => undefined,
  };
  return { context, scripts, connections, queries, inserted };
}
