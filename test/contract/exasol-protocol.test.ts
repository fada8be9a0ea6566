import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPublishedDriver } from '../support/connect-driver.js';
import { RawClient } from '../support/raw-client.js';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const driver = await sandbox.connect();
  await driver.execute('CREATE SCHEMA PROTOCOL');
  await driver.execute('CREATE TABLE PROTOCOL.DIGITS (D DECIMAL(18,0))');
  await driver.execute('INSERT INTO PROTOCOL.DIGITS VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)');
});

afterAll(() => sandbox?.stop());

const hundredThousand = `SELECT A.D * 10000 + B.D * 1000 + C.D * 100 + D.D * 10 + E.D AS N, 'row' AS TXT
  FROM PROTOCOL.DIGITS A, PROTOCOL.DIGITS B, PROTOCOL.DIGITS C, PROTOCOL.DIGITS D, PROTOCOL.DIGITS E ORDER BY N`;

describe.each([false, true])('the published driver, compression %s', (compression) => {
  it('reads one row', async () => {
    const driver = await sandbox.connect({ compression });
    const result = await driver.query('SELECT 1 AS ONE, NULL AS NOTHING, TRUE AS SURE FROM DUAL');
    expect(result.getRows()).toEqual([{ ONE: 1, NOTHING: null, SURE: true }]);
  });

  it('reads 100,000 rows in order', async () => {
    const driver = await sandbox.connect({ compression });
    const rows = (await driver.query(hundredThousand)).getRows();
    expect(rows).toHaveLength(100_000);
    expect(rows.every(({ N, TXT }, index) => Number(N) === index && TXT === 'row')).toBe(true);
  });

  it('executes a prepared statement over many rows and reads them back', async () => {
    const driver = await sandbox.connect({ compression });
    const table = compression ? 'PROTOCOL.PREPARED_C' : 'PROTOCOL.PREPARED';
    await driver.execute(
      `CREATE TABLE ${table} (ID DECIMAL(18,0), TXT VARCHAR(100), X DOUBLE, OK BOOLEAN, ON_DAY DATE)`,
    );
    const statement = await driver.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?)`);
    const rows = Array.from({ length: 2000 }, (_, id) => [id, `it's "${id}"\n`, id / 2, id % 2 === 0, '2024-06-18']);
    const response = await statement.execute(...rows.flat());
    expect(response).toMatchObject({ status: 'ok', responseData: { results: [{ rowCount: 2000 }] } });
    await statement.close();
    const outcome = await runStatement(driver, `SELECT * FROM ${table} ORDER BY ID`);
    expect(outcome).toEqual({ kind: 'resultSet', names: ['ID', 'TXT', 'X', 'OK', 'ON_DAY'], rows });
  });
});

describe('types in the protocol', () => {
  it('sends integers of up to 18 digits as numbers, longer ones as text', async () => {
    const client = await RawClient.open(sandbox.exasol);
    await client.logIn('sys', 'exasol');
    const sqlText = `SELECT CAST(999999999999999999 AS DECIMAL(18,0)), CAST('999999999999999999999999999999999999' AS DECIMAL(36,0)),
      CAST(1.10 AS DECIMAL(4,2)) FROM DUAL`;
    const response = await client.request({ command: 'execute', sqlText });
    expect(response.text).toContain('"data":[[999999999999999999],["999999999999999999999999999999999999"],["1.1"]]');
    await client.close();
  });

  it('describes columns', async () => {
    const driver = await sandbox.connect();
    await driver.execute(`CREATE TABLE PROTOCOL.TYPED (A DECIMAL(18,0), B VARCHAR(200) UTF8, C DATE, D TIMESTAMP, E DOUBLE, F BOOLEAN,
      G CHAR(3) ASCII, H DECIMAL(10,2))`);
    const columns = (await driver.query('SELECT * FROM PROTOCOL.TYPED')).getColumns();
    expect(columns.map(({ dataType }) => dataType)).toEqual([
      { type: 'DECIMAL', precision: 18, scale: 0 },
      { type: 'VARCHAR', size: 200, characterSet: 'UTF8' },
      { type: 'DATE', size: 4 },
      { type: 'TIMESTAMP', withLocalTimeZone: false, size: 16 },
      { type: 'DOUBLE' },
      { type: 'BOOLEAN' },
      { type: 'CHAR', size: 3, characterSet: 'ASCII' },
      { type: 'DECIMAL', precision: 10, scale: 2 },
    ]);
  });
});

