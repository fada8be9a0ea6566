/** The database's side of a tunnel, with raw sockets as clients. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../../src/sandbox/exasol/certificate.js';
import { type ExasolServer, startExasolServer } from '../../../../src/sandbox/exasol/server.js';
import { Tunnels } from '../../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../../src/sandbox/log.js';
import type { CertificateCheck } from '../../../../src/sandbox/types/client-files.js';
import { StubDatabase } from './stub-database.js';

const request = Buffer.from('022121020100000001000000', 'hex');

const tunnels = new Tunnels(silentLog);
let server: ExasolServer;
const open: Socket[] = [];

beforeAll(async () => {
  const database = new StubDatabase();
  server = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 1, database, tunnels, log: silentLog });
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});
afterAll(() => server.stop());

async function openSocket(): Promise<Socket> {
  const socket = connect(server.port, server.host);
  open.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function openTunnel(scheme = 'http'): Promise<{ socket: Socket; url: URL; closed: Promise<unknown> }> {
  const socket = await openSocket();
  const closed = once(socket, 'close');
  socket.write(request);
  const [response]: Buffer[] = await once(socket, 'data');
  if (response === undefined) throw new Error('no response');
  expect(response).toHaveLength(24);
  const host = response.subarray(8).toString('latin1').replace(/\0+$/, '');
  return { socket, url: new URL(`${scheme}://${host}:${response.readInt32LE(4)}/000.csv`), closed };
}

/** Makes the client's end of a tunnel an HTTP server. */
function serve(socket: Socket, http: Server): void {
  socket.removeAllListeners('data');
  http.emit('connection', socket);
}

const file = (url: URL, certificate: CertificateCheck = 'ignore') => ({ url, certificate, login: undefined });

async function readAll(bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a tunnel', () => {
  it('opens when the request arrives in pieces', async () => {
    const socket = await openSocket();
    for (const byte of request) {
      socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [response]: Buffer[] = await once(socket, 'data');
    expect(response).toHaveLength(24);
  });

  it('is refused when the first bytes only begin like a request', async () => {
    const socket = await openSocket();
    socket.write(Buffer.from('022121020200000001000000', 'hex'));
    await once(socket, 'close');
  });

  it('is closed and forgotten when the client leaves before it is used', async () => {
    const { socket, url, closed } = await openTunnel();
    socket.end();
    await closed;
    await expect(readAll(tunnels.download(file(url), undefined))).rejects.toThrow(
      /^http:\/\/10\.0\.0\.11:\d+\/000\.csv failed after 0 bytes\. \[Failed to connect .*\],\[7\]/,
    );
  });

  it('transfers one file', async () => {
    const { socket, url } = await openTunnel();
    serve(
      socket,
      createServer((_request, response) => response.end('1,a\n')),
    );
    expect(await readAll(tunnels.download(file(url), undefined))).toBe('1,a\n');
    await expect(readAll(tunnels.download(file(url), undefined))).rejects.toThrow('Connection refused],[7]');
  });

  it('reads a response that the client sends before the request, as the Go driver does', async () => {
    const { socket, url } = await openTunnel();
    const flushed = new Promise((resolve) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1,a\n\r\n0\r\n\r\n', resolve),
    );
    await flushed;
    expect(await readAll(tunnels.download(file(url), undefined))).toBe('1,a\n');
  });

  it('fails when the client closes it before the last chunk, or responds with an error', async () => {
    const cut = await openTunnel();
    serve(
      cut.socket,
      createServer((_request, response) => {
        response.write('1,a\n', () => cut.socket.destroy());
      }),
    );
    await expect(readAll(tunnels.download(file(cut.url), undefined))).rejects.toThrow(
      'failed after 4 bytes. [transfer closed with outstanding read data remaining],[18]',
    );
    const refused = await openTunnel();
    serve(
      refused.socket,
      createServer((_request, response) => response.writeHead(500).end()),
    );
    await expect(readAll(tunnels.download(file(refused.url), undefined))).rejects.toThrow(
      'error code=500 after 0 bytes',
    );
  });

  it('writes a file in chunks, and waits for the response of the client', async () => {
    const { socket, url, closed } = await openTunnel();
    const received = new Promise<{ request: IncomingMessage; body: string }>((resolve) => {
      serve(
        socket,
        createServer(async (request, response) => {
          resolve({ request, body: await readAll(request) });
          response.end();
        }),
      );
    });
    const sink = await tunnels.upload(file(url), undefined);
    await sink.write(Buffer.from('1,a\n'));
    await sink.write(Buffer.from('2,b\n'));
    await sink.close();
    const { request, body } = await received;
    expect(body).toBe('1,a\n2,b\n');
    expect(request).toMatchObject({ method: 'PUT', url: '/000.csv', headers: { 'transfer-encoding': 'chunked' } });
    await closed;
  });

  it('fails to write when the client refuses the file or dies', async () => {
    const refused = await openTunnel();
    serve(
      refused.socket,
      createServer((_request, response) => response.writeHead(403).end()),
    );
    const sink = await tunnels.upload(file(refused.url), undefined);
    await expect(sink.close()).rejects.toThrow('failed with error code=403');
    const dead = await openTunnel();
    serve(
      dead.socket,
      createServer(() => dead.socket.destroy()),
    );
    const other = await tunnels.upload(file(dead.url), undefined);
    await expect(
      (async () => {
        for (;;) await other.write(Buffer.alloc(1024 * 1024));
      })(),
    ).rejects.toThrow(/failed after \d+ bytes/);
    const silent = await openTunnel();
    serve(
      silent.socket,
      createServer((request) => request.resume().on('end', () => silent.socket.destroy())),
    );
    const last = await tunnels.upload(file(silent.url), undefined);
    await last.write(Buffer.from('1,a\n'));
    await expect(last.close()).rejects.toThrow('000.csv failed after 4 bytes');
  });

  it('ends with the statement: the signal closes it while the client is silent', async () => {
    const { socket, url, closed } = await openTunnel();
    const controller = new AbortController();
    const reading = readAll(tunnels.download(file(url), controller.signal));
    await once(socket, 'data');
    controller.abort();
    await expect(reading).rejects.toThrow('failed after 0 bytes');
    await closed;
  });
});

describe('a tunnel with TLS', () => {
  async function download(certificate: CertificateCheck): Promise<string> {
    const { socket, url } = await openTunnel('https');
    const { key, cert } = await makeCertificate();
    serve(
      socket,
      createSecureServer({ key, cert }, (_request, response) => response.end('1\n')),
    );
    return readAll(tunnels.download(file(url, certificate), undefined));
  }

  it('accepts any certificate with IGNORE CERTIFICATE, and no self-signed one without it', async () => {
    expect(await download('ignore')).toBe('1\n');
    await expect(download('verify')).rejects.toThrow('[SSL certificate problem: self-signed certificate],[60]');
  });

  it('refuses another public key than the named one', async () => {
    const publicKey = `sha256//${Buffer.alloc(32).toString('base64')}`;
    await expect(download({ publicKey })).rejects.toThrow('public key does not match pinned public key],[90]');
    await expect(download({ publicKey: 'sha256//' })).rejects.toThrow('does not match');
  });

  it('fails when the client does not speak TLS', async () => {
    const { socket, url } = await openTunnel('https');
    socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(readAll(tunnels.download(file(url), undefined))).rejects.toThrow('failed after 0 bytes');
  });
});
