import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ClientFile } from '../../types/client-files.js';
import { describeSocketFailure, describeTransferFailure } from './failure.js';

/**
 * Connects to the HTTP server of the client at the other end of a tunnel. The signal destroys the connection.
 * @throws TransferError if TLS fails or the certificate is not accepted; the connection is closed then
 */
export async function connectToClient(
  tunnel: Socket,
  file: ClientFile,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const abort = () => tunnel.destroy();
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  tunnel.once('close', () => signal?.removeEventListener('abort', abort));
  try {
    if (tunnel.destroyed) throw new Error('the connection is closed');
    return file.url.protocol === 'https:' ? await startTls(tunnel, file) : tunnel;
  } catch (error) {
    tunnel.destroy();
    throw describeSocketFailure(file.url, 0, error);
  }
}

async function startTls(tunnel: Socket, file: ClientFile): Promise<TLSSocket> {
  const socket = connectTls({ socket: tunnel, rejectUnauthorized: false });
  // After the handshake, the request handles errors.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(() => {
    throw new Error('Connection reset by peer');
  });
  closed.catch(() => undefined);
  await Promise.race([once(socket, 'secureConnect'), closed]);
  checkCertificate(socket, file);
  return socket;
}

/** Exasol does not check the name in the certificate of a file server with a pinned key. */
function checkCertificate(socket: TLSSocket, { url, certificate }: ClientFile): void {
  if (certificate === 'ignore') return;
  if (certificate === 'verify') {
    if (socket.authorized) return;
    const text = `SSL certificate problem: ${describeAuthorizationError(socket.authorizationError)}`;
    throw describeTransferFailure(url, 0, {
      text,
      code: 60,
      name: 'SSL peer certificate or SSH remote key was not OK',
    });
  }
  const key = new X509Certificate(socket.getPeerCertificate().raw).publicKey;
  const seen = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
  const wanted = Buffer.from(certificate.publicKey.replace(/^sha256\/\//, ''), 'base64');
  if (wanted.length === seen.length && timingSafeEqual(wanted, seen)) return;
  const text = 'SSL: public key does not match pinned public key';
  throw describeTransferFailure(url, 0, { text, code: 90, name: 'SSL server public key did not match the pinned one' });
}

/** Node has a code of OpenSSL here, although the types say that it is an error. */
function describeAuthorizationError(error: unknown): string {
  const code = String(error);
  return code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ? 'self-signed certificate' : code;
}

/** Starts an HTTP request on the connection. The connection closes after its response. */
export function requestFile(method: 'GET' | 'PUT', socket: Socket, { url, login }: ClientFile): ClientRequest {
  const request = startRequest({
    method,
    path: url.pathname,
    host: url.hostname,
    port: url.port,
    headers: { connection: 'close' },
    ...(login === undefined ? {} : { auth: login }),
    createConnection: () => socket,
  });
  // Errors after the response; before it, readResponse() reports them.
  request.on('error', () => undefined);
  return request;
}

/** Resolves with the response. Rejects if the connection fails first. */
export async function readResponse(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = await once(request, 'response');
  return response;
}

export function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}
