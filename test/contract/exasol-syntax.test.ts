import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../support/sandbox.js';
import { openTarget, type Target } from '../support/target.js';

/** Syntax and functions that tools and notebooks use, through the published driver. */
let target: Target;
let driver: ExasolDriver;

beforeAll(async () => {
  target = await openTarget();
  driver = await target.connect();
  await target.ownSchema('SYNTAX', driver);
  await driver.execute('CREATE TABLE T (A DECIMAL(9,0), B VARCHAR(10), X DOUBLE)');
  await driver.execute("INSERT INTO T VALUES (1, 'x', 1.5), (2, 'y', 2.5)");
});
afterAll(() => target?.stop());

const read = async (sql: string) => {
  const result = await runStatement(driver, sql);
  return result.kind === 'resultSet' ? result.rows : result;
};

describe('queries', () => {
  it.each([
    ['SELECT * FROM VALUES 1, 2, 3 AS V(N)', [[1], [2], [3]]],
    [
      'SELECT N, M FROM (VALUES (1, 2), (3, 4) AS V(N, M))',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['WITH P AS (SELECT 1 N FROM DUAL) WITH Q AS (SELECT N * 2 N FROM P) SELECT * FROM Q', [[2]]],
    [
      'SELECT B, MAX(A) FROM T GROUP BY ALL ORDER BY 1',
      [
        ['x', 1],
        ['y', 2],
      ],
    ],
    ['SELECT 1 FROM DUAL WHERE ((SELECT COUNT(*) FROM T) > 1)', [[1]]],
    ['SELECT (SELECT MAX(A) FROM T), ((SELECT MIN(A) FROM T)) FROM DUAL', [[2, 1]]],
    ['SELECT * FROM ((SELECT A FROM T) UNION (SELECT A FROM T)) ORDER BY 1', [[1], [2]]],
    ['SELECT COALESCE(SELECT MAX(A) FROM T) FROM DUAL', [[2]]],
    [
      "SELECT IF A = 1 THEN 'a' ELSE 'b' ENDIF, IF (A = 1) THEN 'c' ENDIF, IF(A = 1, 'd', 'e') FROM T ORDER BY A",
      [
        ['a', 'c', 'd'],
        ['b', null, 'e'],
      ],
    ],
    ["SELECT {d '2024-01-01'}, TIMESTAMP '2006-12-31T23:59:59'", [['2024-01-01', '2006-12-31 23:59:59.000000']]],
  ])('%s', async (sql, rows) => {
    expect(await read(sql)).toEqual(rows);
  });
});

describe('functions', () => {
  it.each([
    [
      "SELECT TRIM(LEADING ' ' FROM ' x '), TRIM(TRAILING 'x' FROM 'xax'), TRIM('x' FROM 'xax'), TRIM('xax', 'x'), TRIM(' a ')",
      [['x ', 'xa', 'a', 'a', 'a']],
    ],
    ["SELECT REPEAT('ab', 2), JSON_VALUE('{\"d\":1}', '$.d' NULL ON ERROR)", [['abab', '1']]],
    [
      'SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY X), FIRST_VALUE(A ORDER BY A DESC), LAST_VALUE(A ORDER BY A DESC) FROM T',
      [[2, 2, 1]],
    ],
    ['SELECT DISTINCT GROUP_CONCAT(B) OVER () FROM T', [['x,y']]],
    [
      'SELECT BIT_LSHIFT(1, 3), BIT_RSHIFT(8, 2), BIT_NOT(5), BIT_SET(0, 3), BIT_CHECK(9, 3)',
      [['8', '2', '18446744073709551610', '8', true]],
    ],
    [
      "SELECT CAST('2 12:50:10.123' AS INTERVAL DAY TO SECOND), TO_DSINTERVAL('-1 02:03:04'), TO_YMINTERVAL('1-2')",
      [['+02 12:50:10.123', '-01 02:03:04.000', '+01-02']],
    ],
    [
      "SELECT FROM_POSIX_TIME(1234567890), WEEKS_BETWEEN(DATE '2024-01-15', DATE '2024-01-01'), QUARTER(DATE '2024-05-01')",
      [['2009-02-13 23:31:30.000000', 2, 2]],
    ],
    ["SELECT TO_CHAR(DATE '2024-01-07', 'ID'), TO_CHAR(DATE '2024-01-07', 'dd-mm-YY')", [['7', '07-01-24']]],
  ])('%s', async (sql, rows) => {
    expect(await read(sql)).toEqual(rows);
  });

  it.each([
    "SELECT HASH_SHA512('x')",
    "SELECT TO_CHAR(DATE '2024-01-07', 'uW')",
    "SELECT JSON_EXTRACT('1', '$') EMITS (A INT)",
    'SELECT "$SLEEP"(1)',
    'SELECT ST_X(1)',
  ])('%s is a named gap', async (sql) => {
    expect(await read(sql)).toMatchObject({ kind: 'error', text: expect.stringMatching(/\(sandbox gap\)/) });
  });
});

describe('statements', () => {
  it('take TEXT as a column name, and reserved words as names of script parameters', async () => {
    await driver.execute('CREATE TABLE NOTES (TEXT VARCHAR(10))');
    expect(await read('SELECT TEXT FROM NOTES')).toEqual([]);
    await driver.execute(
      'CREATE SCRIPT JOIN3 (SOURCE, SCHEMA, CARDINALITY) RETURNS TABLE AS\nreturn { { SOURCE .. SCHEMA .. CARDINALITY } }, "R VARCHAR(9)"',
    );
    expect(await read("EXECUTE SCRIPT JOIN3('a', 'b', 'c')")).toEqual([['abc']]);
  });

  it('remove a comment with NULL', async () => {
    const comment = () =>
      read("SELECT TABLE_COMMENT FROM EXA_ALL_TABLES WHERE TABLE_SCHEMA = CURRENT_SCHEMA AND TABLE_NAME = 'T'");
    await driver.execute("COMMENT ON TABLE T IS 'two rows'");
    expect(await comment()).toEqual([['two rows']]);
    await driver.execute('COMMENT ON TABLE T IS NULL');
    expect(await comment()).toEqual([[null]]);
  });
});
