import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** Arithmetic of numbers through the published driver. */
let target: Target;
let driver: ExasolDriver;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  await target.ownSchema('NUMBERS', driver);
  await driver.execute('CREATE TABLE N (K DECIMAL(9,0), D DOUBLE, E DOUBLE)');
  await driver.execute('INSERT INTO N VALUES (1, 1e308, 1e308), (2, 1e308, 2)');
});
afterAll(() => target?.stop());

const read = async (sql: string) => {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
};
const outOfRange = { kind: 'error', sqlCode: '22003', text: expect.stringMatching(/numeric value out of range/) };

describe('a number beyond the range of DOUBLE', () => {
  it.each([
    'SELECT CAST(1e308 AS DOUBLE)*10',
    'SELECT 1e400',
    'SELECT EXP(1000)',
    'SELECT POWER(10,400)',
    'SELECT SUM(D) FROM N',
    'SELECT SUM(D) OVER (ORDER BY K) FROM N',
    'SELECT AVG(D) FROM N',
    'SELECT D+E FROM N',
    'SELECT 1/(D*E) FROM N',
    'SELECT K FROM N WHERE D*E > 5',
    `SELECT CASE WHEN EXP(K*1000) > 1 THEN 'large' END FROM N`,
    'SELECT K FROM N GROUP BY K HAVING SUM(D*10) > 1',
    'SELECT LN(0)',
    'SELECT SQRT(-1)',
    'SELECT ASIN(2)',
    'UPDATE N SET D = D*E',
    'INSERT INTO N SELECT 3, D*E, 1 FROM N',
  ])('is an error: %s', async (sql) => {
    expect(await read(sql)).toMatchObject(outOfRange);
  });

  it.each(['inf', '-infinity', 'nan', '1e400'])('is an error as text: %s', async (text) => {
    const error = { kind: 'error', sqlCode: '22018' };
    expect(await read(`SELECT CAST('${text}' AS DOUBLE)`)).toMatchObject(error);
    expect(await read(`SELECT '${text}' * 2`)).toMatchObject(error);
    expect(await read(`INSERT INTO N VALUES (4, '${text}', 1)`)).toMatchObject({ kind: 'error' });
  });

  it('changes nothing, and no other number is affected', async () => {
    expect(await read('SELECT COUNT(*), MAX(D), MIN(E) FROM N')).toEqual([[2, 1e308, 2]]);
    expect(await read('SELECT D/E, D*0.5*0.5, CAST(NULL AS DOUBLE)*2 FROM N ORDER BY K')).toEqual([
      [1, 2.5e307, null],
      [5e307, 2.5e307, null],
    ]);
    expect(await read('SELECT D/2, COUNT(*) FROM N GROUP BY D/2 HAVING D/2 > 1 ORDER BY D/2')).toEqual([[5e307, 2]]);
    expect(await read('SELECT DISTINCT D/2 X FROM N ORDER BY X')).toEqual([[5e307]]);
  });

  it('is found in a chain of 60 divisions', async () => {
    const chain = (start: string) =>
      Array.from({ length: 60 }, () => '2').reduce((sum, two) => `(${sum}/${two})`, start);
    expect(await read(`SELECT ${chain('D')} FROM N WHERE K = 1`)).toEqual([[1e308 / 2 ** 60]]);
    expect(await read(`SELECT ${chain('D*E')} FROM N WHERE K = 1`)).toMatchObject(outOfRange);
  });
});

describe('DECIMAL', () => {
  it('has up to 36 digits in results of + - *', async () => {
    expect(
      await read(`SELECT CAST(12345678901 AS DECIMAL(11,0)) * CAST(12345678901 AS DECIMAL(11,0)),
        CAST(999999999999999999 AS DECIMAL(18,0)) + CAST(999999999999999999 AS DECIMAL(18,0)),
        CAST(99999999.99 AS DECIMAL(10,2)) * CAST(99999999.99 AS DECIMAL(10,2))`),
    ).toEqual([['152415787526596567801', '1999999999999999998', '9999999998000000.0001']]);
  });

  it('raises an error beyond 36 digits', async () => {
    const most = '9'.repeat(36);
    expect(await read(`SELECT ${most} * 1000`)).toMatchObject(outOfRange);
    expect(await read(`SELECT SUM(X) FROM (SELECT ${most} AS X FROM DUAL CONNECT BY LEVEL <= 1000)`)).toMatchObject(
      outOfRange,
    );
  });
});

describe('COUNT of a tuple', () => {
  it('ignores tuples of which all values are NULL', async () => {
    const rows = `(SELECT CAST(NULL AS DECIMAL(1)) A, CAST(NULL AS DECIMAL(1)) B FROM DUAL UNION ALL SELECT 1, NULL FROM DUAL
      UNION ALL SELECT 1, 2 FROM DUAL UNION ALL SELECT 1, 2 FROM DUAL)`;
    expect(
      await read(`SELECT COUNT(DISTINCT (A, B)), COUNT((A, B)), COUNT(DISTINCT A), COUNT(A), COUNT(*) FROM ${rows}`),
    ).toEqual([[2, 3, 1, 3, 4]]);
  });
});
