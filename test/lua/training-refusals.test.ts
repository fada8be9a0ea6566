import { describe, expect, test } from 'vitest';
import { refusal, runTraining } from './run-lua.js';
import { columns, healthy, kinds, rowOf, train } from './training-stubs.js';

describe('a training is refused before the export', () => {
  test.each([
    ['not JSON', '{"job_name"', /E-SME-51: The parameters are not valid JSON/],
    ['a list', '[1]', /E-SME-51: The parameters are JSON, but not an object: '\[1\]'/],
    ['JSON null', 'null', /E-SME-51: The parameters are JSON, but not an object: 'null'/],
    ['a number', '12', /E-SME-51: The parameters are JSON, but not an object: '12'/],
    ['a Python dictionary', "{'job_name':'x'}", /E-SME-51: .*keys and texts in double quotes/],
  ])('%s', async (_, json, expected) => {
    const { error, statements } = await runTraining(json, healthy);
    expect(error).toMatch(expected);
    expect(statements).toEqual([]);
  });

  test('without parameters', async () => {
    expect((await runTraining(null, healthy)).error).toContain('E-SME-51: The script was called without parameters.');
  });

  test.each([
    [
      { max_candidate: 3 },
      "E-SME-52: There is no parameter 'max_candidate'. Check the spelling. Did you mean 'max_candidates'?",
    ],
    [{ aws_region: null }, 'E-SME-53: Missing: aws_region.'],
    [{ job_name: '' }, 'E-SME-53: Missing: job_name or model_name.'],
    [{ max_candidates: '3.5' }, "E-SME-54: Invalid max_candidates '3.5'. It must be a whole number of at least 1."],
    [{ keep_training_data: 'no' }, "E-SME-54: Invalid keep_training_data 'no'. It must be true or false."],
    [{ keep_training_data: 0 }, "Invalid keep_training_data '0'. It must be true or false."],
    [{ keep_training_data: [false] }, 'keep_training_data'],
    [{ max_candidates: 751 }, "Invalid max_candidates '751'. It must be at most 750."],
    [{ validation_fraction: 1 }, "E-SME-54: Invalid validation_fraction '1"],
    [{ job_name: 'a'.repeat(33) }, '(it has 33 characters)'],
    [{ job_name: undefined, model_name: 'm'.repeat(40) }, 'must be 1 to 17 letters, digits and hyphens'],
    [{ job_name: "x'; DROP TABLE T; --" }, "E-SME-54: Invalid job_name 'x'; DROP TABLE T; --'."],
    [{ model_name: 'm' }, 'E-SME-55: job_name and model_name are both given.'],
    [{ iam_sagemaker_role: 'MyRole' }, "E-SME-54: Invalid iam_sagemaker_role 'MyRole'. It must be the full ARN"],
    [{ aws_region: 'Frankfurt' }, "E-SME-54: Invalid aws_region 'Frankfurt'."],
    [{ s3_bucket_uri: 'my-bucket' }, "E-SME-54: Invalid s3_bucket_uri 'my-bucket'."],
    [{ s3_output_path: 's3://other-bucket/x' }, "It must be in the bucket 'my-bucket'."],
    [{ s3_output_path: "a'b" }, 'It must contain only letters, digits and . _ / -.'],
    [{ s3_output_path: 'a/../b' }, "It must not contain '.' or '..' as a path segment."],
    [{ tags: { 'aws:x': '1' } }, "The key must not begin with 'aws:', which AWS reserves"],
    [{ tags: ['a'] }, 'It must be an object'],
    [{ tags: { a: {} } }, "E-SME-54: Invalid tag 'a'. The value must be a string, a number or a boolean."],
    [{ max_candidates: -1 }, "E-SME-54: Invalid max_candidates '-1'."],
    [{ mode: 'ENSEMBLNG' }, "'HYPERPARAMETER_TUNING' (did you mean 'ENSEMBLING'?)."],
    [{ mode: 'FAST' }, "E-SME-54: Invalid mode 'FAST'. It must be one of 'AUTO'"],
    [{ input_columns: 'ID', exclude_columns: ['ID'] }, 'E-SME-55: input_columns and exclude_columns are both given.'],
    [
      { target_attribute_name: 'CHURM' },
      "E-SME-59: target_attribute_name: there is no column 'CHURM'. Check the spelling. Did you mean 'CHURN'?",
    ],
    [{ exclude_columns: ['CHURN'] }, "E-SME-61: exclude_columns contains 'CHURN', which is the target_attribute_name."],
    [{ input_columns: ['CHURN'] }, "E-SME-61: Besides the target 'CHURN', no column is left to learn from."],
    [{ sample_weight_column: 'select' }, "E-SME-86: The sample weight 'select' is not a number but VARCHAR(100) UTF8."],
    [
      { problem_type: 'Regression' },
      "E-SME-65: problem_type is 'Regression', but the target 'CHURN' is VARCHAR(3) UTF8.",
    ],
    [
      { aws_credentials_connection_name: 'AWS_COMM' },
      "E-SME-69: There is no connection 'AWS_COMM'. Check the name. Did you mean 'AWS_CONN'?",
    ],
  ])('%j', async (changes, expected) => {
    const { error, statements } = await train(changes);
    expect(error).toContain(expected);
    expect(kinds(statements)).not.toContain('EXPORT');
    expect(kinds(statements)).not.toContain('INSERT');
  });

  test.each([
    [['499', '499', '2', '0'], 'E-SME-62: The input has 499 rows. Provide at least 500 rows.'],
    [['0', '0', '0', '0'], 'E-SME-62: The input has 0 rows.'],
    [['600', '0', '0', '0'], "E-SME-63: The target 'CHURN' is NULL in every row."],
    [['600', '600', '1', '0'], "E-SME-64: The target 'CHURN' has the same value in every row."],
    [['600', '400', '2', '0'], "E-SME-62: Only 400 of 600 rows have a target 'CHURN'."],
  ])('counts %j', async (counts, expected) => {
    expect((await train({}, [[/^SELECT CAST\(COUNT/, [counts]]])).error).toContain(expected);
  });

  test('because of more than two classes for a binary classification', async () => {
    const { error } = await train({ problem_type: 'BinaryClassification' }, [
      [/^SELECT CAST\(COUNT/, [['600', '600', '3', '0']]],
    ]);
    expect(error).toContain(
      "E-SME-65: problem_type is 'BinaryClassification', but the target 'CHURN' has 3 different values.",
    );
  });

  test('because of unsupported column types, which are all named', async () => {
    const odd = [
      ['SALES', 'CUSTOMERS', 'H', 'HASHTYPE(16 BYTE)'],
      ['SALES', 'CUSTOMERS', 'G', 'GEOMETRY(4326)'],
      ['SALES', 'CUSTOMERS', 'I', 'INTERVAL DAY(2) TO SECOND(3)'],
    ];
    const { error } = await train({}, [[/^SELECT COLUMN_SCHEMA/, [...columns, ...odd]]]);
    expect(error).toContain("'H HASHTYPE(16 BYTE)', 'G GEOMETRY(4326)', 'I INTERVAL DAY(2) TO SECOND(3)'");
    const { error: afterExcluding } = await train({ exclude_columns: ['h', 'G', 'I'] }, [
      [/^SELECT COLUMN_SCHEMA/, [...columns, ...odd]],
    ]);
    expect(afterExcluding).toBeUndefined();
  });

  test('because of a table that does not exist', async () => {
    const { error } = await train({ input_table_or_view_name: 'customer' }, [
      [/^SELECT COLUMN_SCHEMA/, []],
      [/^SELECT DISTINCT COLUMN_TABLE/, [['CUSTOMERS'], ['ORDERS']]],
    ]);
    expect(error).toBe(
      '"E-SME-58: There is no table or view \'customer\' in schema \'SALES\' that you can read. Check its name. Did you mean \'CUSTOMERS\'?" caught in script "SCR"."N" at line 1'.replace(
        /at line 1$/,
        error?.match(/at line \d+$/)?.[0] ?? '',
      ),
    );
  });

  test('with all problems of parameters, data, connection and AWS in one error', async () => {
    const response = { problems: ['E-SME-101: taken.'], failures: [] };
    const { error } = await train({ aws_region: 'x', max_candidates: 0 }, [
      [/^SELECT CAST\(COUNT/, [['3', '3', '2', '0']]],
      [/TRAINING_CHECK_UDF/, [[JSON.stringify(response)]]],
    ]);
    expect(error).toContain('E-SME-50: 4 problems were found. Nothing was exported, and no job was started.');
    expect(error).toMatch(
      /1\. E-SME-54: Invalid max_candidates.*\n2\. E-SME-54: Invalid aws_region.*\n3\. E-SME-62.*\n4\. E-SME-101: taken\./,
    );
  });

  test('with long values cut', async () => {
    const { error } = await train({ job_name: 'ä'.repeat(50_000), ['k'.repeat(50_000)]: 1 });
    expect(error).toContain(`E-SME-54: Invalid job_name '${'ä'.repeat(200)}…'.`);
    expect(error).toContain(`E-SME-52: There is no parameter '${'k'.repeat(200)}…'.`);
  });

  test('without reporting an invalid value as missing, too', async () => {
    const { error } = await train({ aws_region: true, job_name: 12, input_schema_name: ['SALES'] });
    expect(error).toContain('3 problems were found');
    expect(error).not.toContain('Missing');
  });

  test('because of a name that is already in the job table', async () => {
    const { error } = await train({}, [[/^SELECT JOB_NAME, RUN_STATE/, [rowOf('STARTED', '77')]]]);
    expect(error).toContain(`E-SME-73: The job table "SCR"."SME_METADATA_AUTOPILOT_JOBS" already has a job 'churn-1'.`);
  });

  test('because of a job table that cannot be written', async () => {
    const { error, statements } = await train({}, [
      [/^INSERT/, refusal('insufficient privileges for INSERT', '42500')],
    ]);
    expect(error).toContain('E-SME-72');
    expect(error).toContain('one of: GRANT INSERT ON "SCR"."SME_METADATA_AUTOPILOT_JOBS" TO <YOU>;');
    expect(kinds(statements)).not.toContain('EXPORT');
  });

  test.each([
    ['boto3', 'ModuleNotFoundError', "No module named 'boto3'", /E-SME-83.*--language-alias/],
    [
      'service',
      'SignatureDoesNotMatch',
      'The request signature…',
      /E-SME-79.*The secret does not.*connection 'AWS_CONN'/,
    ],
    ['service', 'InvalidAccessKeyId', 'The key…', /E-SME-79.*key ID does not exist.*connection 'AWS_CONN'/],
    ['service', 'IncompleteSignatureException', 'The…', /E-SME-79.*Check USER.*connection 'AWS_CONN'/],
    ['service', 'AccessDeniedException', 'User … is not authorized', /E-SME-78/],
    ['unreachable', 'EndpointConnectionError', 'Could not connect', /E-SME-80.*Region 'eu-central-1'/],
    ['service', 'ThrottlingException', 'Rate exceeded', /E-SME-82/],
    ['service', 'Odd', 'Never seen', /E-SME-84: x failed: Odd: Never seen\. Fix the cause that AWS names/],
  ])('because of a failure of AWS: %s %s', async (kind, code, message, expected) => {
    const failures = [{ operation: 'x', kind, code, message }];
    const { error } = await train({}, [[/TRAINING_CHECK_UDF/, [[JSON.stringify({ problems: [], failures })]]]]);
    expect(error).toMatch(expected);
  });

  test('because of a UDF that cannot run', async () => {
    const text = 'No usable script language container is installed for the requested language. (Session: 1234567890)';
    const { error } = await train({}, [[/TRAINING_CHECK_UDF/, refusal(text)]]);
    expect(error).toMatch(
      /E-SME-77: The UDF SME_AUTOPILOT_TRAINING_CHECK_UDF cannot run: No usable .* language\. Install/,
    );
    expect(error).not.toContain('1234567890');
  });
});
