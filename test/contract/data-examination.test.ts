/** The examination of training data: a table for each finding, and the conversions that it suggests. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine, type Finding, summarize } from '../support/examination.js';
import { openTarget, type Target } from '../support/target.js';
import { installScripts, run } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let schema: string;
let data: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 1 });
  driver = await target.connect();
  schema = target.schemaName('SME_DATA');
  await installScripts(driver, schema);
  data = await target.ownSchema('EXAMINED');
});

afterAll(() => target?.stop());

let tables = 0;

/** Creates a table of expressions over L, the number of the row, and examines it. Y is the target unless `changes` say otherwise. */
async function examineColumns(
  columns: Readonly<Record<string, string>>,
  changes: object = {},
  rows = 1000,
): Promise<readonly Finding[]> {
  tables += 1;
  const table = `T${tables}`;
  const list = Object.entries({
    Y: "CASE WHEN MOD(L * 7, 11) < 5 THEN 'yes' ELSE 'no' END",
    X: 'MOD(L * 13, 97) + L / 1000',
    ...columns,
  })
    .filter(([, sql]) => sql !== '')
    .map(([name, sql]) => `${sql} AS "${name.replaceAll('"', '""')}"`)
    .join(', ');
  await run(
    driver,
    `CREATE TABLE ${data}.${table} AS SELECT ${list} FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= ${rows})`,
  );
  return await examine(driver, schema, {
    input_schema_name: data,
    input_table_or_view_name: table,
    target_attribute_name: 'Y',
    ...changes,
  });
}

test('good data has only the hints about size and limits', async () => {
  const findings = await examineColumns({ A: "'S' || MOD(L, 9)" });
  expect(summarize(findings)).toEqual([]);
  expect(findings.map(({ severity, name, detail }) => [severity, name, detail])).toEqual([
    ['hint', 'expected_ensembling', expect.stringMatching(/^The data has 1000 rows, 3 columns and [\d.]+ KB as CSV\./)],
    ['hint', 'no_limits', expect.stringContaining('250 candidates and 30 days')],
  ]);
});

