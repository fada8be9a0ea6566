import { randomBytes } from 'node:crypto';
import { AuditLog } from '../catalog/audit/audit-log.js';
import type { CatalogConnection } from '../catalog/catalog-connection.js';
import { catalogTables } from '../catalog/catalog-tables.js';
import { defaultParameters } from '../catalog/parameters.js';
import { createPrivilegeTables } from '../catalog/privilege-tables.js';
import { requireCreateSession } from '../catalog/privileges.js';
import { authenticateByToken, authenticateUser, ensureAdministrator, foldUserName } from '../catalog/users.js';
import { Engine } from '../duckdb/engine.js';
import { Transaction } from '../duckdb/transaction.js';
import { WriteLocks } from '../duckdb/write-locks.js';
import type { SandboxServices } from '../services.js';
import { macros } from '../sql/compile/macros.js';
import type { ClientDescription, Database } from '../types/database.js';
import { Session } from './session.js';

export interface DatabaseOptions {
  readonly services: SandboxServices;
  /** The administrator, who is created if missing and gets this password. */
  readonly user: string;
  readonly password: string;
  /** Folder of the database file; absent = in memory. */
  readonly dataDir?: string;
  /** The version that the database reports. */
  readonly version?: string;
  readonly name?: string;
}

const VERSION = '2026.1.0';
const NAME = 'DB1';

/** Opens the sandbox's database. DuckDB runs in this process until `close()`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { services, user, password, dataDir, version = VERSION, name = NAME } = options;
  const engine = await Engine.open(dataDir, [
    ...macros.map((macro) => `CREATE OR REPLACE MACRO ${macro}`),
    ...catalogTables,
  ]);
  const locks = new WriteLocks();
  const sessions = new Set<Session>();
  const connection = await engine.connect();
  const catalog: CatalogConnection = {
    run: async (sql, values = []) => (await connection.run(sql, [...values])).getRowsJS(),
  };
  const audit = new AuditLog(catalog);
  await createPrivilegeTables(catalog);
  await ensureAdministrator(catalog, foldUserName(user), password);
  const systemParameters = new Map(Object.entries(defaultParameters));
  for (const [key, value] of await catalog.run('SELECT name, value FROM exa.parameters')) {
    systemParameters.set(String(key), value === null ? '' : String(value));
  }
  return {
    version,
    name,
    authenticate: (login, secret) => authenticateUser(catalog, foldUserName(login), secret),
    authenticateToken: (token) => authenticateByToken(catalog, token, new Date()),
    noteFailedLogin: (login, client, error) =>
      audit.addLogin({ sessionId: makeSessionId(), user: cut(foldUserName(login)), client: cutTexts(client), error }),
    openSession: async (login, attributes = {}, described = {}) => {
      const client = cutTexts(described);
      const id = makeSessionId();
      const userName = foldUserName(login);
      await requireCreateSession(catalog, userName);
      await catalog.run(
        'INSERT INTO exa.sessions VALUES ($1::DECIMAL(20,0), $2, current_localtimestamp(), $3, $4, $5, $6)',
        [String(id), userName, ...[client.name, client.driver, client.osUser, client.os].map((text) => text ?? null)],
      );
      audit.addLogin({ sessionId: id, user: userName, client });
      const session = new Session({
        id,
        user: userName,
        database: { name, version },
        services,
        audit,
        transaction: await Transaction.open(engine, locks),
        parameters: { session: new Map(systemParameters), system: systemParameters },
        attributes,
        findSession: (wanted) => [...sessions].find((candidate) => candidate.id === wanted),
        onClose: async () => {
          sessions.delete(session);
          audit.addLogout(id);
          await catalog.run('DELETE FROM exa.sessions WHERE session_id = $1::DECIMAL(20,0)', [String(id)]);
        },
      });
      sessions.add(session);
      return session;
    },
    close: async () => {
      for (const session of sessions) await session.close();
      await audit.flush();
      connection.closeSync();
      engine.close();
    },
  };
}

/** Length of the columns about users and clients. */
const cut = (text: string) => text.slice(0, 128);

function cutTexts({ name, driver, osUser, os }: ClientDescription): ClientDescription {
  return { name: name && cut(name), driver: driver && cut(driver), osUser: osUser && cut(osUser), os: os && cut(os) };
}

/** 19 digits as in Exasol, so clients cannot store it in a JavaScript number. */
function makeSessionId(): bigint {
  return 1_700_000_000_000_000_000n + (randomBytes(8).readBigUInt64BE() % 100_000_000_000_000_000n);
}
