import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import { WebSocket, WebSocketServer } from 'ws';

/** A proxy in front of an Exasol server that records the command of each request. */
export async function startCountingProxy(target) {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const server = createServer({ cert, key });
  const commands = [];
  new WebSocketServer({ server }).on('connection', (client) => {
    const upstream = new WebSocket(`wss://${target.host}:${target.port}`, { rejectUnauthorized: false });
    const opened = once(upstream, 'open');
    client.on('message', async (data, binary) => {
      // The second message of a login has no command of its own.
      commands.push(JSON.parse(data.toString()).command ?? 'login');
      await opened;
      upstream.send(data, { binary });
    });
    upstream.on('message', (data, binary) => client.send(data, { binary }));
    client.on('close', () => upstream.close());
    upstream.on('close', () => client.close());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fingerprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex').toUpperCase();
  return {
    host: '127.0.0.1',
    port: server.address().port,
    fingerprint,
    takeCommands: () => commands.splice(0),
    stop: () => server.close(),
  };
}
