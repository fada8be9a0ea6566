import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RawClient } from '../../../support/raw-client.js';
import { useExasolServer } from './exasol-server.js';

const { logIn, open } = useExasolServer();

/** Sends a request as zlib data and reads the response, which must be zlib data, too. */
async function requestCompressed(client: RawClient, request: unknown): Promise<unknown> {
  const response = new Promise<Buffer>((resolve) => {
    client.socket.removeAllListeners('message');
    client.socket.once('message', (data: Buffer, isBinary: boolean) => resolve(isBinary ? data : Buffer.alloc(0)));
  });
  client.socket.send(deflateSync(JSON.stringify(request)));
  return JSON.parse(inflateSync(await response).toString());
}

describe('compression', () => {
  it('starts with the first compressed frame of a session that logged in without it, as the Go driver does', async () => {
    const client = await logIn();
    const request = { command: 'getAttributes' };
    expect(await requestCompressed(client, request)).toMatchObject({ attributes: { compressionEnabled: true } });
  });

  it('closes the connection after a compressed frame before the login, and after data that is not zlib', async () => {
    const before = await open();
    before.socket.send(deflateSync('{"command":"login","protocolVersion":3}'));
    await before.closed;
    const after = await logIn();
    after.socket.send(Buffer.from('not zlib'));
    await after.closed;
  });
});
