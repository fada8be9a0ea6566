import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { makeError } from '../errors/user-error.js';
import type { CertificatePolicy, ConnectionConfig } from './types.js';

/** SHA-256 of a DER certificate, upper-case hex: the form of Exasol's other drivers and of `--fingerprint`. */
export function computeFingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex').toUpperCase();
}

/**
 * Makes the function that opens the TLS socket below a WebSocket and judges the certificate as soon as the handshake is done,
 * before any byte of ours is sent. Node's own check is switched off and its verdict asked for instead, because a socket that Node
 * has refused no longer tells the certificate, and the user needs its fingerprint.
 */
export function connectWithPolicy({ host, port, certificate }: ConnectionConfig): () => TLSSocket {
  return () => {
    const servername = isIP(host) === 0 ? host : '';
    const socket = connect({ host, port, servername, rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      const refusal = judgeCertificate(certificate, host, socket);
      if (refusal !== undefined) {
        socket.destroy(refusal);
      }
    });
    return socket;
  };
}

function judgeCertificate(policy: CertificatePolicy, host: string, socket: TLSSocket): Error | undefined {
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
