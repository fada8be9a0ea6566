/** The modules of batch predictions that need neither database nor AWS. */
import { describe, expect, test } from 'vitest';
import { evaluate } from './run-lua.js';

const valid = {
  job_name: 'churn',
  input_schema_name: 'S',
  input_table_or_view_name: 'T',
  target_table_name: 'P',
  instance_type: 'ml.m5.xlarge',
};

/** The problems of parameters, one per line. */
const findProblems = (changes: object) =>
  evaluate(`local _, problems = require('sme.batch_arguments').read([==[${JSON.stringify({ ...valid, ...changes })}]==])
exit({ { table.concat(problems, '\\n') } }, 'T VARCHAR(20000)')`);

describe('the parameters', () => {
  test('are complete with these', async () => {
    expect(await findProblems({})).toBe('null');
  });

  test('are reported all at once', async () => {
    const problems = String(
      await findProblems({
        model_name: 'm',
        batch_name: 'a_b',
        instance_type: 'large',
        instance_count: 101,
        max_concurrent_transforms: 0,
        wait: 'maybe',
        key_columns: [],
        colour: 'red',
        aws_region: 'here',
        input_query: 'SELECT 1',
      }),
    ).split('\n');
    for (const name of [
      "'colour'",
      'batch_name',
      'instance_type',
      'instance_count',
      'max_concurrent_transforms',
      'wait',
      'key_columns',
      'aws_region',
      'job_name',
      'input_query',
    ]) {
      expect(problems.filter((problem) => problem.includes(name)).length, name).toBeGreaterThan(0);
    }
    expect(problems).toHaveLength(10);
  });

  test.each([
    [{ job_name: undefined }, 'job_name or model_name'],
    [{ input_table_or_view_name: undefined }, 'input_table_or_view_name'],
    [{ target_table_name: '', instance_type: null }, 'target_table_name, instance_type'],
  ])('%j lack %s', async (changes, missing) => {
    expect(await findProblems(changes)).toContain(`Missing: ${missing}.`);
  });
});

test.each([
  [6, 16, 'nil'],
  [6, 17, 'must be at most 16'],
  [1, 100, 'nil'],
])('with requests of %i MB, %i of them at once: %s', async (payload, count, expected) => {
  const code = `local problem = require('sme.batch_arguments').check_concurrency({ max_concurrent_transforms = ${count} }, ${payload})
exit({ { tostring(problem) } }, 'T VARCHAR(2000)')`;
  expect(await evaluate(code)).toContain(expected);
});

const columns = `local keys = { { name = 'a "b"', type = 'HASHTYPE' }, { name = 'AGE', type = 'DOUBLE' } }
local features = { { name = 'AGE', type = 'DOUBLE' }, { name = 'note', type = 'VARCHAR(9) UTF8' } }
local staging = require('sme.batch_staging')
local numbered = staging.number_columns(keys, features)
local batch = { TARGET_SCHEMA_NAME = 's', STAGING_TABLE_NAME = staging.name('1-2-3') }
`;

const write = (expression: string) => evaluate(`${columns}exit({ { ${expression} } }, 'T VARCHAR(20000)')`);

describe('the staging tables', () => {
  test('have numbered columns, and a key that the model reads only once', async () => {
    expect(await write(`staging.create_statement(staging.input(batch), '"S"."T"', numbered.selected)`)).toBe(
      `CREATE TABLE "s"."SME_BATCH_1_2_3_INPUT" AS SELECT
    CAST(ROWNUM AS DECIMAL(18,0)) AS "N",
    "a ""b""" AS "K1",
    "AGE" AS "K2",
    "note" AS "F2"
FROM "S"."T"`,
    );
    expect(await write('staging.copy_keys_statement(batch, 2)')).toBe(
      'CREATE TABLE "s"."SME_BATCH_1_2_3" AS SELECT "N", "K1", "K2" FROM "s"."SME_BATCH_1_2_3_INPUT"',
    );
  });

  test('count line breaks in texts only', async () => {
    expect(await write(`staging.count_statement('"t"', numbered.features)`)).toBe(
      `SELECT CAST(COUNT(*) AS VARCHAR(40)), CAST(COUNT(CASE WHEN INSTR("F2", CHR(10)) > 0 OR INSTR("F2", CHR(13)) > 0 THEN 1 END) AS VARCHAR(40)) FROM "t"`,
    );
  });

  test('are exported with the number first, and with blanks for line breaks where there are any', async () => {
    const cells = (hasBreaks: boolean) =>
      write(`(function()
  local cells = {}
  for _, column in ipairs(staging.export_columns(numbered.features, ${hasBreaks}, function(name) return name end)) do
    cells[#cells + 1] = column.expression
  end
  return table.concat(cells, ' ')
end)()`);
    expect(await cells(false)).toBe('"N" "K2" "F2"');
    expect(await cells(true)).toBe(`"N" "K2" TRANSLATE("F2", CHR(13) || CHR(10), '  ')`);
  });

  test('are all dropped', async () => {
    expect(await write("table.concat(staging.drop_statements(batch), ';')")).toBe(
      ['', '_INPUT', '_OUTPUT'].map((suffix) => `DROP TABLE IF EXISTS "s"."SME_BATCH_1_2_3${suffix}"`).join(';'),
    );
  });
});

test.each([
  ['EXPORTING', null, null, null, 'Exporting'],
  ['STARTING', null, null, null, 'Starting'],
  ['STARTING', null, null, 'InProgress', 'InProgress'],
  ['STARTED', 'InProgress', null, null, 'InProgress'],
  ['STARTED', 'InProgress', null, 'Completed', 'Completed'],
  ['IMPORTING', 'Completed', null, null, 'Importing'],
  ['IMPORTED', 'Completed', '5', null, 'Imported'],
  ['FINISHED', 'Failed', '5', null, 'Imported'],
  ['FINISHED', 'Failed', '0', null, 'Failed'],
  ['FINISHED', 'Stopped', '0', null, 'Stopped'],
  ['FINISHED', null, '0', null, 'Imported'],
])(
  'a batch in the state %s, with the transform status %s, %s rows and now %s, is %s',
  async (state, status, rows, now, shown) => {
    const row = { RUN_STATE: state, TRANSFORM_STATUS: status ?? undefined, ROWS_PREDICTED: rows ?? undefined };
    const code = `local cjson = require('cjson')
local state = ${now === null ? 'nil' : `{ status = '${now}' }`}
exit({ { require('sme.batch_status').of_row(cjson.decode([==[${JSON.stringify(row)}]==]), state) } }, 'T VARCHAR(99)')`;
    expect(await evaluate(code)).toBe(shown);
  },
);

test('an import names its files as AWS reports them', async () => {
  const code = `exit({ { require('sme.s3_import').statement({ target = '"S"."T"', connection = 'a"b', files = { "x/o'k.out" } }) } }, 'T VARCHAR(2000)')`;
  expect(await evaluate(code)).toBe(`IMPORT INTO "S"."T"
FROM CSV AT "a""b"
    FILE 'x/o''k.out'
ENCODING = 'UTF-8'
COLUMN SEPARATOR = ','
COLUMN DELIMITER = '"'
ROW SEPARATOR = 'LF'`);
});
