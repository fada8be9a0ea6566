import { once } from 'node:events';
import { connect } from 'node:net';
import { computeFingerprint, connectWithPolicy } from './certificate.js';
import { toConnectError } from './connect-error.js';
import type { ConnectionConfig } from './types.js';

/** What a server shows before anybody logs in. */
export interface TlsView {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** SHA-256 of the certificate, upper-case hex. */
  readonly fingerprint: string;
}

/** Connects and hangs up. Answers the address that answered. @throws UserError E-SME-5, E-SME-6, E-SME-12 */
export async function probeAddress(config: ConnectionConfig, signal: AbortSignal): Promise<string> {
  const socket = connect({ host: config.host, port: config.port });
  try {
    await once(socket, 'connect', { signal });
    return socket.remoteAddress ?? config.host;
  } catch (thrown) {
    throw toConnectError(thrown, undefined, config);
  } finally {
    socket.destroy();
  }
}

/** Shakes hands and hangs up; the certificate is judged as for a login. @throws UserError E-SME-5 to E-SME-12 */
export async function probeTls(config: ConnectionConfig, signal: AbortSignal): Promise<TlsView> {
  const socket = connectWithPolicy(config)();
  const refusal = new Promise<never>((_resolve, reject) => {
    // stays for good: an error that comes late would end the process
    socket.on('error', reject);
  });
  try {
    await Promise.race([once(socket, 'secureConnect', { signal }), refusal]);
    // a refused certificate destroys the socket, which says why a moment later
    if (socket.destroyed) {
      await refusal;
    }
    return { protocol: socket.getProtocol() ?? '', fingerprint: computeFingerprint(socket.getPeerCertificate().raw) };
  } catch (thrown) {
    throw toConnectError(thrown, undefined, config);
  } finally {
    refusal.catch(() => {});
    socket.destroy();
  }
}