describe('errors', () => {
  it('a wrong password', async () => {
    await expect(connectPublishedDriver({ ...sandbox.exasol, password: 'guess' })).rejects.toMatchObject({
      text: 'Connection exception - authentication failed.',
      sqlCode: '08004',
    });
  });

  it('a certificate other than the pinned one', async () => {
    await expect(connectPublishedDriver({ ...sandbox.exasol, fingerprint: '0'.repeat(64) })).rejects.toThrow(
      /fingerprint/,
    );
  });

  it('an unknown command, by name, and the session continues', async () => {
    const client = await RawClient.open(sandbox.exasol);
    await client.logIn('sys', 'exasol');
    expect((await client.request({ command: 'juggle' })).json).toMatchObject({
      exception: { text: expect.stringContaining("'juggle'") },
    });
    expect((await client.request({ command: 'execute', sqlText: 'SELECT 1 FROM DUAL' })).json.status).toBe('ok');
    await client.close();
  });

  it('invalid SQL, with code, position and session', async () => {
    const driver = await sandbox.connect();
    const outcome = await runStatement(driver, 'SELECT * FROM PROTOCOL.MISSING');
    expect(outcome).toMatchObject({ kind: 'error', sqlCode: '42000' });
    expect(outcome).toHaveProperty(
      'text',
      expect.stringMatching(/^object PROTOCOL\.MISSING not found .*\(Session: \d{19}\)$/),
    );
  });
});

describe('sessions', () => {
  const slowQuery = `SELECT SUM(T0.D * T10.D) FROM ${Array.from({ length: 11 }, (_, index) => `PROTOCOL.DIGITS T${index}`).join(', ')}`;

  it.each([0, 20, 300])('abort a query %i ms after it was sent, and continue', async (milliseconds) => {
    const client = await RawClient.open(sandbox.exasol);
    await client.logIn('sys', 'exasol');
    client.socket.send(JSON.stringify({ command: 'execute', sqlText: slowQuery }));
    await setTimeout(milliseconds);
    client.socket.send(JSON.stringify({ command: 'abortQuery' }));
    expect((await client.receive()).json).toMatchObject({
      status: 'error',
      exception: { sqlCode: 'R0003', text: expect.stringContaining('Client requested execution abort.') },
    });
    const after = await client.request({ command: 'execute', sqlText: 'SELECT 1 FROM DUAL' });
    expect(after.text).toContain('"data":[[1]]');
    await client.close();
  });

  it('abort a statement that the driver cancels', async () => {
    const driver = await sandbox.connect();
    const running = runStatement(driver, slowQuery);
    // The driver sends a cancel at once, but a query only when it has its connection: a cancel that is too early aborts nothing.
    await setTimeout(500);
    await driver.cancel();
    expect(await running).toMatchObject({ kind: 'error', sqlCode: 'R0003' });
  });

  it('see only committed changes of others, and lose uncommitted changes when they end', async () => {
    const writer = await sandbox.connect({ autocommit: false });
    const reader = await sandbox.connect();
    const count = 'SELECT COUNT(*) FROM PROTOCOL.DIGITS';
    await writer.execute('INSERT INTO PROTOCOL.DIGITS VALUES (10)');
    expect(await runStatement(writer, count)).toMatchObject({ rows: [[11]] });
    expect(await runStatement(reader, count)).toMatchObject({ rows: [[10]] });
    await writer.close();
    expect(await runStatement(reader, count)).toMatchObject({ rows: [[10]] });
    expect(
      await runStatement(reader, 'INSERT INTO PROTOCOL.DIGITS SELECT D FROM PROTOCOL.DIGITS WHERE 1 = 0'),
    ).toMatchObject({
      rowCount: 0,
    });
  });

  it('have unique ids of 19 digits', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => runStatement(await sandbox.connect(), 'SELECT TO_CHAR(CURRENT_SESSION) FROM DUAL')),
    );
    const texts = ids.map((outcome) => (outcome.kind === 'resultSet' ? String(outcome.rows[0]?.[0]) : outcome.kind));
    expect(texts).toEqual([expect.stringMatching(/^\d{19}$/), expect.stringMatching(/^\d{19}$/)]);
    expect(new Set(texts).size).toBe(2);
  });

  it('report the schema that a statement opened', async () => {
    const client = await RawClient.open(sandbox.exasol);
    await client.logIn('sys', 'exasol', { attributes: { autocommit: false } });
    const opened = await client.request({ command: 'execute', sqlText: 'OPEN SCHEMA PROTOCOL' });
    expect(opened.json.attributes).toMatchObject({ currentSchema: 'PROTOCOL' });
    await client.close();
  });
});
