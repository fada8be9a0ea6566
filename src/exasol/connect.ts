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
 * The driver's CommonJS build: the ESM one of 0.8.0 takes node-forge for a namespace, of which Node sees `default` only, and fails at
 * the login ("Cannot read properties of undefined (reading 'BigInteger')").
 */
const published: typeof import('@exasol/exasol-driver-ts') = createRequire(import.meta.url)('@exasol/exasol-driver-ts');

/** Commands of the WebSocket API, for answers that are read a page at a time. */
export const { CloseResultSetCommand, FetchCommand, SQLSingleCommand } = published;

/** How to open, beside where. */
export interface ConnectOptions {
  /** False: nothing counts before a COMMIT, and a lost connection undoes it all. */
  readonly autocommit: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A driver that is logged in, and the socket below it, which knows more than the driver tells. */
export interface OpenConnection {
  readonly driver: ExasolDriver;
  /** What the socket reported last, where something went wrong. */
  readSocketError(): Error | undefined;
  /** Ends at once, without a word to the server, which then rolls back. */
  terminate(): void;
}

/**
 * Connects and logs in: the only place that knows the driver. TLS is ours to judge, because the driver leaves the socket to us.
 * @throws UserError E-SME-5 to E-SME-12, and E-SME-4 when the signal fires meanwhile
 */
export async function openConnection(config: ConnectionConfig, options: ConnectOptions): Promise<OpenConnection> {
  let socket: WebSocket | undefined;
  let socketError: Error | undefined;
  const makeSocket = (url: string) => {
    socket = new WebSocket(url, { createConnection: connectWithPolicy(config) });
    // stays for good: without a listener a late error of the socket would end the process
    socket.on('error', (error) => {
      socketError = error;
    });
    return adaptSocket(socket);
  };
  const driver = new published.ExasolDriver(makeSocket, makeDriverConfig(config, options));
  const connection = { driver, readSocketError: () => socketError, terminate: () => socket?.terminate() };
  const giveUp = startGivingUp(config, options.signal);
  try {
    await Promise.race([driver.connect(), giveUp.failure]);
    return connection;
  } catch (thrown) {
    connection.terminate();
    throw toConnectError(thrown, socketError, config);
  } finally {
    giveUp.clear();
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
        // The driver hands each character on as one byte; Exasol expects the bytes of UTF-8.
        password: Buffer.from(credentials.password.reveal(), 'utf8').toString('latin1'),
      };
  }
}

/** A promise that only ever fails: when the time is up, or when the user presses Ctrl-C. */
function startGivingUp(config: ConnectionConfig, signal: AbortSignal | undefined) {
  const { host, port, timeoutMs } = config;
  let clear = () => {};
  const failure = new Promise<never>((_resolve, reject) => {
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
  return { failure, clear };
}
