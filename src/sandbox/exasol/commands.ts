import type { PreparedStatement } from '../types/database.js';
import type { Cell, Row } from '../types/values.js';
import { describeColumns, readParameter } from './data-types.js';
import { ProtocolError } from './exception.js';
import type { JsonValue } from './json.js';
import { metadataQueries } from './metadata.js';
import * as requests from './requests.js';
import { parseRequest } from './requests.js';
import type { ClientSession } from './session.js';

/** The result of a command: `responseData` of the response, and all attributes for getAttributes. */
export interface CommandResponse {
  readonly responseData?: JsonValue;
  readonly attributes?: JsonValue;
}

type Handler = (session: ClientSession, request: unknown, signal: AbortSignal) => Promise<CommandResponse>;

/**
 * Commands of the WebSocket API after login, by name. The connection handles `abortQuery` and `disconnect`.
 * The signal aborts a running statement.
 */
const operations: Readonly<Record<string, Handler>> = {
  execute: async (session, request, signal) => {
    const { sqlText } = parseRequest(requests.executeRequest, request, 'execute');
    return presentResults([session.present(await session.database.execute(sqlText, { signal }))]);
  },

  executeBatch: async (session, request, signal) => {
    const { sqlTexts } = parseRequest(requests.executeBatchRequest, request, 'executeBatch');
    const results: JsonValue[] = [];
    for (const sqlText of sqlTexts) {
      results.push(session.present(await session.database.execute(sqlText, { signal })));
    }
    return presentResults(results);
  },

  createPreparedStatement: async (session, request) => {
    const { sqlText } = parseRequest(requests.executeRequest, request, 'createPreparedStatement');
    const statement = await session.database.prepare(sqlText);
    return {
      responseData: {
        statementHandle: session.addStatement(statement),
        parameterData: describeParameters(statement),
        numResults: 1,
        results: [describeResult(statement)],
      },
    };
  },

  executePreparedStatement: async (session, request, signal) => {
    const parsed = parseRequest(requests.executePreparedRequest, request, 'executePreparedStatement');
    const statement = session.findStatement(parsed.statementHandle);
    const rows = readRows(statement, parsed);
    return presentResults([session.present(await statement.execute(rows, { signal }))]);
  },

  closePreparedStatement: async (session, request) => {
    session.removeStatement(parseRequest(requests.statementRequest, request, 'closePreparedStatement').statementHandle);
    return {};
  },

  fetch: async (session, request) => {
    const { resultSetHandle, startPosition, numBytes } = parseRequest(requests.fetchRequest, request, 'fetch');
    return { responseData: session.resultSets.fetch(resultSetHandle, startPosition, numBytes) };
  },

  closeResultSet: async (session, request) => {
    session.resultSets.close(parseRequest(requests.resultSetsRequest, request, 'closeResultSet').resultSetHandles);
    return {};
  },

  getResultSetHeader: async (session, request) => {
    const { resultSetHandles } = parseRequest(requests.resultSetsRequest, request, 'getResultSetHeader');
    return presentResults(
      resultSetHandles.map((handle) => ({ resultType: 'resultSet', resultSet: session.resultSets.describe(handle) })),
    );
  },

  /** First row of a subconnection's share; the main connection has all rows. */
  getOffset: async (session, request) => {
    session.resultSets.check(parseRequest(requests.resultSetRequest, request, 'getOffset').resultSetHandle);
    return { responseData: { rowOffset: 0 } };
  },

  getAttributes: async (session) => ({ attributes: session.listAttributes() }),

  /** The attributes are part of every request and were set before the command runs. */
  setAttributes: async (_session, request) => {
    parseRequest(requests.setAttributesRequest, request, 'setAttributes');
    return {};
  },

  /** Every node of the sandbox listens on the same loopback address. */
  getHosts: async (session, request) => {
    const { hostIp } = parseRequest(requests.getHostsRequest, request, 'getHosts');
    const nodes = Array.from({ length: session.server.nodes }, () => hostIp ?? '127.0.0.1');
    return { responseData: { numNodes: nodes.length, nodes } };
  },
};

