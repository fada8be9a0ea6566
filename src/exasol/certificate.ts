import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { makeError } from '../errors/user-error.js';
import type { CertificatePolicy, ConnectionConfig } from './types.js';

/** Computes the SHA-256 of a DER certificate in upper-case hex, the format of Exasol's other drivers and of `--fingerprint`. */
export function computeFingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex').toUpperCase();
}

/**
 * Makes the function that opens the TLS socket of a WebSocket and checks the certificate right after the handshake, before sme sends any
 * data. Node must not reject the certificate itself: a socket that it has rejected no longer has the certificate, whose fingerprint the
 * error shows.
 */
export function connectWithPolicy({ host, port, certificate }: ConnectionConfig): () => TLSSocket {
  return () => {
    const servername = isIP(host) === 0 ? host : '';
    const socket = connect({ host, port, servername, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const rejection = checkCertificate(certificate, host, socket);
      if (rejection !== undefined) {
        socket.destroy(rejection);
      }
    });
    return socket;
  };
}

function checkCertificate(policy: CertificatePolicy, host: string, socket: TLSSocket): Error | undefined {
  if (policy.kind === 'trust-anyone') {
    return undefined;
  }
  const seen = computeFingerprint(socket.getPeerCertificate().raw);
  if (policy.kind === 'pin') {
    return seen === policy.fingerprint ? undefined : makeError('E-SME-9', { host, seen, wanted: policy.fingerprint });
  }
  return socket.authorized
    ? undefined
    : makeError('E-SME-8', { host, fingerprint: seen, reason: String(socket.authorizationError) });
}
