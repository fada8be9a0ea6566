import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExasolServer, startExasolServer } from '../../../../src/sandbox/exasol/server.js';
import { Tunnels } from '../../../../src/sandbox/exasol/tunnel/tunnels.js';
import { silentLog } from '../../../../src/sandbox/log.js';
import { connectPublishedDriver } from '../../../support/connect-driver.js';
import { StubDatabase } from './stub-database.js';

const tunnels = new Tunnels(silentLog);

const database = new StubDatabase();
let server: ExasolServer;
const drivers: ExasolDriver[] = [];

beforeAll(async () => {
  server = await startExasolServer({ host: '127.0.0.1', port: 0, nodes: 2, database, tunnels, log: silentLog });
});

afterAll(async () => {
  await Promise.all(drivers.map((driver) => driver.close()));
  await server.stop();
});

async function connect(config: Parameters<typeof connectPublishedDriver>[1] = {}): Promise<ExasolDriver> {
  const { host, port, fingerprint } = server;
  const driver = await connectPublishedDriver({ host, port, fingerprint, user: 'sys', password: 'exasol' }, config);
  drivers.push(driver);
  return driver;
}

describe.each([false, true])('the published driver, compression %s', (compression) => {
  it('reads results of 0, 1 and 2,500 rows', async () => {
    const driver = await connect({ compression });
    for (const count of [0, 1, 999, 1000, 2500]) {
      const result = await driver.query(`ROWS ${count}`);
      expect(result.getColumns().map((column) => column.name)).toEqual(['ID', 'TXT']);
      const rows = result.getRows();
      expect(rows).toHaveLength(count);
      if (count > 0) {
        expect(rows.at(-1)).toEqual({ ID: count - 1, TXT: `row ${count - 1}` });
      }
    }
  });

  it('reads a long result in small pages', async () => {
    const driver = await connect({ compression, fetchSize: 1000 });
    const rows = (await driver.query('ROWS 2500')).getRows();
    expect(rows.map(({ ID }) => ID)).toEqual(Array.from({ length: 2500 }, (_, index) => index));
  });

  it('executes a prepared statement', async () => {
    const driver = await connect({ compression });
    const statement = await driver.prepare('INSERT INTO T VALUES (?, ?)');
    expect(await statement.execute(1, 'a', 2, 'b')).toMatchObject({
      status: 'ok',
      responseData: { results: [{ rowCount: 2 }] },
    });
    await statement.close();
  });
});
