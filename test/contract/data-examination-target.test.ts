/** The examination of training data: target, weight, the data as a whole, and what cannot be examined. */
import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine, type Finding, summarize } from '../support/examination.js';
import { openTarget, type Target } from '../support/target.js';
import { installScripts, run } from '../support/training.js';

let target: Target;
let driver: ExasolDriver;
let schema: string;
let sales: string;

beforeAll(async () => {
  target = await openTarget({ nodes: 1 });
  driver = await target.connect();
  schema = target.schemaName('SME_DATA');
  await installScripts(driver, schema);
  sales = await target.ownSchema('SALES');
});

afterAll(() => target?.stop());

let tables = 0;

/** Creates a table with the target Y, an expression over L, the number of the row, and examines it. */
async function examineTarget(y: string, changes: object = {}, rows = 1000): Promise<readonly Finding[]> {
  tables += 1;
  await run(
    driver,
    `CREATE TABLE ${sales}.T${tables} AS SELECT ${y} AS Y, MOD(L * 13, 97) + L / 1000 AS X, MOD(L, 7) AS W
     FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= ${Math.max(1, rows)}) WHERE L <= ${rows}`,
  );
  return await examine(driver, schema, {
    input_schema_name: sales,
    input_table_or_view_name: `T${tables}`,
    target_attribute_name: 'Y',
    ...changes,
  });
}

const half = "CASE WHEN MOD(L * 7, 11) < 5 THEN 'yes' ELSE 'no' END";

describe('the target', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'has rare classes',
      `CASE WHEN L <= 3 THEN 'odd' WHEN L <= 4 THEN 'single' ELSE ${half} END`,
      ['warning Y rare_classes'],
    ],
    ['is imbalanced', "CASE WHEN MOD(L, 20) = 0 THEN 'yes' ELSE 'no' END", ['warning Y imbalanced_classes']],
    ['is missing in some rows', `CASE WHEN MOD(L, 3) > 0 THEN ${half} END`, ['warning Y missing_targets']],
    ['has many classes', "'S' || MOD(L, 250)", ['warning Y many_classes']],
    ['has nearly unique labels', "'S' || MOD(L, 900)", ['warning Y nearly_unique_labels']],
    [
      'has labels that are read as missing',
      "CASE WHEN MOD(L, 3) = 0 THEN 'None' WHEN MOD(L, 3) = 1 THEN 'NA' ELSE 'none' END",
      ['warning Y labels_read_as_missing', 'warning Y labels_differ_in_case'],
    ],
    [
      'has labels that differ in case',
      "CASE WHEN MOD(L, 3) = 0 THEN 'Yes' WHEN MOD(L, 3) = 1 THEN 'yes ' ELSE 'no' END",
      ['warning Y labels_differ_in_case'],
    ],
    ['is text of digits', 'TO_CHAR(MOD(L * 7, 5))', ['hint Y numeric_labels']],
    ['is a number with few values', 'CAST(MOD(L * 7, 5) AS DECIMAL(5,0))', ['hint Y few_target_values']],
    ['is a number', 'MOD(L * 31, 600) / 7', []],
    ['is TRUE or FALSE', 'MOD(L * 7, 11) < 5', []],
    ['has one value', "'x'", ['error Y E-SME-64']],
    ['is NULL', 'CAST(NULL AS VARCHAR(3))', ['error Y E-SME-63']],
    ['is different in each row', "'S' || L", ['error Y E-SME-293']],
    [
      'is missing in most rows',
      `CASE WHEN L <= 400 THEN ${half} END`,
      ['error - E-SME-62', 'warning Y missing_targets'],
    ],
  ])('%s', async (_title, y, expected) => {
    expect(summarize(await examineTarget(y))).toEqual(expected);
  });

  test('is described with its classes and their rows', async () => {
    const findings = await examineTarget(`CASE WHEN L <= 3 THEN 'odd''' WHEN L <= 4 THEN 'single' ELSE ${half} END`);
    expect(findings[0]).toEqual({
      severity: 'warning',
      column: 'Y',
      name: 'rare_classes',
      detail: "Of the 4 classes, these have fewer than 10 rows: 'single' (1 row), 'odd'' (3 rows).",
      suggestion: 'Merge rare classes, provide more rows of them, or leave their rows out.',
    });
  });

  test('that a training refuses is an error with the text and the fix of the training', async () => {
    expect((await examineTarget("'x'"))[0]).toEqual({
      severity: 'error',
      column: 'Y',
      name: 'E-SME-64',
      detail: "The target 'Y' has the same value in every row.",
      suggestion: 'Choose a target with at least two values.',
    });
  });

  test('loses classes in a sample', async () => {
    const y = `CASE WHEN L <= 40 THEN 'rare' ELSE ${half} END`;
    const [finding] = await examineTarget(y, { sample_rows: 500 }, 5000);
    expect(finding).toMatchObject({
      name: 'classes_lost_in_sample',
      detail:
        "In a sample of 500 of 5000 rows, these classes have fewer than 10 rows: 'rare' (40 rows). The numbers are those of the input.",
    });
  });

  test('is followed by a column in another unit', async () => {
    tables += 1;
    await run(
      driver,
      `CREATE TABLE ${sales}.T${tables} AS SELECT L * 1.19 AS Y, L + 0.5 AS NET, MOD(L * 31, 97) AS X, CAST(L AS DOUBLE) * 1e300 AS BIG
       FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= 1000)`,
    );
    const input = { input_schema_name: sales, input_table_or_view_name: `T${tables}`, target_attribute_name: 'Y' };
    const findings = await examine(driver, schema, input);
    expect(summarize(findings)).toEqual(['warning NET follows_target']);
    expect(findings[0]?.detail).toContain('The correlation with the target is 1.00000');
  });
});

