import { describe, expect, test } from 'vitest';
import { evaluate, runTraining, type Stubs } from './run-lua.js';
import { fine, parameters } from './training-stubs.js';

const columns = ['ID DECIMAL(18,0)', 'AGE DOUBLE', 'CHURN VARCHAR(3) UTF8'].map((column) => {
  const [, name = '', type = ''] = /^(\S+) (.*)$/.exec(column) ?? [];
  return ['SALES', 'CUSTOMERS', name, type];
});

const stubs: Stubs = [
  [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
  [/^SELECT COLUMN_SCHEMA/, columns],
  [/^SELECT DISTINCT/, [['SALES']]],
  [/^SELECT CAST\(COUNT/, [['12000', '12000', '2', '0', '12000']]],
  [/TRAINING_CHECK_UDF/, [[fine]]],
  [/^SELECT JOB_NAME, RUN_STATE/, []],
  [/^SELECT COUNT\(\*\) FROM "SCR"/, [['0']]],
];

const refuse = async (changes: object) => {
  const { error, statements } = await runTraining(JSON.stringify({ ...parameters, ...changes }), stubs);
  expect(statements.some((statement) => statement.startsWith('EXPORT'))).toBe(false);
  return error;
};

describe('a training refuses before the export', () => {
  test.each([
    [
      { iam_sagemaker_role: 'arn:aws-cn:iam::123456789012:role/R' },
      "It must begin with 'arn:aws:', the partition of the Region 'eu-central-1'.",
    ],
    [{ aws_region: 'cn-north-1' }, "It must begin with 'arn:aws-cn:', the partition of the Region 'cn-north-1'."],
    [{ aws_region: 'us-gov-west-1' }, "It must begin with 'arn:aws-us-gov:'"],
    [
      { kms_key_id: 'arn:aws:kms:us-east-1:123456789012:key/a' },
      "It must be a key in the Region 'eu-central-1', where the job runs.",
    ],
    [{ kms_key_id: 'arn:aws-cn:kms:eu-central-1:123456789012:alias/a' }, "It must begin with 'arn:aws:'"],
    [{ kms_key_id: 'arn:aws:s3:eu-central-1:123456789012:key/a' }, 'It must be the ID or the ARN of a KMS key'],
    [
      { s3_bucket_uri: 'https://my-bucket.s3.us-east-1.amazonaws.com' },
      "E-SME-54: Invalid s3_bucket_uri 'https://my-bucket.s3.us-east-1.amazonaws.com'. " +
        "It must be in the Region 'eu-central-1' of aws_region, not in 'us-east-1'.",
    ],
    [{ s3_output_path: 'https://s3.us-east-1.amazonaws.com/my-bucket/runs' }, 'E-SME-54: Invalid s3_output_path '],
    [
      { sample_weight_column: 'AGE', mode: 'AUTO' },
      "E-SME-55: sample_weight_column cannot be combined with mode 'AUTO'.",
    ],
    [
      { sample_weight_column: 'AGE', mode: 'HYPERPARAMETER_TUNING' },
      "cannot be combined with mode 'HYPERPARAMETER_TUNING'. Set mode to 'ENSEMBLING'",
    ],
    [
      { target_attribute_name: 'CHU\0RN' },
      "E-SME-54: Invalid target_attribute_name 'CHU\\0RN'. It must not contain the character NUL.",
    ],
    [{ input_columns: ['A', 'B\0'] }, 'It must not contain the character NUL.'],
    [{ job_name: 'a\0b' }, "Invalid job_name 'a\\0b'. It must not contain the character NUL."],
    [{ tags: { 'a\0b': 'x' } }, "E-SME-54: Invalid tag 'a\\0b'"],
  ])('%j', async (changes, expected) => {
    expect(await refuse(changes)).toContain(expected);
  });

  test('a name with a line break only because it does not exist', async () => {
    expect(await refuse({ target_attribute_name: 'A\nB' })).toContain(
      "E-SME-59: target_attribute_name: there is no column 'A\nB'.",
    );
  });
});

test('converts numbers and booleans in tags to text as the user wrote them', async () => {
  expect(
    await evaluate(`
local tags = require('sme.tags').read({ a = 1234.0, b = 1.5, c = true, d = '007', e = 1e15 }, {})
return { { table.concat({ tags.a, tags.b, tags.c, tags.d, tags.e }, ' ') } }, 'A VARCHAR(2000)'`),
  ).toBe('1234 1.5 true 007 1000000000000000');
});

describe('values of a megabyte', () => {
  test.each(['input_columns', 'target_attribute_name', 'input_table_or_view_name', 'objective', 'mode', 'input_query'])(
    'in %s are rejected quickly, and cut in the error',
    async (key) => {
      const started = performance.now();
      const value = 'x'.repeat(1_000_000);
      const source = key === 'input_query' ? { input_schema_name: null, input_table_or_view_name: null } : {};
      const error = await refuse({ ...source, [key]: value });
      expect(error).toContain(`'${'x'.repeat(200)}…'`);
      expect(error?.length).toBeLessThan(2000);
      expect(performance.now() - started).toBeLessThan(5000);
    },
    10_000,
  );

  test('of blanks and comments take linear time', async () => {
    const started = performance.now();
    const error = await refuse({
      input_schema_name: null,
      input_table_or_view_name: null,
      s3_output_path: `a${' '.repeat(400_000)}b`,
      input_query: `${'/**/ '.repeat(100_000)}DROP`,
    });
    expect(error).toContain('E-SME-67');
    expect(performance.now() - started).toBeLessThan(5000);
  }, 10_000);
});

describe('the open schema', () => {
  const read = (currentSchema: string, response: string | null) =>
    evaluate(
      `
local meta = { script_schema = 'SCR', current_schema = ${currentSchema}, session_id = 1, current_user = 'U' }
return { { require('sme.script_context').read(meta, pquery).open_schema } }, 'A VARCHAR(2000)'`,
      [[/^SELECT CURRENT_SCHEMA$/, [[response]]]],
    );

  test.each([
    ["'SALES'", null, 'SALES'],
    ["'NULL'", null, 'SCR'],
    ["'NULL'", 'NULL', 'NULL'],
    ['nil', null, 'SCR'],
  ])('of %s and %j is %s', async (currentSchema, response, expected) => {
    expect(await read(currentSchema, response)).toBe(expected);
  });
});
