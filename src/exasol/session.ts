import type { SQLQueriesResponse, SQLQueryResponse, SQLResponse } from '@exasol/exasol-driver-ts';
import type { ConnectionConfig } from '../config/types.js';
import { makeInterruption } from '../errors/user-error.js';
import { type Logger, silentLogger } from '../logger.js';
import { type OpenConnection, openConnection } from './connect.js';
import { explainLostConnection, SqlError } from './sql-error.js';

/** A value as the WebSocket API sends it; decimals with a scale come as text. */
type SqlValue = string | number | boolean | null;

/** What one statement answered. A statement without a result set has no columns and no rows. */
export interface StatementResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly rowCount: number;
}

/** One logged-in session. Statements run one after the other. */
export interface Session {
  /** Runs one statement. @throws SqlError with Exasol's code and text; UserError E-SME-15 when the connection is gone */
  query(sql: string): Promise<StatementResult>;
  /** Runs statements in ONE request; Exasol stops at the first that fails and does not say which. @throws as `query` */
  batch(statements: readonly string[]): Promise<readonly StatementResult[]>;
}

export interface SessionOptions {
  /** Default true, as in Exasol. */
  readonly autocommit?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger;
}

/** How long to wait for a server that was asked to stop or to say goodbye, in milliseconds. */
const graceMs = 700;

/**
 * Opens a session, hands it to `work` and closes it whatever happens. When the signal fires, the running statement is aborted
 * and no further one is sent; Exasol rolls back what was not committed.
 * @throws UserError: E-SME-5 to E-SME-12 from connecting, E-SME-4 after the signal, else what `work` throws
 */
export async function withSession<Result>(
  config: ConnectionConfig,
  work: (session: Session) => Promise<Result>,
  options: SessionOptions = {},
): Promise<Result> {
  const { signal, logger = silentLogger } = options;
  const connection = await openConnection(config, { autocommit: options.autocommit ?? true, signal });
  let impatience: NodeJS.Timeout | undefined;
  const abort = () => {
    connection.driver.cancel().catch(() => connection.terminate());
    impatience = setTimeout(() => connection.terminate(), graceMs);
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work(makeSession(connection, signal, logger));
  } catch (thrown) {
    throw signal?.aborted === true ? makeInterruption(afterInterruption) : thrown;
  } finally {
    signal?.removeEventListener('abort', abort);
    clearTimeout(impatience);
    await close(connection);
  }
}

const afterInterruption = 'Exasol rolls back what was not committed; "sme status" shows what is installed.';

function makeSession(connection: OpenConnection, signal: AbortSignal | undefined, logger: Logger): Session {
  const { driver } = connection;
  const request = async (what: string, send: () => Promise<SQLResponse<SQLQueriesResponse>>) => {
    if (signal?.aborted === true) {
      throw makeInterruption(afterInterruption);
    }
    logger.debug(hideSecrets(what));
    const response = await send().catch((thrown: unknown) => {
      throw explainLostConnection(thrown, connection.readSocketError());
    });
    // the driver hands errors over as data in this mode
    if (response.exception !== undefined) {
      throw new SqlError(response.exception, 'Exasol refused a statement');
    }
    return response.responseData.results.map(readResult);
  };
  return {
    async query(sql) {
      const [result] = await request(sql, () => driver.query(sql, undefined, undefined, 'raw'));
      return result ?? { columns: [], rows: [], rowCount: 0 };
    },
    batch: (statements) =>
      statements.length === 0
        ? Promise.resolve([])
        : request(statements.map(shorten).join('\n'), () => driver.executeBatch([...statements])),
  };
}

/** Passwords in CREATE CONNECTION and CREATE USER are in the statement's text, and a log is read by others. */
function hideSecrets(sql: string): string {
  return sql.replaceAll(/(\bIDENTIFIED\s+BY\s+)(?:'(?:[^']|'')*'|"(?:[^"]|"")*")/gi, "$1'***'");
}

/** The first line of a statement: bodies of scripts would bury the rest of a log. */
function shorten(sql: string): string {
  const [first = '', ...rest] = sql.split('\n');
  return rest.length === 0 ? first : `${first} … (${rest.length} more lines)`;
}

/** Columns of values, as on the wire → rows. */
function readResult(response: SQLQueryResponse): StatementResult {
  const { resultSet } = response;
  if (resultSet === undefined) {
    return { columns: [], rows: [], rowCount: response.rowCount ?? 0 };
  }
  const data = resultSet.data ?? [];
  const rows = Array.from({ length: data[0]?.length ?? 0 }, (_none, row) => data.map((column) => column[row] ?? null));
  return { columns: resultSet.columns.map((column) => column.name), rows, rowCount: rows.length };
}

/** Says goodbye, and leaves without an answer where none comes. */
async function close(connection: OpenConnection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  try {
    await Promise.race([connection.driver.close(), patience]);
  } catch {
    // it is gone already, which is what was wanted
  } finally {
    clearTimeout(timer);
    connection.terminate();
  }
}
