import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** Formats of dates and numbers that a session chooses, through the published driver. */
let target: Target;
let driver: ExasolDriver;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  await target.ownSchema('FORMATS', driver);
  await driver.execute('CREATE TABLE T (A DECIMAL(10,2), D DOUBLE, DT DATE, TS TIMESTAMP)');
  await driver.execute("INSERT INTO T VALUES (1234.50, 0.25, '2024-01-02', '2024-01-02 03:04:05.123')");
});
afterAll(() => target?.stop());

const set = (name: string, value: string) => driver.execute(`ALTER SESSION SET ${name} = '${value}'`);
afterEach(async () => {
  await set('NLS_DATE_FORMAT', 'YYYY-MM-DD');
  await set('NLS_TIMESTAMP_FORMAT', 'YYYY-MM-DD HH24:MI:SS.FF6');
  await set('NLS_NUMERIC_CHARACTERS', '.,');
});

const read = async (sql: string) => {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('NLS_DATE_FORMAT and NLS_TIMESTAMP_FORMAT', () => {
  it('are the formats of results, texts and conversions', async () => {
    await set('NLS_DATE_FORMAT', 'DD.MM.YYYY');
    await set('NLS_TIMESTAMP_FORMAT', 'DD-MON-YY HH24:MI:SS.FF3');
    expect(await read("SELECT DT, TS, DT || '', TO_CHAR(TS), TO_DATE('03.04.2025') FROM T")).toEqual([
      ['02.01.2024', '02-JAN-24 03:04:05.123', '02.01.2024', '02-JAN-24 03:04:05.123', '03.04.2025'],
    ]);
    expect(await read("SELECT COUNT(*) FROM T WHERE DT = '02.01.2024' AND TS < '03-JAN-24 00:00:00.0'")).toEqual([[1]]);
    expect(await read("SELECT TO_DATE('2024-01-02')")).toMatchObject({ kind: 'error', sqlCode: '22007' });
    expect(await read("SELECT DATE '2024-01-02', TO_DATE('2024-01-02', 'YYYY-MM-DD')")).toEqual([
      ['02.01.2024', '02.01.2024'],
    ]);
  });

  it('may have the T of ISO 8601', async () => {
    await set('NLS_TIMESTAMP_FORMAT', 'YYYY-MM-DDTHH:MI:SS.FF6');
    expect(await read('SELECT TS FROM T')).toEqual([['2024-01-02T03:04:05.123000']]);
  });

  it.each(['YYYY-XX', 'YYYY-Q'])('cannot be %s', async (format) => {
    expect(await read(`ALTER SESSION SET NLS_DATE_FORMAT = '${format}'`)).toMatchObject({ kind: 'error' });
    expect(await read('SELECT DT FROM T')).toEqual([['2024-01-02']]);
  });
});

describe('NLS_NUMERIC_CHARACTERS', () => {
  it('are the decimal and the group character of texts', async () => {
    await set('NLS_NUMERIC_CHARACTERS', ',.');
    expect(
      await read(`SELECT A || '', TO_CHAR(A), TO_CHAR(A, '9G999D99'), CAST(D AS VARCHAR(10)), '1,5' * 2,
        TO_NUMBER('1.234,5', '9G999D9') = 1234.5, CAST('2,5' AS DECIMAL(9,2)) = 2.5 FROM T`),
    ).toEqual([['1234,5', '1234,5', ' 1.234,50', '0,25', 3, true, true]]);
    for (const sql of ["SELECT '1.5' * 2", "SELECT CAST('1.5' AS DECIMAL(9,2))"]) {
      expect(await read(sql)).toMatchObject({ kind: 'error', sqlCode: '22018' });
    }
  });

  it.each(['..', 'ab', '.'])('cannot be %s', async (characters) => {
    expect(await read(`ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '${characters}'`)).toMatchObject({
      sqlCode: '42000',
    });
  });
});