test('a weight that is NULL in some rows is found, and a negative one is an error', async () => {
  tables += 1;
  await run(
    driver,
    `CREATE TABLE ${sales}.T${tables} AS SELECT ${half} AS Y, MOD(L * 13, 97) + L / 1000 AS X,
       CASE WHEN MOD(L, 10) > 0 THEN MOD(L, 5) END AS V, MOD(L, 3) - 1 AS N
     FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= 1000)`,
  );
  const input = { input_schema_name: sales, input_table_or_view_name: `T${tables}`, target_attribute_name: 'Y' };
  const nulls = await examine(driver, schema, { ...input, sample_weight_column: 'V', exclude_columns: ['N'] });
  expect(summarize(nulls)).toEqual(['warning V missing_weights', 'hint - chosen_mode']);
  expect(nulls[0]?.detail).toBe('The sample weight is NULL in 100 of 1000 rows. Autopilot ignores these rows.');
  const negative = await examine(driver, schema, { ...input, sample_weight_column: 'N', exclude_columns: ['V'] });
  expect(summarize(negative)).toEqual(['error N E-SME-86', 'hint - chosen_mode']);
});

describe('the data as a whole', () => {
  test('may be empty or too small', async () => {
    expect(summarize(await examineTarget(half, {}, 0))).toEqual(['error - E-SME-62']);
    expect(summarize(await examineTarget(half, {}, 499))).toEqual(['error - E-SME-62']);
  });

  test('may repeat rows', async () => {
    const findings = await examineTarget(half, { input_columns: ['W', 'Y'] });
    expect(findings.find(({ name }) => name === 'duplicate_rows')?.detail).toBe(
      '986 of 1000 rows repeat another row in all columns of the training.',
    );
  });

  test('is a query, whose errors are those of the training', async () => {
    tables += 1;
    await run(driver, `OPEN SCHEMA ${sales}`);
    const query = `SELECT ${half} AS Y, L + 0.5 AS X, MOD(L, 3) AS A, MOD(L, 3) AS B FROM (SELECT LEVEL AS L FROM DUAL CONNECT BY LEVEL <= 700); -- all`;
    const findings = await examine(driver, schema, { input_query: query, target_attribute_name: 'y' });
    expect(summarize(findings)).toEqual(['warning B copy_of_column']);
    const double = 'SELECT 1 AS Y, 2 AS A, 3 AS A, 4 AS B, 1.5 * 2 FROM DUAL';
    const refused = await examine(driver, schema, { input_query: double, target_attribute_name: 'Y' });
    expect(summarize(refused)).toEqual([
      'error - E-SME-290',
      'error - E-SME-291',
      'error - E-SME-62',
      'error Y E-SME-64',
      'warning B constant',
      'hint - few_rows',
    ]);
    expect(refused[0]?.suggestion).toBe('Give each its own alias (… AS …), or select only one of them.');
  });

  test('is examined without its target if that is unknown', async () => {
    await examineTarget(half);
    const input = { input_schema_name: sales, input_table_or_view_name: `T${tables}`, target_attribute_name: 'YY' };
    const findings = await examine(driver, schema, { ...input, holdout_fraction: 0.2, holdout_key_columns: ['Z'] });
    expect(summarize(findings)).toEqual(['error - E-SME-59', 'error - E-SME-59']);
    expect(findings[0]).toMatchObject({ detail: "target_attribute_name: there is no column 'YY'." });
    expect(findings[0]?.suggestion).toMatch(/^Check the spelling\./);
  });

  test('is that without the rows that are kept apart', async () => {
    const findings = await examineTarget(half, { holdout_fraction: 0.5 }, 1400);
    const detail = findings.find(({ name }) => name === 'expected_ensembling')?.detail ?? '';
    const [, rows] = /The data has (\d+) rows/.exec(detail) ?? [];
    expect(Number(rows)).toBeGreaterThan(600);
    expect(Number(rows)).toBeLessThan(800);
  });
});

