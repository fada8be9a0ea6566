import { createRequire } from 'node:module';
import { isIPv6 } from 'node:net';
import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import { WebSocket } from 'ws';
import { makeError, makeInterruption } from '../errors/user-error.js';
import { version } from '../version.js';
import { connectWithPolicy } from './certificate.js';
import { toConnectError } from './connect-error.js';
import { adaptSocket } from './node-socket.js';
import type { ConnectionConfig, Credentials } from './types.js';

/**
 * The driver's CommonJS build. The ESM build of 0.8.0 imports node-forge as a namespace, in which Node has only `default`, so it fails at
 * login ("Cannot read properties of undefined (reading 'BigInteger')").
 */
const published: typeof import('@exasol/exasol-driver-ts') = createRequire(import.meta.url)('@exasol/exasol-driver-ts');

/** Commands of the WebSocket API, to read results page by page. */
export const { CloseResultSetCommand, FetchCommand, SQLSingleCommand } = published;

/** Options of a connection. */
export interface ConnectOptions {
  /** False: nothing is permanent before COMMIT, and losing the connection rolls everything back. */
  readonly autocommit: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A logged-in driver, and its socket, which has details that the driver does not pass on. */
export interface OpenConnection {
  readonly driver: ExasolDriver;
  /** The last error of the socket, if any. */
  readSocketError(): Error | undefined;
  /** Closes the socket without logging out; the server then rolls back. */
  terminate(): void;
}

/**
 * Connects and logs in. sme checks the certificate itself, because the driver leaves the socket to its caller.
 * @throws UserError E-SME-5 to E-SME-12, and E-SME-4 if the signal aborts
 */
export async function openConnection(config: ConnectionConfig, options: ConnectOptions): Promise<OpenConnection> {
  let socket: WebSocket | undefined;
  let socketError: Error | undefined;
  const makeSocket = (url: string) => {
    socket = new WebSocket(url, { createConnection: connectWithPolicy(config) });
    // never removed: without a listener, a late error of the socket would end the process
    socket.on('error', (error) => {
      socketError = error;
    });
    return adaptSocket(socket);
  };
  const driver = new published.ExasolDriver(makeSocket, makeDriverConfig(config, options));
  const connection = { driver, readSocketError: () => socketError, terminate: () => socket?.terminate() };
  const timeout = rejectOnTimeout(config, options.signal);
  try {
    await Promise.race([driver.connect(), timeout.rejection]);
    return connection;
  } catch (thrown) {
    connection.terminate();
    throw toConnectError(thrown, socketError, config);
  } finally {
    timeout.clear();
  }
}

function makeDriverConfig(config: ConnectionConfig, options: ConnectOptions): Partial<Config> {
  const { credentials, host, port } = config;
  return {
    url: `wss://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    autocommit: options.autocommit,
    clientName: 'sme',
    clientVersion: version,
    ...writeLogin(credentials),
  };
}

function writeLogin(credentials: Credentials): Partial<Config> {
  switch (credentials.kind) {
    case 'token':
      return { accessToken: credentials.accessToken.reveal() };
    case 'refreshToken':
      return { refreshToken: credentials.refreshToken.reveal() };
    default:
      return {
        user: credentials.user,
        // the driver sends each character as one byte; Exasol expects UTF-8
        password: Buffer.from(credentials.password.reveal(), 'utf8').toString('latin1'),
      };
  }
}

/** A promise that rejects after the timeout or on Ctrl-C, and never resolves. */
function rejectOnTimeout(config: ConnectionConfig, signal: AbortSignal | undefined) {
  const { host, port, timeoutMs } = config;
  let clear = () => {};
  const rejection = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(makeError('E-SME-7', { host, port, seconds: timeoutMs / 1000 })), timeoutMs);
    const abort = () => reject(makeInterruption());
    signal?.addEventListener('abort', abort, { once: true });
    clear = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    if (signal?.aborted === true) {
      abort();
    }
  });
  return { rejection, clear };
}