describe('the columns', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'all NULL',
      { A: 'CAST(NULL AS VARCHAR(10))', B: 'CAST(NULL AS DATE)' },
      ['warning A all_null', 'warning B all_null'],
    ],
    [
      'constants',
      { A: "'x'", B: 'TRUE', C: '1.5', D: "DATE '2026-01-01'" },
      ['A', 'B', 'C', 'D'].map((c) => `warning ${c} constant`),
    ],
    ['mostly NULL', { A: 'CASE WHEN MOD(L, 20) = 0 THEN MOD(L, 7) END' }, ['hint A mostly_null']],
    ['IDs', { A: 'L', B: "'K-' || L", C: 'L / 3' }, ['warning A nearly_unique', 'warning B nearly_unique']],
    ['copies', { A: 'MOD(L, 50)', B: 'MOD(L, 50)', C: 'MOD(L + 1, 50)' }, ['warning B copy_of_column']],
    ['numbers as text', { A: 'TO_CHAR(MOD(L, 50))' }, ['hint A numbers_as_text']],
    [
      'numbers and words',
      { A: "CASE WHEN MOD(L, 50) = 0 THEN 'low' ELSE TO_CHAR(MOD(L, 40)) END" },
      ['warning A mostly_numbers_as_text'],
    ],
    ['codes', { A: "LPAD(TO_CHAR(MOD(L, 50)), 5, '0')" }, ['warning A leading_zeros']],
    [
      'decimal commas',
      { A: "MOD(L, 50) || ',5'", B: "'1.' || (100 + MOD(L, 50)) || ',25'" },
      ['warning A decimal_commas', 'warning B decimal_commas'],
    ],
    [
      'formatted numbers',
      { A: "'$1,' || (200 + MOD(L, 50))", B: "MOD(L, 50) || '%'", C: "(1 + MOD(L, 50)) || ',000'" },
      ['A', 'B', 'C'].map((c) => `warning ${c} formatted_numbers`),
    ],
    [
      'ISO dates',
      { A: "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYY-MM-DD')" },
      ['warning A dates_as_text'],
    ],
    [
      'German dates',
      { A: "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'DD.MM.YYYY')" },
      ['warning A dates_as_text'],
    ],
    [
      'compact dates',
      { A: "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYYMMDD')" },
      ['warning A dates_as_text'],
    ],
    [
      'American dates',
      { A: "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'MM/DD/YYYY')" },
      ['warning A dates_as_text'],
    ],
    [
      'ambiguous dates',
      { A: "'0' || (1 + MOD(L, 9)) || '/0' || (1 + MOD(L, 8)) || '/2026'" },
      ['warning A ambiguous_dates'],
    ],
    [
      'dates as numbers',
      { A: "CAST(TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYYMMDD') AS DECIMAL(8,0))" },
      ['warning A dates_as_numbers'],
    ],
    [
      'words for missing values',
      { A: "CASE WHEN MOD(L, 9) = 0 THEN 'n/a' ELSE 'S' || MOD(L, 5) END" },
      ['warning A missing_value_words'],
    ],
    ['large numbers', { A: 'CAST(12345678901234567 + MOD(L, 50) AS DECIMAL(18,0))' }, ['hint A imprecise_numbers']],
    ['long texts', { A: "RPAD('word', 250, ' word') || MOD(L, 500)" }, ['hint A long_text']],
    ['many categories', { A: "'S' || MOD(L, 700)" }, ['hint A high_cardinality']],
    [
      'the answer in another form',
      { A: 'CASE WHEN MOD(L * 7, 11) < 5 THEN 1 ELSE 0 END' },
      ['warning A reveals_target'],
    ],
    [
      'a copy of the target',
      { A: "CASE WHEN MOD(L * 7, 11) < 5 THEN 'yes' ELSE 'no' END" },
      ['warning A copy_of_target'],
    ],
    [
      'a date that only one class has',
      { A: "CASE WHEN MOD(L * 7, 11) < 5 THEN ADD_DAYS(DATE '2026-01-01', MOD(L, 300)) END" },
      ['warning A null_reveals_target'],
    ],
    ['unsupported types', { A: 'CAST(HASH_MD5(L) AS HASHTYPE(16 BYTE))' }, ['error A unsupported_type']],
  ])('%s', async (_title, columns, expected) => {
    expect(summarize(await examineColumns(columns))).toEqual(expected);
  });

  test('that have the type of the Python extension or any other supported type are all read', async () => {
    const findings = await examineColumns({
      BOOL: 'MOD(L, 3) = 0',
      DAY: "ADD_DAYS(DATE '2026-01-01', MOD(L, 300))",
      TS: "ADD_SECONDS(TIMESTAMP '2026-01-01 00:00:00', L * 60)",
      TSL: "CAST(ADD_SECONDS(TIMESTAMP '2026-01-01 00:00:00', L * 60) AS TIMESTAMP WITH LOCAL TIME ZONE)",
      D18: 'CAST(MOD(L, 90) AS DECIMAL(18,0))',
      D36: 'CAST(MOD(L, 90) AS DECIMAL(36,10))',
      DBL: 'CAST(MOD(L * 3, 401) AS DOUBLE) / 7',
      C3: "CAST('a' || MOD(L, 4) AS CHAR(3))",
      TXT: "CAST('Größe ''' || MOD(L, 6) AS VARCHAR(2000000))",
    });
    expect(summarize(findings)).toEqual([]);
  });

  test('may have hostile names and values', async () => {
    const name = 'select "x" \'; DROP TABLE T--\n@ # % {value} {{a}}';
    const findings = await examineColumns({
      [name]: "'''); DROP {value} %1 @' || CHR(10) || '\"x\"'",
      Ä: "'S' || MOD(L, 3)",
    });
    expect(findings[0]).toEqual({
      severity: 'warning',
      column: name,
      name: 'constant',
      detail: "The column has the same value in every row that has one: ''); DROP {value} %1 @\n\"x\"'.",
      suggestion: 'Add it to exclude_columns.',
    });
    expect(summarize(findings)).toHaveLength(1);
  });

  test('that look alike but differ in a few rows are not copies', async () => {
    const columns = { A: 'MOD(L, 2)', B: 'CASE L WHEN 1 THEN 0 WHEN 2 THEN 1 ELSE MOD(L, 2) END', C: '1 - MOD(L, 2)' };
    expect(summarize(await examineColumns(columns))).toEqual([]);
  });

  test('are copies only if they are NULL in the same rows', async () => {
    const columns = {
      A: 'CASE MOD(L, 4) WHEN 0 THEN NULL WHEN 1 THEN 1 ELSE 2 END',
      B: 'CASE MOD(L, 4) WHEN 1 THEN NULL WHEN 0 THEN 1 ELSE 2 END',
      C: 'CASE MOD(L, 4) WHEN 0 THEN NULL WHEN 1 THEN 1 ELSE 2 END',
    };
    expect(summarize(await examineColumns(columns))).toEqual(['warning C copy_of_column']);
  });

  test('reveal the target with NULL as one of their values', async () => {
    const yes = 'MOD(L * 7, 11) < 5';
    const columns = {
      A: `CASE WHEN ${yes} THEN 'k' || MOD(L, 3) END`,
      B: `CASE WHEN ${yes} THEN 'k' || MOD(L, 3) WHEN MOD(L, 2) = 0 THEN 'n' END`,
      C: `CASE WHEN ${yes} THEN 'k' || MOD(L, 3) WHEN MOD(L, 2) = 0 THEN 'k0' END`,
    };
    expect(summarize(await examineColumns(columns))).toEqual(['warning A reveals_target', 'warning B reveals_target']);
  });

  test('are read in a session with a decimal comma', async () => {
    await run(driver, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS=',.'");
    const findings = await examineColumns({
      A: 'CAST(12345678901234567 + MOD(L, 50) AS DECIMAL(18,0))',
      B: 'CAST(2.5 AS DECIMAL(10,2))',
      C: 'CAST(MOD(L, 50) AS DOUBLE) / 4',
    });
    await run(driver, "ALTER SESSION SET NLS_NUMERIC_CHARACTERS='.,'");
    expect(summarize(findings)).toEqual(['warning B constant', 'hint A imprecise_numbers']);
    expect(findings[0]?.detail).toContain("'2.5'");
  });

  test('can be more than 1,000', async () => {
    const columns = Object.fromEntries(
      Array.from({ length: 1050 }, (_, at) => [`COLUMN_${at}`, `MOD(L * ${at + 2}, ${11 + (at % 90)})`]),
    );
    const findings = await examineColumns({ ...columns, LAST: "'x'" }, {}, 600);
    expect(summarize(findings)).toContain('warning - many_columns');
    expect(summarize(findings)).toContain('warning LAST constant');
  }, 240_000);
});

