import { createRequire } from 'node:module';
import type { Config, ExasolDriver } from '@exasol/exasol-driver-ts';
import WebSocket from 'ws';

/**
 * The driver's CommonJS build: the ESM one of 0.8.0 imports node-forge as a namespace, of which Node sees only `default`,
 * and fails at the first login ("Cannot read properties of undefined (reading 'BigInteger')").
 */
const published: typeof import('@exasol/exasol-driver-ts') = createRequire(import.meta.url)('@exasol/exasol-driver-ts');

/** Where a server listens and how its certificate is known. */
export interface DriverTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Upper-case hex SHA-256 of the certificate. */
  readonly fingerprint: string;
}

/** What the driver needs of a socket. */
type DriverSocket = ReturnType<ConstructorParameters<typeof published.ExasolDriver>[0]>;

/**
 * Opens a socket whose certificate is checked by its fingerprint alone, as Exasol's own drivers do it.
 *
 * @param fingerprint upper-case hex SHA-256 of the certificate
 */
export function openPinnedSocket(url: string, fingerprint: string): WebSocket {
  const socket = new WebSocket(url, { rejectUnauthorized: false });
  // stays for good: who closes a socket that is still connecting gets one more error, which would end the process
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
 * A connection of the published driver, ready for use; the caller closes it.
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

/** The driver declares the browser's event types; the `ws` package has the same members under types of its own. */
function adaptSocket(socket: unknown): DriverSocket {
  return socket as DriverSocket;
}

function readFingerprint(socket: unknown): string {
  const read = socket as { getPeerCertificate?: () => { fingerprint256?: string } };
  return (read.getPeerCertificate?.().fingerprint256 ?? '').replaceAll(':', '').toUpperCase();
}
