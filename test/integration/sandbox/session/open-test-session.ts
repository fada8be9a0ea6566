import { defaultBehaviours } from '../../../../src/sandbox/behaviours.js';
import { Tunnels } from '../../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../../src/sandbox/log.js';
import { ScriptStatements } from '../../../../src/sandbox/script-statements.js';
import type { SandboxServices } from '../../../../src/sandbox/services.js';
import { openDatabase } from '../../../../src/sandbox/session/database.js';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';

const services: Omit<SandboxServices, 'scriptStatements'> = {
  nodes: 1,
  awsEndpointUrl: 'http://127.0.0.1:1',
  clientFiles: new Tunnels(silentLog),
  languages: new Map(),
  behaviours: defaultBehaviours,
  log: silentLog,
};

export function openTestDatabase(
  options: { nodes?: number; dataDir?: string; languages?: ReadonlyMap<string, string> } = {},
): Promise<Database> {
  const { nodes = 1, languages = new Map(), dataDir } = options;
  return openDatabase({
    user: 'sys',
    password: 'exasol',
    services: { ...services, nodes, languages, scriptStatements: new ScriptStatements() },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
}

/** Rows of a query, with bigint as number to simplify comparisons. */
export async function readRows(session: DatabaseSession, sql: string): Promise<unknown[][]> {
  const result = await session.execute(sql);
  if (result.kind !== 'resultSet') throw new Error(`no result set: ${sql}`);
  return result.rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
}

/** The one value of a query. */
export async function readValue(session: DatabaseSession, expression: string): Promise<unknown> {
  const [row] = await readRows(session, `SELECT ${expression}`);
  return row?.[0];
}

/** `sqlCode text` of the error of a statement, without the session. */
export async function readError(session: DatabaseSession, sql: string): Promise<string> {
  try {
    await session.execute(sql);
  } catch (error) {
    if (!(error instanceof ExasolError)) throw error;
    return `${error.sqlCode} ${error.text.replace(/ \(Session: \d{19}\)$/, '')}`;
  }
  throw new Error(`no error: ${sql}`);
}

export async function executeAll(session: DatabaseSession, ...statements: readonly string[]): Promise<void> {
  for (const sql of statements) await session.execute(sql);
}
