import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { makeCertificate } from '../../src/sandbox/exasol/certificate.js';
import { openPinnedSocket } from './connect-driver.js';

interface Server {
  readonly host: string;
  readonly port: number;
  readonly fingerprint: string;
}

/** A server between client and database that refuses one command of the WebSocket API and passes on all others. */
export async function startCommandRefusal(database: Server, refusedCommand: string) {
  const { key, cert, fingerprint } = await makeCertificate();
  const server = createServer({ key, cert });
  const sockets = new WebSocketServer({ server });
  /** Commands in the order in which they arrived. */
  const commands: string[] = [];
  /** How clients logged in: the names of passwords and tokens that they sent. */
  const secrets: string[] = [];
  sockets.on('connection', (client) => {
    const upstream = openPinnedSocket(`wss://${database.host}:${database.port}`, database.fingerprint);
    const isOpen = new Promise<void>((resolve) => upstream.once('open', () => resolve()));
    upstream.on('message', (data) => client.send(String(data)));
    upstream.on('close', () => client.close());
    client.on('close', () => upstream.close());
    client.on('message', async (data) => {
      const { command, ...rest }: { command?: string } = JSON.parse(String(data));
      commands.push(command ?? 'credentials');
      if (command === undefined) secrets.push(...Object.keys(rest).filter((name) => /password|token/i.test(name)));
      if (command === refusedCommand) {
        const exception = { text: `Unknown command '${command}'`, sqlCode: '00000' };
        client.send(JSON.stringify({ status: 'error', exception }));
        return;
      }
      await isOpen;
      upstream.send(String(data));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    fingerprint,
    commands,
    secrets,
    stop: async () => {
      for (const client of sockets.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
