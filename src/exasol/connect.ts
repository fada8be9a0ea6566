import { createRequire } from 'node:module';
import { isIPv6 } from 'node:net';
import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import { WebSocket } from 'ws';
import { makeError, makeInterruption, type UserError } from '../errors/user-error.js';
import type { Logger } from '../logger.js';
import { version } from '../version.js';
import { connectWithPolicy } from './certificate.js';
import { toConnectError } from './connect-error.js';
import { adaptSocket } from './node-socket.js';
import { tryHosts } from './try-hosts.js';
import type { ConnectionConfig, Credentials } from './types.js';

/**
 * The driver's CommonJS build. The ESM build of 0.8.0 imports node-forge as a namespace, in which Node has only `default`, so it fails at
 * login ("Cannot read properties of undefined (reading 'BigInteger')").
 */
const driverModule: typeof import('@exasol/exasol-driver-ts') = createRequire(import.meta.url)(
  '@exasol/exasol-driver-ts',
);

/** The driver's commands for reading a result page by page. */
export const { CloseResultSetCommand, FetchCommand, SQLSingleCommand } = driverModule;

/** Options of a connection. */
export interface ConnectOptions {
  /** If false, changes need a COMMIT, and a lost connection rolls them back. */
  readonly autocommit: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Receives a warning for each host that is skipped. */
  readonly logger?: Logger | undefined;
}

/** A driver that is logged in, with access to its socket. */
export interface OpenConnection {
  readonly driver: ExasolDriver;
  /** The last error of the socket, if any; the driver does not pass on its details. */
  readSocketError(): Error | undefined;
  /** Closes the socket without logging out; the server then rolls back. */
  terminate(): void;
}

/**
 * Connects and logs in. Opens the socket and checks the certificate itself, because the driver leaves both to its caller.
 * With several hosts, tries one after the other, each with the whole timeout.
 * @throws UserError E-SME-5 to E-SME-12, E-SME-481 if no host answers, and E-SME-4 if the signal aborts
 */
export async function openConnection(config: ConnectionConfig, options: ConnectOptions): Promise<OpenConnection> {
  const warn = ({ message }: UserError) => options.logger?.warn(`A host is skipped. ${message}`);
  return await tryHosts(config, async (target) => await connectToHost(target, options), warn);
}

async function connectToHost(config: ConnectionConfig, options: ConnectOptions): Promise<OpenConnection> {
  let socket: WebSocket | undefined;
  let socketError: Error | undefined;
  const makeSocket = (url: string) => {
    socket = new WebSocket(url, { createConnection: connectWithPolicy(config) });
    // Never removed: without a listener, a late error of the socket would end the process.
    socket.on('error', (error) => {
      socketError = error;
    });
    return adaptSocket(socket);
  };
  const driver = new driverModule.ExasolDriver(makeSocket, makeDriverConfig(config, options));
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
        // The driver sends each character as one byte, but Exasol expects UTF-8.
        password: Buffer.from(credentials.password.reveal(), 'utf8').toString('latin1'),
      };
  }
}

/** Makes a promise that rejects after the timeout or when the signal aborts, and never resolves. */
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