describe('the parameters', () => {
  test('may be those of a whole training', async () => {
    const findings = await examineTarget(half, {
      model_name: 'churn',
      aws_credentials_connection_name: 'NO_SUCH_CONNECTION',
      aws_region: 'eu-central-1',
      iam_sagemaker_role: 'arn:aws:iam::123456789012:role/SageMaker',
      s3_bucket_uri: 's3://my-bucket',
      s3_output_path: 'churn',
      mode: 'ENSEMBLING',
      max_candidates: 4,
    });
    expect(findings).toMatchObject([
      { name: 'chosen_mode', detail: expect.stringContaining('The mode is ENSEMBLING.') },
    ]);
  });

  test.each<[object, string]>([
    [{}, 'E-SME-53: Missing: target_attribute_name, input_schema_name, input_table_or_view_name.'],
    [{ target: 'Y' }, "E-SME-52: There is no parameter 'target'."],
    [{ target_attribute_name: 'Y', input_schema_name: 'NO', input_table_or_view_name: 'T' }, 'E-SME-58'],
    [{ target_attribute_name: 'Y', input_query: 'DROP TABLE T' }, 'E-SME-67'],
    [{ target_attribute_name: 'Y', input_query: 'SELECT 1 AS Y', sample_rows: 3 }, "Invalid sample_rows '3'"],
  ])('%j is refused', async (parameters, text) => {
    await expect(examine(driver, schema, parameters)).rejects.toThrow(text);
  });

  test('change nothing and create nothing', async () => {
    await examineTarget(half);
    const objects = () => run(driver, 'SELECT OBJECT_TYPE, OBJECT_NAME FROM SYS.EXA_ALL_OBJECTS ORDER BY 1, 2');
    const before = await objects();
    const input = { input_query: `SELECT * FROM ${sales}.T${tables}`, target_attribute_name: 'Y' };
    await run(driver, `OPEN SCHEMA ${sales}`);
    await examine(driver, schema, input);
    expect(await objects()).toEqual(before);
  });
});
