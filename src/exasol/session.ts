import type {
  FetchResponse,
  SQLQueriesResponse,
  SQLQueryColumn,
  SQLQueryResponse,
  SQLResponse,
} from '@exasol/exasol-driver-ts';
import { makeInterruption, UserError } from '../errors/user-error.js';
import { type Logger, silentLogger } from '../logger.js';
import { maskOptionLines } from '../text/mask-variables.js';
import {
  CloseResultSetCommand,
  FetchCommand,
  type OpenConnection,
  openConnection,
  SQLSingleCommand,
} from './connect.js';
import { describeMissingGrants } from './missing-grants.js';
import { SqlError, toLostConnectionError } from './sql-error.js';
import type { ConnectionConfig } from './types.js';

/** A value as the WebSocket API sends it: a decimal with a scale is a string, and so is an integer beyond 2^53. */
export type SqlValue = string | number | boolean | null;

/** The result of one statement. A statement without a result set has no columns and no rows. */
export interface StatementResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly rowCount: number;
}

/** A logged-in session. Statements run one after the other. */
export interface Session {
  /** Runs one statement. @throws SqlError with Exasol's code and text; UserError E-SME-15 if the connection is lost */
  query(sql: string): Promise<StatementResult>;
  /**
   * Runs statements in one request. Exasol stops at the first failure and does not report which statement failed. If the server does not
   * support executeBatch, sends the statements one by one. @throws as `query`
   */
  batch(statements: readonly string[]): Promise<readonly StatementResult[]>;
}

/** Some of the rows of a result. */
export interface ResultPage {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** A session that can also read results larger than memory. */
export interface PagingSession extends Session {
  /**
   * Runs one statement and yields its rows page by page, or one empty page if there are no rows. Do not run other statements between
   * pages. @throws as `query`
   */
  readPages(sql: string): AsyncGenerator<ResultPage, void>;
}

export interface SessionOptions {
  /** Default true, as in Exasol. */
  readonly autocommit?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly logger?: Logger;
}

/** Timeout for aborting a statement and for logging out. */
const shutdownTimeoutMs = 700;

/** The page size to request. */
const pageBytes = 1024 * 1024;

/**
 * Opens a session, passes it to `work` and always closes it. If the signal aborts, cancels the running statement and sends no further
 * ones; Exasol then rolls back uncommitted changes.
 * @throws UserError E-SME-5 to E-SME-12 if connecting fails, E-SME-4 if the signal aborts; otherwise what `work` throws
 */
export async function withSession<Result>(
  config: ConnectionConfig,
  work: (session: PagingSession) => Promise<Result>,
  options: SessionOptions = {},
): Promise<Result> {
  const { signal, logger = silentLogger } = options;
  const connection = await openConnection(config, { autocommit: options.autocommit ?? true, signal, logger });
  let killTimer: NodeJS.Timeout | undefined;
  const abort = () => {
    connection.driver.cancel().catch(() => connection.terminate());
    killTimer = setTimeout(() => connection.terminate(), shutdownTimeoutMs);
  };
  signal?.addEventListener('abort', abort, { once: true });
  const session = makeSession(connection, signal, logger);
  try {
    return await work(session);
  } catch (thrown) {
    const error = await addMissingGrants(session, thrown);
    throw signal?.aborted === true && !isInterruption(error) ? makeInterruption(rollbackNote) : error;
  } finally {
    signal?.removeEventListener('abort', abort);
    clearTimeout(killTimer);
    await close(connection);
  }
}

/** Adds the missing grants to an error about a privilege, while the session can still read the catalog. */
async function addMissingGrants(session: Session, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof SqlError && thrown.isPrivilegeProblem)) {
    return thrown;
  }
  const { text, sqlCode, statements } = thrown;
  const grants = await describeMissingGrants(session, statements, text).catch(() => undefined);
  return new SqlError({ text, sqlCode }, rejection, statements, grants);
}