/** A map, because a client may send the name of any object member, such as `constructor`. */
const handlers: ReadonlyMap<string, Handler> = new Map(Object.entries(operations));

/** Commands of Exasol that the sandbox does not support. */
const gaps: ReadonlySet<string> = new Set([
  'enterParallel',
  'requestParallelConnections',
  'subLogin',
  'subLoginToken',
  'getCatalogs',
  'getColumnPrivileges',
  'getDbMetadata',
  'getFunctions',
  'getPrimaryKeys',
  'getProcedures',
  'getProcedureColumns',
  'getProperties',
  'getTablePrivileges',
  'getTypeInfo',
]);

/** A command that is ready to run; its attributes are set. */
export type ReadyCommand = (signal: AbortSignal) => Promise<CommandResponse>;

/**
 * Finds the command of a request and sets the attributes of the request, which apply to the command.
 *
 * @throws ExasolError if the command is unknown or an attribute cannot be set; so may running the command
 */
export async function prepareCommand(session: ClientSession, request: unknown): Promise<ReadyCommand> {
  const { command, attributes } = parseRequest(requests.envelope, request, 'command');
  const handler = handlers.get(command) ?? findMetadataHandler(command);
  if (handler === undefined) {
    throw unsupportedCommandError(command);
  }
  await session.setAttributes(attributes ?? {});
  return (signal) => handler(session, request, signal);
}

function findMetadataHandler(command: string): Handler | undefined {
  const makeQuery = metadataQueries.get(command);
  return (
    makeQuery &&
    (async (session, request, signal) =>
      presentResults([session.present(await session.database.execute(makeQuery(request), { signal }))]))
  );
}

function unsupportedCommandError(command: string): ProtocolError {
  return gaps.has(command)
    ? new ProtocolError(`Feature not supported: command '${command}' (sandbox gap)`, '0A000')
    : new ProtocolError(`Unknown command '${command}'`);
}

function presentResults(results: readonly JsonValue[]): CommandResponse {
  return { responseData: { numResults: results.length, results } };
}

/** Absent if the statement has no parameters. Their names are empty: the API does not support named parameters. */
function describeParameters(statement: PreparedStatement): JsonValue | undefined {
  const columns = statement.parameters.map((parameter) => ({ ...parameter, name: '' }));
  return columns.length === 0 ? undefined : { numColumns: columns.length, columns: describeColumns(columns) };
}

function describeResult(statement: PreparedStatement): JsonValue {
  if (statement.columns === undefined) {
    return { resultType: 'rowCount', rowCount: 0 };
  }
  return {
    resultType: 'resultSet',
    resultSet: {
      numColumns: statement.columns.length,
      numRows: 0,
      numRowsInMessage: 0,
      columns: describeColumns(statement.columns),
    },
  };
}

/** Converts column-major parameters to rows. A statement without parameters runs once. */
function readRows(
  statement: PreparedStatement,
  sent: { numColumns: number; numRows: number; data?: readonly (readonly Cell[])[] | null | undefined },
): readonly Row[] {
  const { parameters } = statement;
  const data = sent.data ?? [];
  const fits =
    sent.numColumns === parameters.length &&
    (sent.numRows === 0 || data.length === parameters.length) &&
    data.every((column) => column.length === sent.numRows);
  if (!fits) {
    throw new ProtocolError(
      `Invalid request 'executePreparedStatement': the statement has ${parameters.length} parameters, ` +
        `the request has numColumns ${sent.numColumns}, numRows ${sent.numRows} and ${data.length} columns of data`,
    );
  }
  if (parameters.length === 0) {
    return [[]];
  }
  return Array.from({ length: sent.numRows }, (_, row) =>
    parameters.map((parameter, column) => readParameter(data[column]?.[row] ?? null, parameter.dataType)),
  );
}
