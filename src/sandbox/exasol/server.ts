/**
 * Exasol's WebSocket API (https://github.com/exasol/websocket-api), protocol versions 1 to 3, over TLS with a certificate made at start.
 *
 * Mirrored: login with password (RSA) and with tokens, compression, execute, executeBatch, prepared statements, result sets inline and by
 * handle, fetch in pages, attributes, abortQuery, query timeout, heartbeats, and the metadata commands that clients use
 * (getSchemas, getTables, getTableTypes, getColumns, getScripts, getConnections, getUsers, getRoles, getKeywords).
 *
 * Missing, answered by an error that names the command: subconnections (enterParallel, subLogin), getTypeInfo, getProperties,
 * getPrimaryKeys, getFunctions, privileges. Missing without an answer: the tunnel for IMPORT and EXPORT of local files, which begins
 * with bytes that are not TLS; its connection is closed.
 *
 * Different by design: listens on loopback only; getHosts names that address once a node; a result set is held in memory until it is
 * closed; a login whose currentSchema is missing is refused (what the real server does is unverified); protocol 4 and 5 are answered with 3.
 */
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { SandboxLog } from '../log.js';
import type { Database } from '../types/database.js';
import { makeCertificate } from './certificate.js';
import { Connection, type ConnectionContext } from './connection.js';
import { maxMessageBytes } from './frames.js';
import { makeLoginKey } from './login.js';

export interface ExasolServerOptions {
  /** Loopback address. */
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly nodes: number;
  readonly database: Database;
  readonly log: SandboxLog;
}

export interface ExasolServer {
  readonly host: string;
  readonly port: number;
  /** Upper-case hex SHA-256 of the certificate. */
  readonly fingerprint: string;
  /** Cuts every connection, rolls back their sessions and stops listening. The database stays open: whoever opened it closes it. */
  stop(): Promise<void>;
}

/** Starts to listen. Rejects where the port is taken. */
export async function startExasolServer(options: ExasolServerOptions): Promise<ExasolServer> {
  const [certificate, key] = await Promise.all([makeCertificate(), makeLoginKey()]);
  const { database, log } = options;
  const context: ConnectionContext = { database, key, log, facts: { nodes: options.nodes } };
  const connections = new Set<Connection>();
  const listener = createServer({ key: certificate.key, cert: certificate.cert }, (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' }).end('This is a WebSocket endpoint.\n');
  });
  // Kept by ourselves: a client that never finishes its handshake is known to nobody else and would hold up the stop.
  const open = new Set<Socket>();
  listener.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  listener.on('tlsClientError', (error) => log.debug(`TLS: ${error.message}`));

  const sockets = new WebSocketServer({ server: listener, maxPayload: maxMessageBytes, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    const connection = new Connection(socket, context);
    connections.add(connection);
    // Only now: stop() must also wait for sessions of clients that have just left, because the database closes next.
    socket.on('close', () => void connection.stop().finally(() => connections.delete(connection)));
  });

  await new Promise<void>((resolve, reject) => {
    sockets.once('error', reject);
    listener.listen(options.port, options.host, () => {
      sockets.off('error', reject);
      sockets.on('error', (error) => log.warn(`server: ${error.message}`));
      resolve();
    });
  });

  return {
    host: options.host,
    port: readPort(listener.address()),
    fingerprint: certificate.fingerprint,
    stop: async () => {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      sockets.close();
      await Promise.all([...connections].map((connection) => connection.stop()));
      for (const socket of open) {
        socket.destroy();
      }
      await closed;
    },
  };
}

function readPort(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