describe('the suggested conversion', () => {
  test.each<[string, string, string]>([
    ['mostly_numbers_as_text', "CASE WHEN MOD(L, 50) = 0 THEN 'low' ELSE '1' || MOD(L, 40) END", '11'],
    ['decimal_commas', "'1.' || (100 + MOD(L, 50)) || ',25'", '1101.25'],
    ['decimal_commas', "'-' || MOD(L, 50) || ',50 €'", '-1.5'],
    ['formatted_numbers', "'1,' || (200 + MOD(L, 50)) || '.75 EUR'", '1201.75'],
    ['formatted_numbers', "'£' || MOD(L, 50)", '1'],
    ['formatted_numbers', "'$1,' || (200 + MOD(L, 50))", '1201'],
    ['dates_as_text', "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'DD.MM.YYYY')", '2026-01-02'],
    ['dates_as_text', "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYYMMDD')", '2026-01-02'],
    ['dates_as_text', "TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYY-MM-DD') || ' 10:20:30'", '2026-01-02'],
    ['ambiguous_dates', "'0' || (1 + MOD(L, 9)) || '/0' || (1 + MOD(L, 8)) || '/2026'", '2026-02-02'],
    [
      'dates_as_numbers',
      "CAST(TO_CHAR(ADD_DAYS(DATE '2026-01-01', MOD(L, 300)), 'YYYYMMDD') AS DECIMAL(8,0))",
      '2026-01-02',
    ],
    ['missing_value_words', "CASE WHEN MOD(L, 9) = 0 THEN 'n/a' ELSE 'S' || MOD(L, 5) END", 'S1'],
    ['leading_zeros', "LPAD(TO_CHAR(MOD(L, 50)), 5, '0')", 'X00001'],
  ])('of %s: %s', async (name, sql, first) => {
    const column = 'it\'s "A"';
    const finding = (await examineColumns({ [column]: sql, L: 'L' }, { exclude_columns: ['L'] })).find(
      (each) => each.name === name,
    );
    const conversion = /: ((?:CASE|TO_DATE|'X').*?)(?:\.$|, or with)/.exec(finding?.suggestion ?? '')?.[1] ?? '?';
    const converted = `SELECT CAST(${conversion} AS VARCHAR(50)) FROM ${data}.T${tables} WHERE L = 1`;
    expect(await run(driver, converted)).toEqual([[first]]);
    // the word that is not a number becomes NULL
    const count = name === 'mostly_numbers_as_text' ? 980 : name === 'missing_value_words' ? 889 : 1000;
    expect(await run(driver, `SELECT COUNT(${conversion}) FROM ${data}.T${tables}`)).toEqual([[count]]);
  });
});
