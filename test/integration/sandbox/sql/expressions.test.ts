import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDataType } from '../../../../src/sandbox/catalog/data-types.js';
import type { Database, DatabaseSession } from '../../../../src/sandbox/types/database.js';
import { openTestDatabase, readError, readValue } from '../session/open-test-session.js';

let database: Database;
let session: DatabaseSession;

beforeAll(async () => {
  database = await openTestDatabase();
  session = await database.openSession('sys');
});
afterAll(() => database.close());

describe('expressions', () => {
  it.each([
    ['7/2', 3.5],
    ['1+1', 2],
    ['100000*100000', 10000000000],
    ["'a' || NULL || 1", 'a1'],
    ["'' IS NULL", true],
    ["TRIM('  ')", null],
    ["SUBSTR('abc', 2)", 'bc'],
    ["SUBSTR('abc', -2, 1)", 'b'],
    ["REPLACE('abc', 'b')", 'ac'],
    ["'abc' REGEXP_LIKE '[a-c]+'", true],
    ["'abcd' REGEXP_LIKE '[a-c]+'", false],
    ["REGEXP_REPLACE('abc123','[0-9]+','')", 'abc'],
    ["REGEXP_SUBSTR('abc123','[0-9]+')", '123'],
    ["INSTR('hello','l')", 3],
    ["INSTR('hello','l',1,2)", 4],
    ["LPAD('a',3,'x')", 'xxa'],
    ["INITCAP('hello world')", 'Hello World'],
    ["HASH_MD5('a')", '0cc175b9c0f1b6a831c399e269772661'],
    ['GREATEST(1, NULL)', null],
    ["DECODE(NULL, NULL, 'none', 'some')", 'none'],
    ['ZEROIFNULL(NULL)', 0],
    ['MOD(7, 3)', 1],
    ['ROUND(12.567, 1)', '12.6'],
    ['TRUNC(12.567, 1)', '12.5'],
    ['1.50', '1.5'],
    ["CAST('true' AS BOOLEAN)", true],
    ["CAST(2.0 AS DOUBLE) || ''", '2'],
    ["CAST('ab' AS CHAR(4)) || '|'", 'ab  |'],
    ["DATE '2024-03-01' - DATE '2024-02-01'", 29],
    ["DATE '2024-01-31' + 1", '2024-02-01'],
    ["ADD_MONTHS(DATE '2024-01-31', 1)", '2024-02-29'],
    ["TIMESTAMP '2024-01-02 00:00:00' + 1.5", '2024-01-03 12:00:00.000000'],
    ["SECONDS_BETWEEN(TIMESTAMP '2024-01-01 00:01:00', TIMESTAMP '2024-01-01 00:00:00')", 60],
    ["EXTRACT(SECOND FROM TIMESTAMP '2024-01-01 00:00:01.5')", '1.5'],
    ["TRUNC(DATE '2024-05-17', 'MM')", '2024-05-01'],
    ["TO_CHAR(DATE '2024-03-05', 'DAY, DD Month YYYY Q')", 'TUESDAY, 05 March 2024 1'],
    ['TO_CHAR(TIMESTAMP \'2024-01-02 03:04:05.678\', \'YYYY-MM-DD"T"HH24:MI:SS.FF3"Z"\')', '2024-01-02T03:04:05.678Z'],
    ["TO_CHAR(0.5, 'FM990.00')", '0.50'],
    ["TO_DATE('31.12.2023', 'DD.MM.YYYY')", '2023-12-31'],
    ["TO_TIMESTAMP('2024-01-01 10:11:12.5', 'YYYY-MM-DD HH24:MI:SS.FF1')", '2024-01-01 10:11:12.500000'],
    ["INTERVAL '1 02:03:04.5' DAY TO SECOND", '+01 02:03:04.500'],
    ["INTERVAL '2-3' YEAR TO MONTH", '+02-03'],
    ['CURRENT_SCHEMA', null],
    ['CURRENT_USER', 'SYS'],
    ['NPROC()', 1],
    ["TYPEOF('ab')", 'CHAR(2) ASCII'],
    ["SESSION_PARAMETER(CURRENT_SESSION, 'NLS_DATE_FORMAT')", 'YYYY-MM-DD'],
  ])('%s', async (expression, expected) => {
    expect(await readValue(session, expression)).toStrictEqual(expected);
  });
});

describe("errors have Exasol's code and text", () => {
  it.each([
    ['SELECT 1/0', '22012 data exception - division by zero'],
    [
      "SELECT CAST('abcdef' AS VARCHAR(3))",
      '22001 data exception - string data, right truncation; Valuelength: 6 Maxlength: 3',
    ],
    ["SELECT CAST('abc' AS INT)", "22018 data exception - invalid character value for cast; Value: 'abc'"],
    ['SELECT nope FROM dual', '42000 object NOPE not found [line 1, column 8]'],
    ['SELECT\n "Nope" FROM dual', '42000 object "Nope" not found [line 2, column 2]'],
    ['SELECT * FROM nix', '42000 object NIX not found [line 1, column 15]'],
    ['SELECT LAST_DAY(CURRENT_DATE)', '42000 function or script LAST_DAY not found [line 1, column 8]'],
    ['SELECT 5 % 2', "42000 syntax error, unexpected '%', expecting END_OF_INPUT_ or ';' [line 1, column 10]"],
    ['SELECT 1 AS returns', '42000 syntax error, unexpected RETURNS_ [line 1, column 13]'],
    ['SELECT ?', "42000 syntax error, unexpected '?' [line 1, column 8]"],
    ['SELECT :x', '42000 Feature not supported: host parameter specification [line 1, column 8]'],
    ['SELECT 1 FROM dual LIMIT 1 OFFSET 1', '42000 OFFSET not allowed in LIMIT without ORDER BY [line 1, column 20]'],
    ['SET AUTOCOMMIT OFF', '42000 syntax error, unexpected SET_ [line 1, column 1]'],
    ['SELECT 1 AS "a.b"', "42000 '.' character is not allowed within quoted identifiers [line 1, column 13]"],
  ])('%s', async (sql, expected) => {
    expect(await readError(session, sql)).toBe(expected);
  });
});

describe('results', () => {
  it('names columns without alias after their expression, as Exasol does', async () => {
    const result = await session.execute(
      "SELECT RIGHT('5550102233', 7), '', DATE '1989-07-14', UPPER(DUMMY) FROM DUAL",
    );
    expect(result.kind === 'resultSet' && result.columns.map(({ name }) => name)).toEqual([
      "RIGHT('5550102233',7)",
      'NULL',
      "(TO_DATE('1989-07-14','YYYY-MM-DD'))",
      'UPPER(DUMMY)',
    ]);
  });

  it('types literals, arithmetic and aggregates', async () => {
    const result = await session.execute("SELECT 1, 1.25, 'abc', 1+1, 7/2, COUNT(*), SUM(1), TRUE, CURRENT_DATE, 1e0");
    expect(result.kind === 'resultSet' && result.columns.map(({ dataType }) => formatDataType(dataType))).toEqual([
      'DECIMAL(1,0)',
      'DECIMAL(3,2)',
      'CHAR(3) ASCII',
      'DECIMAL(2,0)',
      'DOUBLE',
      'DECIMAL(18,0)',
      'DECIMAL(36,0)',
      'BOOLEAN',
      'DATE',
      'DOUBLE',
    ]);
  });
});
