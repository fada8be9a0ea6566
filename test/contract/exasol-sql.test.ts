import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement, startTestSandbox, type TestSandbox } from '../support/sandbox.js';

/** SQL as a client of the published driver sees it. */
let sandbox: TestSandbox;
let driver: ExasolDriver;

beforeAll(async () => {
  sandbox = await startTestSandbox({ nodes: 2 });
  driver = await sandbox.connect();
  await driver.execute('CREATE SCHEMA "Shop"');
});
afterAll(() => sandbox.stop());

const read = async (sql: string) => {
  const answer = await runStatement(driver, sql);
  return answer.kind === 'resultSet' ? answer.rows : answer;
};

describe('a session over the WebSocket API', () => {
  it('creates, fills, joins and aggregates tables with any name', async () => {
    await driver.execute(
      'CREATE TABLE "Orders" ("id" DECIMAL(18,0) PRIMARY KEY, "select" VARCHAR(20), amount DECIMAL(9,2), made TIMESTAMP)',
    );
    expect(
      await driver.execute(
        `INSERT INTO "Orders" VALUES (1, 'tea, "green"', 2.50, '2024-01-01 10:00:00'), (2, 'it''s
 coffee ☕', 3, NULL), (3, '', 4.25, CURRENT_TIMESTAMP)`,
      ),
    ).toBe(3);
    expect(await read('SELECT "id", "select", amount FROM "Shop"."Orders" ORDER BY 1')).toEqual([
      [1, 'tea, "green"', '2.5'],
      [2, "it's\n coffee ☕", '3'],
      [3, null, '4.25'],
    ]);
    expect(
      await read('SELECT COUNT(*), SUM(o.amount), MAX(p."id") FROM "Orders" o JOIN "Orders" p ON o."id" = p."id" - 1'),
    ).toEqual([[2, '5.5', 3]]);
  });

  it('answers errors with code, place and session', async () => {
    const error = await runStatement(driver, 'SELECT *\nFROM nothing_here');
    expect(error).toMatchObject({ kind: 'error', sqlCode: '42000' });
    expect(error.kind === 'error' && error.text).toMatch(
      /^object NOTHING_HERE not found \[line 2, column 6\] \(Session: \d{19}\)$/,
    );
    expect(await runStatement(driver, `INSERT INTO "Orders" ("id") VALUES (1)`)).toMatchObject({ sqlCode: '27002' });
  });

  it('rolls back DDL of a driver with autocommit off', async () => {
    const other = await sandbox.connect({ autocommit: false });
    await other.execute('CREATE TABLE "Shop".gone (a INT)');
    await other.execute('ROLLBACK');
    expect(await runStatement(other, 'SELECT * FROM "Shop".gone')).toMatchObject({ sqlCode: '42000' });
    await other.execute('ROLLBACK');
  });

  it('shows in the system tables what tools ask for', async () => {
    expect(await read(`SELECT table_name, table_owner FROM SYS.EXA_ALL_TABLES WHERE table_schema = 'Shop'`)).toEqual([
      ['Orders', 'SYS'],
    ]);
    expect(
      await read(
        `SELECT column_name, column_type, column_is_nullable FROM EXA_ALL_COLUMNS WHERE column_table = 'Orders' ORDER BY column_ordinal_position`,
      ),
    ).toEqual([
      ['id', 'DECIMAL(18,0)', false],
      ['select', 'VARCHAR(20) UTF8', true],
      ['AMOUNT', 'DECIMAL(9,2)', true],
      ['MADE', 'TIMESTAMP(3)', true],
    ]);
    expect(await read(`SELECT session_value FROM exa_parameters WHERE parameter_name = 'NLS_DATE_FORMAT'`)).toEqual([
      ['YYYY-MM-DD'],
    ]);
    expect(await read(`SELECT param_value FROM exa_metadata WHERE param_name = 'databaseProductName'`)).toEqual([
      ['EXASolution'],
    ]);
  });

  it('hides from a user what he has no privilege on', async () => {
    await driver.execute('CREATE USER joe IDENTIFIED BY "secret-1"');
    await driver.execute('GRANT CREATE SESSION TO joe');
    const joe = await sandbox.connect({ user: 'joe', password: 'secret-1' });
    expect(await runStatement(joe, 'SELECT * FROM "Shop"."Orders"')).toMatchObject({ kind: 'error', sqlCode: '42500' });
    expect(await runStatement(joe, 'SELECT table_name FROM exa_all_tables')).toMatchObject({ rows: [] });
    expect(await runStatement(joe, 'SELECT * FROM exa_dba_tables')).toMatchObject({ sqlCode: '42500' });
    await driver.execute('GRANT SELECT ON "Shop"."Orders" TO joe');
    expect(await runStatement(joe, 'SELECT table_name FROM exa_all_tables')).toMatchObject({ rows: [['Orders']] });
    expect(await runStatement(joe, 'SELECT COUNT(*) FROM "Shop"."Orders"')).toMatchObject({ rows: [[3]] });
  });

  it('runs a UDF beside plain columns, on two nodes', async () => {
    await driver.execute(
      'CREATE PYTHON3 SCALAR SCRIPT "Shop".shout(t VARCHAR(100)) RETURNS VARCHAR(100) AS\ndef run(ctx):\n    return ctx.t and ctx.t.upper()\n',
    );
    expect(await read(`SELECT "id", "Shop".shout("select") FROM "Orders" WHERE "id" < 3 ORDER BY 1`)).toEqual([
      [1, 'TEA, "GREEN"'],
      [2, "IT'S\n COFFEE ☕"],
    ]);
    expect(await read('SELECT IPROC(), COUNT(*) FROM "Orders" GROUP BY IPROC() ORDER BY 1')).toEqual([
      [0, 2],
      [1, 1],
    ]);
  });
});
