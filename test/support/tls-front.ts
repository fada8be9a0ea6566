import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import selfsigned from 'selfsigned';

/** A TLS server in front of an HTTP server on this machine, with a certificate for AWS's hosts, like a proxy that inspects TLS. */
export interface TlsFront {
  readonly port: number;
  /** PEM of the certificate, for the variables that name a CA file. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** @param region certifies the endpoints of this Region */
export async function startTlsFront(url: string, region: string): Promise<TlsFront> {
  const names = ['s3', 'sts', 'api.sagemaker', 'runtime.sagemaker', '*.s3'];
  const altNames = names.map((name) => ({ type: 2 as const, value: `${name}.${region}.amazonaws.com` }));
  const { private: key, cert } = await selfsigned.generate([{ name: 'commonName', value: 'Corporate CA' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (socket) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    upstream.pipe(socket).pipe(upstream);
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    certificate: cert,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) {
          socket.destroy();
        }
        server.close(() => resolve());
      }),
  };
}
