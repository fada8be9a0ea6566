import type { FetchResponse, SQLQueriesResponse, SQLQueryResponse, SQLResponse } from '@exasol/exasol-driver-ts';
import { makeInterruption, UserError } from '../errors/user-error.js';
import { type Logger, silentLogger } from '../logger.js';
import {
  CloseResultSetCommand,
  FetchCommand,
  type OpenConnection,
  openConnection,
  SQLSingleCommand,
} from './connect.js';
import { SqlError, toLostConnectionError } from './sql-error.js';
import type { ConnectionConfig } from './types.js';

/** A value as the WebSocket API sends it; decimals with a scale come as text. */
export type SqlValue = string | number | boolean | null;

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
  /**
   * Runs statements in ONE request; Exasol stops at the first that fails and does not say which. A server that refuses the command
   * executeBatch gets the statements one by one, in the same session. @throws as `query`
   */
  batch(statements: readonly string[]): Promise<readonly StatementResult[]>;
}

/** Some rows of an answer. */
export interface ResultPage {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** A session that can also read answers larger than memory. */
export interface PagingSession extends Session {
  /**
   * Runs one statement and hands its rows on a page at a time, the first page also where there are no rows. Between the pages no
   * other statement may be run. @throws as `query`
   */
  readPages(sql: string): AsyncGenerator<ResultPage, void>;
}

export interface SessionOptions {
  /** Default true, as in Exasol. */
  readonly autocommit?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger;
}

/** How long to wait for a server that was asked to stop or to say goodbye, in milliseconds. */
const graceMs = 700;

/** What Exasol is asked to send at once, in bytes. */
const pageBytes = 1024 * 1024;

/**
 * Opens a session, hands it to `work` and closes it whatever happens. When the signal fires, the running statement is aborted
 * and no further one is sent; Exasol rolls back what was not committed.
 * @throws UserError: E-SME-5 to E-SME-12 from connecting, E-SME-4 after the signal, else what `work` throws
 */
export async function withSession<Result>(
  config: ConnectionConfig,
  work: (session: PagingSession) => Promise<Result>,
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
    throw signal?.aborted === true && !isInterruption(thrown) ? makeInterruption(afterInterruption) : thrown;
  } finally {
    signal?.removeEventListener('abort', abort);
    clearTimeout(impatience);
    await close(connection);
  }
}

/** Whoever was interrupted may know better how the world was left. */
const isInterruption = (thrown: unknown) => thrown instanceof UserError && thrown.code === 'E-SME-4';

const afterInterruption = 'Exasol rolls back what was not committed; "sme status" shows what is installed.';

function makeSession(connection: OpenConnection, signal: AbortSignal | undefined, logger: Logger): PagingSession {
  const { driver } = connection;
  const isInterrupted = () => signal?.aborted === true;
  const request = async <Data>(what: string, send: () => Promise<SQLResponse<Data>>) => {
    if (isInterrupted()) {
      throw makeInterruption(afterInterruption);
    }
    logger.debug(hideSecrets(what));
    const response = await send().catch((thrown: unknown) => {
      throw toLostConnectionError(thrown, connection.readSocketError());
    });
    // the driver hands errors over as data in this mode
    if (response.exception !== undefined) {
      // Aborted because we asked for it: no failure for a caller to judge.
      if (isInterrupted()) {
        throw makeInterruption(afterInterruption);
      }
      throw new SqlError(response.exception, 'Exasol refused a statement');
    }
    return response.responseData;
  };
  const query = async (sql: string) => {
    const { results } = await request<SQLQueriesResponse>(sql, () => driver.query(sql, undefined, undefined, 'raw'));
    return results[0] === undefined ? { columns: [], rows: [], rowCount: 0 } : readResult(results[0]);
  };
  let knowsBatches = true;
  const sendBatch = async (statements: readonly string[]) => {
    const { results } = await request<SQLQueriesResponse>(statements.map(shorten).join('\n'), () =>
      driver.executeBatch([...statements]),
    );
    return results.map(readResult);
  };
  return {
    query,
    async batch(statements) {
      if (statements.length > 0 && knowsBatches) {
        try {
          return await sendBatch(statements);
        } catch (thrown) {
          if (!(thrown instanceof SqlError && thrown.isUnknownCommand)) {
            throw thrown;
          }
          knowsBatches = false;
          logger.debug(`${thrown.message}: sending the statements one by one`);
        }
      }
      const results: StatementResult[] = [];
      for (const statement of statements) {
        results.push(await query(statement));
      }
      return results;
    },
    async *readPages(sql) {
      const { results } = await request(sql, () => driver.sendCommand<SQLQueriesResponse>(new SQLSingleCommand(sql)));
      const resultSet = results[0]?.resultSet;
      if (resultSet === undefined) {
        return;
      }
      const { numRows, resultSetHandle } = resultSet;
      const columns = resultSet.columns.map(({ name, dataType }) => ({ name, type: dataType.type }));
      // the first message of a large answer has no rows
      if (resultSet.numRowsInMessage > 0 || numRows === 0) {
        // a result without rows has no `data` (settled from public artefacts)
        yield { columns, rows: readRows(resultSet.data ?? []) };
      }
      if (resultSetHandle === undefined) {
        return;
      }
      try {
        for (let startPosition = resultSet.numRowsInMessage; startPosition < numRows; ) {
          const command = new FetchCommand({ resultSetHandle, startPosition, numBytes: pageBytes });
          const page = await request('fetch', () => driver.sendCommand<FetchResponse>(command));
          yield { columns, rows: readRows(page.data) };
          // a page without rows would be asked for again and again
          startPosition += page.numRows === 0 ? numRows : page.numRows;
        }
      } finally {
        // closing is a courtesy, for the session's end does it as well; a session that was broken off would not answer
        if (!isInterrupted()) {
          await driver.sendCommand(new CloseResultSetCommand([resultSetHandle])).catch(() => {});
        }
      }
    },
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
  const rows = readRows(resultSet.data ?? []);
  return { columns: resultSet.columns.map((column) => column.name), rows, rowCount: rows.length };
}

function readRows(data: readonly (readonly SqlValue[])[]): readonly (readonly SqlValue[])[] {
  return Array.from({ length: data[0]?.length ?? 0 }, (_none, row) => data.map((column) => column[row] ?? null));
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
