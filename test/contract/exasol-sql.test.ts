import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifier } from '../../src/exasol/quote.js';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** SQL through the published driver. */
let target: Target;
let driver: ExasolDriver;
/** The name of the schema, exact and quoted. */
let shop: string;
let quoted: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 2 });
  driver = await target.connect();
  shop = await target.ownSchema('Shop', driver);
  quoted = identifier(shop);
});
afterAll(() => target?.stop());

const read = async (sql: string) => {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('a session over the WebSocket API', () => {
  it('creates, fills, joins and aggregates tables with arbitrary names', async () => {
    await driver.execute(
      'CREATE TABLE "Orders" ("id" DECIMAL(18,0) PRIMARY KEY, "select" VARCHAR(20), amount DECIMAL(9,2), made TIMESTAMP)',
    );
    expect(
      await driver.execute(
        `INSERT INTO "Orders" VALUES (1, 'tea, "green"', 2.50, '2024-01-01 10:00:00'), (2, 'it''s
 coffee ☕', 3, NULL), (3, '', 4.25, CURRENT_TIMESTAMP)`,
      ),
    ).toBe(3);
    expect(await read(`SELECT "id", "select", amount FROM ${quoted}."Orders" ORDER BY 1`)).toEqual([
      [1, 'tea, "green"', '2.5'],
      [2, "it's\n coffee ☕", '3'],
      [3, null, '4.25'],
    ]);
    expect(
      await read('SELECT COUNT(*), SUM(o.amount), MAX(p."id") FROM "Orders" o JOIN "Orders" p ON o."id" = p."id" - 1'),
    ).toEqual([[2, '5.5', 3]]);
  });

  it('runs a long chain of concatenations and nested CASE', async () => {
    const chain = Array.from({ length: 200 }, (_, index) => `REPLACE(${index}, ',', '.')`).join(" || ',' || ");
    expect(await read(`SELECT LENGTH(${chain}) FROM DUAL`)).toEqual([[689]]);
  });

  it('returns errors with code, position and session', async () => {
    const error = await runStatement(driver, 'SELECT *\nFROM nothing_here');
    expect(error).toMatchObject({ kind: 'error', sqlCode: '42000' });
    expect(error.kind === 'error' && error.text).toMatch(
      /^object NOTHING_HERE not found \[line 2, column 6\] \(Session: \d{19}\)$/,
    );
    expect(await runStatement(driver, `INSERT INTO "Orders" ("id") VALUES (1)`)).toMatchObject({ sqlCode: '27002' });
  });

  it('rolls back DDL of a driver with autocommit off', async () => {
    const other = await target.connect({ autocommit: false });
    await other.execute(`CREATE TABLE ${quoted}.gone (a INT)`);
    await other.execute('ROLLBACK');
    expect(await runStatement(other, `SELECT * FROM ${quoted}.gone`)).toMatchObject({ sqlCode: '42000' });
    await other.execute('ROLLBACK');
  });

  it('has the system tables that tools need', async () => {
    expect(await read(`SELECT table_name, table_owner FROM SYS.EXA_ALL_TABLES WHERE table_schema = '${shop}'`)).toEqual(
      [['Orders', target.exasol.user.toUpperCase()]],
    );
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

  it('hides objects without privileges from a user', async () => {
    const user = target.userName('JOE');
    await driver.execute(`CREATE USER ${user} IDENTIFIED BY "Secret_pw_1"`);
    await driver.execute(`GRANT CREATE SESSION TO ${user}`);
    const joe = await target.connect({ user, password: 'Secret_pw_1' });
    const tables = `SELECT table_name FROM exa_all_tables WHERE table_schema = '${shop}'`;
    expect(await runStatement(joe, `SELECT * FROM ${quoted}."Orders"`)).toMatchObject({
      kind: 'error',
      sqlCode: '42500',
    });
    expect(await runStatement(joe, tables)).toMatchObject({ rows: [] });
    expect(await runStatement(joe, 'SELECT * FROM exa_dba_tables')).toMatchObject({ sqlCode: '42500' });
    await driver.execute(`GRANT SELECT ON ${quoted}."Orders" TO ${user}`);
    expect(await runStatement(joe, tables)).toMatchObject({ rows: [['Orders']] });
    expect(await runStatement(joe, `SELECT COUNT(*) FROM ${quoted}."Orders"`)).toMatchObject({ rows: [[3]] });
  });

  it('runs a UDF next to columns, on all nodes of the cluster', async () => {
    await driver.execute(
      `CREATE PYTHON3 SCALAR SCRIPT ${quoted}.shout(t VARCHAR(100)) RETURNS VARCHAR(100) AS\ndef run(ctx):\n    return ctx.t and ctx.t.upper()\n`,
    );
    expect(await read(`SELECT "id", ${quoted}.shout("select") FROM "Orders" WHERE "id" < 3 ORDER BY 1`)).toEqual([
      [1, 'TEA, "GREEN"'],
      [2, "IT'S\n COFFEE ☕"],
    ]);
    const nodes = await read('SELECT IPROC(), COUNT(*) FROM "Orders" GROUP BY IPROC() ORDER BY 1');
    // A real cluster distributes rows by a hash.
    if (target.isSandbox) {
      expect(nodes).toEqual([
        [0, 2],
        [1, 1],
      ]);
    }
  });
});
