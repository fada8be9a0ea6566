import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type ExasolServer, startExasolServer } from '../../../../src/sandbox/exasol/server.js';
import { Tunnels } from '../../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../../src/sandbox/log.js';
import { RawClient } from '../../../support/raw-client.js';
import { StubDatabase } from './stub-database.js';

const tunnels = new Tunnels(silentLog);

/** Starts a server on a stub database for the tests of a file, and closes their clients after each of them. */
export function useExasolServer() {
  const database = new StubDatabase();
  const clients: RawClient[] = [];
  let server: ExasolServer;

  beforeAll(async () => {
    server = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 3, database, tunnels, log: silentLog });
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });

  afterAll(() => server.stop());

  async function open(): Promise<RawClient> {
    const client = await RawClient.open(server);
    clients.push(client);
    return client;
  }

  async function logIn(options: Record<string, unknown> = {}): Promise<RawClient> {
    const client = await open();
    expect((await client.logIn('sys', 'exasol', options)).json.status).toBe('ok');
    return client;
  }

  return { database, open, logIn, getServer: () => server };
}
