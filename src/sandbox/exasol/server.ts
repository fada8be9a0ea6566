/**
 * Exasol's WebSocket API (https://github.com/exasol/websocket-api), protocol versions 1 to 3, over TLS with a certificate created at start.
 *
 * Mirrored: login with password (RSA) and with tokens, compression, execute, executeBatch, prepared statements, result sets inline and by
 * handle, fetch in pages, attributes, abortQuery, query timeout, heartbeats, and the metadata commands that clients use
 * (getSchemas, getTables, getTableTypes, getColumns, getScripts, getConnections, getUsers, getRoles, getKeywords).
 *
 * The same port accepts tunnels for files of clients; see tunnel/tunnels.ts.
 *
 * Missing, with an error that names the command: subconnections (enterParallel, subLogin), getTypeInfo, getProperties, getPrimaryKeys,
 * getFunctions, privileges.
 *
 * Different by design: listens on loopback only; getHosts returns that address once per node; a result set is held in memory until it is
 * closed; a login with a currentSchema that does not exist fails (Exasol's behavior is unverified); protocols 4 and 5 get version 3.
 */
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { type Behaviours, defaultBehaviours } from '../behaviours.js';
import type { SandboxLog } from '../log.js';
import type { Database } from '../types/database.js';
import { makeCertificate } from './certificate.js';
import { Connection, type ConnectionContext } from './connection.js';
import { maxMessageBytes } from './frames.js';
import { makeLoginKey } from './login.js';
import { readFirstBytes } from './tunnel/handshake.js';
import type { Tunnels } from './tunnel/tunnels.js';

export interface ExasolServerOptions {
  /** Loopback address. */
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  readonly nodes: number;
  readonly database: Database;
  readonly tunnels: Tunnels;
  readonly behaviours?: Pick<Behaviours, 'json-nan'>;
  readonly log: SandboxLog;
}

export interface ExasolServer {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate in upper-case hex. */
  readonly fingerprint: string;
  /** Terminates all connections, rolls back their sessions and stops listening. The caller closes the database. */
  stop(): Promise<void>;
}

/** Starts the server. Rejects if the port is in use. */
export async function startExasolServer(options: ExasolServerOptions): Promise<ExasolServer> {
  const [certificate, key] = await Promise.all([makeCertificate(), makeLoginKey()]);
  const { database, tunnels, log, behaviours = defaultBehaviours } = options;
  const context: ConnectionContext = { database, key, behaviours, log, facts: { nodes: options.nodes } };
  const connections = new Set<Connection>();
  const secureServer = createServer({ key: certificate.key, cert: certificate.cert }, (_request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' }).end('This is a WebSocket endpoint.\n');
  });
  secureServer.on('tlsClientError', (error) => log.debug(`TLS: ${error.message}`));
  // Includes clients that never finish their handshake, which would otherwise block stop().
  const open = new Set<Socket>();
  const listener = createTcpServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', (error) => log.debug(`socket: ${error.message}`));
    readFirstBytes(socket, {
      onTunnel: () => tunnels.open(socket),
      onOther: () => secureServer.emit('connection', socket),
      onInvalid: () => {
        log.debug('closed a connection whose first bytes are not a tunnel request');
        socket.destroy();
      },
    });
  });

  const sockets = new WebSocketServer({ server: secureServer, maxPayload: maxMessageBytes, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    const connection = new Connection(socket, context);
    connections.add(connection);
    // Only now: stop() must also wait for sessions of clients that have just left, because the database closes next.
    socket.on('close', () => void connection.stop().finally(() => connections.delete(connection)));
  });

  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, options.host, () => {
      listener.off('error', reject);
      for (const server of [listener, sockets]) server.on('error', (error) => log.warn(`server: ${error.message}`));
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
