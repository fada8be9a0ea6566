import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** SQL that Exasol refuses, and results that must not depend on chance, through the published driver. */
let target: Target;
let driver: ExasolDriver;
let schema: string;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  schema = await target.ownSchema('REFUSALS', driver);
});
afterAll(() => target?.stop());

const read = async (sql: string) => {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('a syntax error', () => {
  it.each([
    'CREATE TABLE _T (A DECIMAL(9,0))',
    'CREATE TABLE T (_A DECIMAL(9,0))',
    'SELECT 1 AS _A FROM DUAL',
    'TRUNCATE T',
    'CLOSE SCHEMA X',
    'SELECT 1 FROM DUAL LIMIT (SELECT 1 FROM DUAL)',
    'SELECT 1 FROM DUAL LIMIT LENGTH(CURRENT_USER)',
    'SELECT 1 FROM DUAL ORDER BY 1 LIMIT 1 OFFSET (SELECT 1 FROM DUAL)',
  ])('is raised for %s', async (sql) => {
    expect(await read(sql)).toMatchObject({
      kind: 'error',
      sqlCode: '42000',
      text: expect.stringMatching(/syntax error/),
    });
  });

  it('is not raised for a quoted name with _ at its start', async () => {
    expect(await read('SELECT "_A" FROM (SELECT 1 AS "_A" FROM DUAL) LIMIT 1')).toEqual([[1]]);
  });
});

describe('a subquery with LIMIT among equal sort keys', () => {
  it('has the same rows wherever the query uses them', async () => {
    await driver.execute('CREATE TABLE T (X DECIMAL(9,0), Y DECIMAL(9,0))');
    await driver.execute('INSERT INTO T SELECT LEVEL, MOD(LEVEL, 500) FROM DUAL CONNECT BY LEVEL <= 200000');
    const top = '(SELECT * FROM (SELECT Y, COUNT(*) N FROM G GROUP BY Y) ORDER BY N DESC LIMIT 3)';
    const query = `WITH G AS (SELECT X, Y FROM T) SELECT COUNT(DISTINCT Y) FROM G
      WHERE EXISTS (SELECT 1 FROM ${top} B WHERE G.Y = B.Y)`;
    for (let run = 0; run < 5; run += 1) expect(await read(query)).toEqual([[3]]);
  });
});

describe('sessions that replace one object at the same time', () => {
  it('leave one script and one connection', async () => {
    const sessions = await Promise.all(Array.from({ length: 4 }, () => target.connect()));
    const script = `CREATE OR REPLACE SCRIPT "${schema}".S () AS exit()`;
    await Promise.allSettled(sessions.flatMap((session) => [session.execute(script)]));
    await Promise.allSettled(
      sessions.map((session) => session.execute(`CREATE OR REPLACE CONNECTION "${schema}_C" TO ''`)),
    );
    expect(await read(`SELECT COUNT(*) FROM EXA_ALL_SCRIPTS WHERE SCRIPT_SCHEMA = '${schema}'`)).toEqual([[1]]);
    expect(await read(`SELECT COUNT(*) FROM EXA_DBA_CONNECTIONS WHERE CONNECTION_NAME = '${schema}_C'`)).toEqual([[1]]);
    await driver.execute(`DROP CONNECTION "${schema}_C"`);
  });
});
