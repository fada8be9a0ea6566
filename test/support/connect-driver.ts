import { createRequire } from 'node:module';
import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import WebSocket from 'ws';

/**
 * The driver's CommonJS build: the ESM one of 0.8.0 imports node-forge as a namespace, of which Node sees only `default`,
 * and fails at the first login ("Cannot read properties of undefined (reading 'BigInteger')").
 */
const published: typeof import('@exasol/exasol-driver-ts') = createRequire(import.meta.url)('@exasol/exasol-driver-ts');

/** The address of a server and the fingerprint of its certificate. */
export interface DriverTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Upper-case hex SHA-256 of the certificate. */
  readonly fingerprint: string;
}

/** The part of a socket that the driver uses. */
type DriverSocket = ReturnType<ConstructorParameters<typeof published.ExasolDriver>[0]>;

/**
 * Opens a socket and checks only the fingerprint of the certificate, as Exasol's own drivers do.
 *
 * @param fingerprint upper-case hex SHA-256 of the certificate
 */
export function openPinnedSocket(url: string, fingerprint: string): WebSocket {
  const socket = new WebSocket(url, { rejectUnauthorized: false });
  // never removed: closing a socket that is still connecting emits another error, which would end the process
  socket.on('error', () => {});
  socket.on('upgrade', (response) => {
    const seen = readFingerprint(response.socket);
    if (seen !== fingerprint) {
      socket.emit('error', new Error(`certificate fingerprint is '${seen}', not '${fingerprint}'`));
      socket.terminate();
    }
  });
  return socket;
}

/**
 * Opens a connection with the published driver. The caller closes it.
 *
 * @param config driver settings on top of host, port, user and password (`autocommit`, `compression`, `schema`, `fetchSize` …)
 */
export async function connectPublishedDriver(
  target: DriverTarget,
  config: Partial<Config> = {},
): Promise<ExasolDriver> {
  const { host, port, user, password, fingerprint } = target;
  const driver = new published.ExasolDriver((url) => adaptSocket(openPinnedSocket(url, fingerprint)), {
    host,
    port,
    user,
    password,
    ...config,
  });
  await driver.connect();
  return driver;
}

/** The driver declares the event types of browsers; `ws` has types of its own with the same members. */
function adaptSocket(socket: unknown): DriverSocket {
  return socket as DriverSocket;
}

function readFingerprint(socket: unknown): string {
  const read = socket as { getPeerCertificate?: () => { fingerprint256?: string } };
  return (read.getPeerCertificate?.().fingerprint256 ?? '').replaceAll(':', '').toUpperCase();
}