/** `work` may report the interruption itself, with the statements that had already run. */
const isInterruption = (thrown: unknown) => thrown instanceof UserError && thrown.code === 'E-SME-4';

const rejection = 'Exasol rejected a statement';

const rollbackNote = 'Exasol rolls back uncommitted changes; "sme status" shows what is installed.';

function makeSession(connection: OpenConnection, signal: AbortSignal | undefined, logger: Logger): PagingSession {
  const { driver } = connection;
  const isInterrupted = () => signal?.aborted === true;
  const request = async <Data>(
    description: string,
    send: () => Promise<SQLResponse<Data>>,
    statements: readonly string[] = [description],
  ) => {
    if (isInterrupted()) {
      throw makeInterruption(rollbackNote);
    }
    logger.debug(maskOptionLines(maskPasswords(description)));
    const response = await send().catch((thrown: unknown) => {
      throw toLostConnectionError(thrown, connection.readSocketError());
    });
    // In raw mode, the driver returns errors as data.
    if (response.exception !== undefined) {
      // sme aborted the statement itself, so this is not a failure of the statement.
      if (isInterrupted()) {
        throw makeInterruption(rollbackNote);
      }
      throw new SqlError(response.exception, rejection, statements);
    }
    return response.responseData;
  };
  const query = async (sql: string) => {
    const { results } = await request<SQLQueriesResponse>(sql, () => driver.query(sql, undefined, undefined, 'raw'));
    return results[0] === undefined ? { columns: [], rows: [], rowCount: 0 } : readResult(results[0]);
  };
  let supportsBatches = true;
  const sendBatch = async (statements: readonly string[]) => {
    const { results } = await request<SQLQueriesResponse>(
      statements.map(shorten).join('\n'),
      () => driver.executeBatch([...statements]),
      statements,
    );
    return results.map(readResult);
  };
  return {
    query,
    async batch(statements) {
      if (statements.length > 0 && supportsBatches) {
        try {
          return await sendBatch(statements);
        } catch (thrown) {
          if (!(thrown instanceof SqlError && thrown.isUnknownCommand)) {
            throw thrown;
          }
          supportsBatches = false;
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
      const columns = resultSet.columns.map(({ name, dataType }) => ({ name, type: writeType(dataType) }));
      // The first message of a large result contains no rows.
      if (resultSet.numRowsInMessage > 0 || numRows === 0) {
        // A result without rows has no `data`.
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
          // Stop at a page without rows, or the loop would request it forever.
          startPosition += page.numRows === 0 ? numRows : page.numRows;
        }
      } finally {
        // The end of the session also closes the handle, so errors do not matter. An interrupted session would not respond.
        if (!isInterrupted()) {
          await driver.sendCommand(new CloseResultSetCommand([resultSetHandle])).catch(() => {});
        }
      }
    },
  };
}

/** The type of a column as SQL; sizes of texts are left out. */
function writeType({ type, precision, scale }: SQLQueryColumn['dataType']): string {
  return type === 'DECIMAL' && precision !== undefined ? `DECIMAL(${precision},${scale ?? 0})` : type;
}

/** Masks the passwords in CREATE CONNECTION and CREATE USER for the log. */
function maskPasswords(sql: string): string {
  return sql.replaceAll(/(\bIDENTIFIED\s+BY\s+)(?:'(?:[^']|'')*'|"(?:[^"]|"")*")/gi, "$1'***'");
}

/** Keeps only the first line of a statement, because script bodies would flood the log. */
function shorten(sql: string): string {
  const [first = '', ...rest] = sql.split('\n');
  return rest.length === 0 ? first : `${first} … (${rest.length} more lines)`;
}

/** Converts the columns of the wire format to rows. */
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

/** Logs out and closes the socket, even if the server does not respond in time. */
async function close(connection: OpenConnection): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, shutdownTimeoutMs);
  });
  try {
    await Promise.race([connection.driver.close(), timeout]);
  } catch {
    // The connection is already closed.
  } finally {
    clearTimeout(timer);
    connection.terminate();
  }
}
