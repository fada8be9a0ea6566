import { once } from 'node:events';
import { connect } from 'node:net';
import { computeFingerprint, connectWithPolicy } from './certificate.js';
import { toConnectError } from './connect-error.js';
import { tryHosts } from './try-hosts.js';
import type { ConnectionConfig } from './types.js';

/** What a server reveals before login. */
export interface TlsProbe {
  /** Such as `TLSv1.3`. */
  readonly protocol: string;
  /** SHA-256 of the certificate, upper-case hex. */
  readonly fingerprint: string;
}

/** A host that answers, and its IP address. */
interface AnsweringHost {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** Connects and disconnects. @returns the first host that answers @throws UserError E-SME-5, E-SME-6, E-SME-12, E-SME-481 */
export async function probeAddress(config: ConnectionConfig, signal: AbortSignal): Promise<AnsweringHost> {
  return await tryHosts(config, async (target) => await connectAndDisconnect(target, signal));
}

async function connectAndDisconnect(config: ConnectionConfig, signal: AbortSignal): Promise<AnsweringHost> {
  const { host, port } = config;
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
    return { host, port, address: socket.remoteAddress ?? host };
  } catch (thrown) {
    throw toConnectError(thrown, undefined, config);
  } finally {
    socket.destroy();
  }
}

/** Makes a TLS handshake and disconnects; checks the certificate as for a login. @throws UserError E-SME-5 to E-SME-12, E-SME-481 */
export async function probeTls(config: ConnectionConfig, signal: AbortSignal): Promise<TlsProbe> {
  return await tryHosts(config, async (target) => await shakeHands(target, signal));
}

async function shakeHands(config: ConnectionConfig, signal: AbortSignal): Promise<TlsProbe> {
  const socket = connectWithPolicy(config)();
  const rejection = new Promise<never>((_resolve, reject) => {
    // Never removed: without a listener, a late error would end the process.
    socket.on('error', reject);
  });
  try {
    await Promise.race([once(socket, 'secureConnect', { signal }), rejection]);
    // A rejected certificate destroys the socket, which emits the reason afterwards.
    if (socket.destroyed) {
      await rejection;
    }
    return { protocol: socket.getProtocol() ?? '', fingerprint: computeFingerprint(socket.getPeerCertificate().raw) };
  } catch (thrown) {
    throw toConnectError(thrown, undefined, config);
  } finally {
    rejection.catch(() => {});
    socket.destroy();
  }
}
