/**
 * Keeps SDKs in the sandbox that name AWS's hosts themselves: as their HTTPS proxy, the AWS server answers for every host of AWS with a
 * certificate of its own CA. It refuses other hosts, so that nothing leaves this machine.
 */
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import selfsigned from 'selfsigned';
import type { SandboxLog } from '../log.js';

/** Hosts of AWS in all partitions. */
const awsHost = /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws|amazonaws\.eu)$/i;

const algorithm = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

interface Authority {
  readonly key: string;
  readonly cert: string;
}

/**
 * Makes an HTTP server accept CONNECT.
 *
 * @param caFile the certificate of the CA is written to this file, which clients name in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS
 */
export async function acceptConnect(server: Server, caFile: string, log: SandboxLog): Promise<void> {
  const authority = await makeAuthority();
  await writeFile(caFile, authority.cert);
  const contexts = new Map<string, Promise<SecureContext>>();
  server.on('connect', (request, socket: Socket) => {
    socket.on('error', (error) => log.debug(`aws: proxy: ${error.message}`));
    const [host = '', port] = (request.url ?? '').split(':');
    if (!awsHost.test(host) || port !== '443' || isIP(host) !== 0) {
      log.debug(`aws: proxy: refused ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\nX-Reason: the proxy of the sandbox only knows hosts of AWS\r\n\r\n');
      return;
    }
    const context = contexts.get(host) ?? makeContext(authority, host);
    contexts.set(host, context);
    context.then(
      (secureContext) => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        const secure = new TLSSocket(socket, { isServer: true, secureContext });
        secure.on('error', (error) => log.debug(`aws: proxy: ${error.message}`));
        server.emit('connection', secure);
      },
      (error) => socket.destroy(error),
    );
  });
}

async function makeAuthority(): Promise<Authority> {
  const { private: key, cert } = await selfsigned.generate([{ name: 'commonName', value: 'Sandbox CA' }], {
    ...algorithm,
    notBeforeDate: yesterday(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key, cert };
}

async function makeContext(ca: Authority, host: string): Promise<SecureContext> {
  const { private: key, cert } = await selfsigned.generate([{ name: 'commonName', value: 'Sandbox' }], {
    ...algorithm,
    notBeforeDate: yesterday(),
    ca,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
  return createSecureContext({ key, cert });
}

/** So that a clock that is a little behind accepts the certificates. */
const yesterday = () => new Date(Date.now() - 24 * 60 * 60 * 1000);
