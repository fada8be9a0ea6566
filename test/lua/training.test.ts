import { describe, expect, test } from 'vitest';
import { version } from '../../src/version.js';
import { refusal, runTraining, type Stubs } from './run-lua.js';

const parameters = {
  job_name: 'churn-1',
  aws_credentials_connection_name: 'aws_conn',
  aws_region: 'eu-central-1',
  iam_sagemaker_role: 'arn:aws:iam::123456789012:role/SageMaker',
  s3_bucket_uri: 's3://my-bucket',
  s3_output_path: 'runs',
  input_schema_name: 'SALES',
  input_table_or_view_name: 'CUSTOMERS',
  target_attribute_name: 'CHURN',
};

const columns = [
  ['SALES', 'CUSTOMERS', 'ID', 'DECIMAL(18,0)'],
  ['SALES', 'CUSTOMERS', 'select', 'VARCHAR(100) UTF8'],
  ['SALES', 'CUSTOMERS', 'a "b", c', 'CHAR(3) ASCII'],
  ['SALES', 'CUSTOMERS', 'ACTIVE', 'BOOLEAN'],
  ['SALES', 'CUSTOMERS', 'BORN', 'DATE'],
  ['SALES', 'CUSTOMERS', 'SEEN', 'TIMESTAMP(3)'],
  ['SALES', 'CUSTOMERS', 'SENT', 'TIMESTAMP(3) WITH LOCAL TIME ZONE'],
  ['SALES', 'CUSTOMERS', 'SCORE', 'DOUBLE'],
  ['SALES', 'CUSTOMERS', 'CHURN', 'VARCHAR(3) UTF8'],
];

const fine = '{"problems":[],"failures":[]}';

/** A database where all is well. Each stub may be overridden by one put before it. */
const healthy: Stubs = [
  [/^SELECT CONNECTION_NAME/, [['AWS_CONN'], ['OTHER']]],
  [/^SELECT COLUMN_SCHEMA/, columns],
  [/^SELECT CAST\(COUNT/, [['12000', '11990', '2', '0']]],
  [/^SELECT CAST\(NPROC/, [['2', '.,']]],
  [/TRAINING_CHECK_UDF/, [[fine]]],
  [/EXPORT_TIDY_UDF/, [['{"files":7,"removed":1,"problems":[],"failures":[]}']]],
  [/TRAINING_START_UDF/, [['{"outcome":"created","problems":[],"failures":[]}']]],
  [/^SELECT JOB_NAME, RUN_STATE/, []],
  [/^EXPORT/, { etlRowsWritten: 12000 }],
  [/^UPDATE .* WHERE JOB_NAME = .* AND RUN_TOKEN = /, 1],
  [/^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK)/, 0],
];

/** The token of a run is its time, session and statement. */
const withoutToken = (text: string) => text.replaceAll(/\d{14}-1585944483210400591-7/g, '<token>');

async function train(changes: object = {}, stubs: Stubs = []) {
  const answer = await runTraining(JSON.stringify({ ...parameters, ...changes }), [...stubs, ...healthy]);
  return {
    ...answer,
    rows: answer.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? withoutToken(cell) : cell))),
    statements: answer.statements.map(withoutToken),
    error: answer.error === undefined ? undefined : withoutToken(answer.error),
  };
}

/** A row of the job table, as a run reads it. */
const rowOf = (state: string | null, session: string, digest = '?') => [
  'churn-1',
  state,
  'old-token',
  session,
  'BOB',
  's3://my-bucket/old/',
  '10',
  '1',
  'AWS_CONN',
  'eu-central-1',
  digest,
];

const kinds = (statements: readonly string[]) =>
  statements.map((statement) => /SME_[A-Z_]+_UDF/.exec(statement)?.[0] ?? statement.split(/\s/)[0]);

const requestOf = (statements: readonly string[], udf: string) => {
  const [, json = ''] = statements.find((text) => text.includes(udf))?.match(/\('(.*)'\) AS "ANSWER"/s) ?? [];
  return JSON.parse(json.replaceAll("''", "'"));
};

describe('a training that works', () => {
  test('answers one row', async () => {
    const { rows, columns: shape, error } = await train();
    expect(error).toBeUndefined();
    expect(rows).toEqual([['churn-1', 12000n, 7n, 's3://my-bucket/runs/churn-1/train/<token>/']]);
    expect(shape.map(({ name }) => name)).toEqual(['JOB_NAME', 'ROWS_EXPORTED', 'FILES_EXPORTED', 'S3_TRAIN_URI']);
  });

  test('commits the row before the export, and holds no lock on the table during the export', async () => {
    const { statements } = await train();
    expect(kinds(statements)).toEqual([
      'SELECT',
      'SELECT',
      'SELECT',
      'SELECT',
      'SME_AUTOPILOT_TRAINING_CHECK_UDF',
      'INSERT',
      'UPDATE',
      'DELETE',
      'COMMIT',
      'INSERT',
      'COMMIT',
      'SELECT',
      'EXPORT',
      'SME_AUTOPILOT_EXPORT_TIDY_UDF',
      'COMMIT',
      'UPDATE',
      'COMMIT',
      'SME_AUTOPILOT_TRAINING_START_UDF',
      'UPDATE',
      'COMMIT',
    ]);
  });

  test('takes back a limit that an aborted run has left before it reads anything', async () => {
    const { statements, error } = await train({}, [
      [/SESSION_PARAMETER\(CURRENT_SESSION, 'QUERY_TIMEOUT'\)/, [['61']]],
      [/^SELECT SYSTEM_VALUE .*'QUERY_TIMEOUT'/, [['900']]],
      [/^ALTER SESSION SET QUERY_TIMEOUT/, 0],
    ]);
    expect(error).toBeUndefined();
    expect(statements[2]).toBe('ALTER SESSION SET QUERY_TIMEOUT = 900');
    expect(statements.slice(0, 2).filter((sql) => !sql.includes('QUERY_TIMEOUT'))).toEqual([]);
  });

  test('exports each type in its one form, under the exact column names', async () => {
    const { statements } = await train();
    expect(statements.find((text) => text.startsWith('EXPORT'))).toBe(`EXPORT (
SELECT
    "ID" AS "ID",
    "select" AS "select",
    RTRIM("a ""b"", c") AS "a ""b"", c",
    CASE WHEN "ACTIVE" THEN 'true' WHEN NOT "ACTIVE" THEN 'false' END AS "ACTIVE",
    TO_CHAR("BORN", 'YYYY-MM-DD') AS "BORN",
    TO_CHAR("SEEN", 'YYYY-MM-DD HH24:MI:SS.FF3') AS "SEEN",
    TO_CHAR(CONVERT_TZ("SENT", SESSIONTIMEZONE, 'UTC'), 'YYYY-MM-DD HH24:MI:SS.FF3') AS "SENT",
    "SCORE" AS "SCORE",
    "CHURN" AS "CHURN"
FROM "SALES"."CUSTOMERS"
)
INTO CSV AT "AWS_CONN"
${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `    FILE 'runs/churn-1/train/<token>/part-000${n}.csv.gz'`).join('\n')}
ENCODING = 'UTF-8'
COLUMN SEPARATOR = ','
COLUMN DELIMITER = '"'
ROW SEPARATOR = 'LF'
DELIMIT = ALWAYS
WITH COLUMN NAMES
REPLACE`);
  });

  test('writes numbers with a point where the session writes a comma', async () => {
    const { statements } = await train({}, [[/^SELECT CAST\(NPROC/, [['1', ',.']]]]);
    expect(statements.find((text) => text.startsWith('EXPORT'))).toContain(
      `REPLACE(CAST("SCORE" AS VARCHAR(100)), ',', '.') AS "SCORE"`,
    );
  });

  test.each([
    ['500', 1],
    ['1999', 1],
    ['4000', 4],
    ['1000000', 8],
  ])('%s rows on two nodes go to %s files', async (rows, files) => {
    const { statements } = await train({}, [[/^SELECT CAST\(COUNT/, [[rows, rows, '2', '0']]]]);
    expect(statements.find((text) => text.startsWith('EXPORT'))?.match(/ FILE '/g)).toHaveLength(files);
  });

  test('sends AWS what was asked for', async () => {
    const { statements } = await train({
      problem_type: 'BinaryClassification',
      max_candidates: '10',
      validation_fraction: 0.25,
      tags: { team: 'sales' },
      s3_bucket_uri: 'https://my-bucket.s3.eu-central-1.amazonaws.com',
      s3_output_path: 's3://my-bucket//deep/path/',
    });
    expect(requestOf(statements, 'TRAINING_START_UDF')).toEqual({
      connection: 'AWS_CONN',
      region: 'eu-central-1',
      version,
      job_name: 'churn-1',
      role: parameters.iam_sagemaker_role,
      train_uri: 's3://my-bucket/deep/path/churn-1/train/<token>/',
      result_uri: 's3://my-bucket/deep/path/churn-1/output/',
      target: 'CHURN',
      problem_type: 'BinaryClassification',
      metric: 'F1',
      max_candidates: 10,
      validation_fraction: 0.25,
      tags: { team: 'sales' },
      nonce: expect.any(String),
      row: expect.objectContaining({ JOB_NAME: 'churn-1', MAX_CANDIDATES: 10 }),
    });
    expect(requestOf(statements, 'TRAINING_CHECK_UDF')).toMatchObject({
      bucket: 'my-bucket',
      prefix: 'deep/path/churn-1/train/<token>/',
      job_name: 'churn-1',
    });
  });

  test('makes the job name of a model name and the time', async () => {
    const { rows } = await train({ job_name: undefined, model_name: 'seventeen-letters' });
    expect(rows[0]?.[0]).toMatch(/^seventeen-letters-20\d{12}$/);
  });

  describe('of a model name', () => {
    const taken = (code: string) => JSON.stringify({ problems: [`E-SME-${code}: Taken. Take another.`], failures: [] });
    const ofModel = (stubs: Stubs) => train({ job_name: undefined, model_name: 'churn' }, stubs);
    const secondsOf = (text: string) => {
      const [, year, ...rest] = /churn-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text) ?? [];
      const [month, day, hour, minute, second] = rest.map(Number);
      return Date.UTC(Number(year), Number(month) - 1, day, hour, minute, second) / 1000;
    };
    const namesAsked = (statements: readonly string[]) =>
      statements.filter((text) => /TRAINING_CHECK_UDF/.test(text)).map(secondsOf);

    test.each(['100', '101'])('is that of the next second where one is taken (E-SME-%s)', async (code) => {
      const answers = [taken(code), taken(code), fine];
      const { rows, statements, error } = await ofModel([[/TRAINING_CHECK_UDF/, () => [[answers.shift() ?? '']]]]);
      expect(error).toBeUndefined();
      const [first = 0, ...others] = namesAsked(statements);
      expect(others).toEqual([first + 1, first + 2]);
      expect(secondsOf(String(rows[0]?.[0]))).toBe(first + 2);
    });

    test('is that of the next second where another session has just written the row', async () => {
      const inserts = [refusal('constraint violation - primary key', '27002'), 1];
      const { rows, statements } = await ofModel([
        [/^INSERT INTO .* VALUES/, () => inserts.shift() ?? 1],
        [/^SELECT JOB_NAME, RUN_STATE.* WHERE UPPER\(JOB_NAME\) = /s, () => [rowOf('EXPORTING', '77')]],
      ]);
      const [first = 0] = namesAsked(statements);
      expect(secondsOf(String(rows[0]?.[0]))).toBe(first + 1);
    });

    test('is not looked for without end, nor where something else is wrong', async () => {
      const always = await ofModel([[/TRAINING_CHECK_UDF/, [[taken('100')]]]]);
      expect(always.error).toContain('E-SME-100: Taken. Take another.');
      expect(namesAsked(always.statements)).toHaveLength(5);
      const both = JSON.stringify({ problems: ['E-SME-100: Taken.', 'E-SME-99: Elsewhere.'], failures: [] });
      const other = await ofModel([[/TRAINING_CHECK_UDF/, [[both]]]]);
      expect(other.error).toContain('E-SME-99');
      expect(namesAsked(other.statements)).toHaveLength(1);
    });
  });

  test('of exclude_columns may be empty, as programs write it', async () => {
    expect((await train({ exclude_columns: [] })).error).toBeUndefined();
    expect((await train({ exclude_columns: [], input_columns: ['ID', 'CHURN'] })).error).toBeUndefined();
    expect((await train({ input_columns: [] })).error).toContain('must be a list of column names');
  });

  test('given as it is, is never changed', async () => {
    const { error, statements } = await train({}, [
      [/TRAINING_CHECK_UDF/, [['{"problems":["E-SME-101: Taken."],"failures":[]}']]],
    ]);
    expect(error).toContain('E-SME-101');
    expect(kinds(statements).filter((kind) => kind === 'SME_AUTOPILOT_TRAINING_CHECK_UDF')).toHaveLength(1);
  });

  test('finds names as written first, then in upper case', async () => {
    const { error, statements } = await train({ input_schema_name: 'sales', target_attribute_name: 'churn' });
    expect(error).toBeUndefined();
    expect(requestOf(statements, 'TRAINING_START_UDF').target).toBe('CHURN');
  });
});

describe('input_query', () => {
  const query = { input_schema_name: undefined, input_table_or_view_name: undefined };
  const view: Stubs = [
    [/^(CREATE OR REPLACE|DROP) VIEW/, 0],
    [/^SELECT COLUMN_NAME/, []],
    [/^DESCRIBE/, columns.map(([, , name = '', type = '']) => [name, type])],
  ];

  test('is exported as it is, with a line break behind a comment', async () => {
    const input_query = "SELECT * FROM T WHERE A = ':x' -- all";
    const { error, statements } = await train({ ...query, input_query }, view);
    expect(error).toBeUndefined();
    expect(statements.find((text) => text.startsWith('EXPORT'))).toContain(`FROM (\n${input_query}\n) "SME_INPUT"\n)`);
  });

  test('never looks for its own view in system tables, which hide what is not committed', async () => {
    const { error, statements } = await train({ ...query, input_query: 'SELECT * FROM T' }, view);
    expect(error).toBeUndefined();
    expect(statements.filter((text) => /EXA_ALL_COLUMNS[\s\S]*SME_INPUT_/.test(text))).toEqual([]);
    expect(statements).toContain('DESCRIBE "SCR"."SME_INPUT_1585944483210400591"');
  });

  test('leaves no view and no lock behind', async () => {
    const { statements } = await train({ ...query, input_query: 'SELECT * FROM T;' }, view);
    expect(kinds(statements).slice(1, 5)).toEqual(['CREATE', 'DESCRIBE', 'DROP', 'COMMIT']);
    expect(statements[1]).toBe('CREATE OR REPLACE VIEW "SCR"."SME_INPUT_1585944483210400591" AS\nSELECT * FROM T');
  });

  test.each(['DROP TABLE X', '-- SELECT\nDELETE FROM T', ''])(
    'that is no SELECT is refused: %j',
    async (input_query) => {
      const { error, statements } = await train({ ...query, input_query }, view);
      expect(error).toMatch(input_query === '' ? /E-SME-53: Missing: input_schema_name/ : /E-SME-67: input_query/);
      expect(statements.some((text) => text.startsWith('CREATE'))).toBe(false);
    },
  );

  test('that does not compile is reported with what Exasol says', async () => {
    const { error } = await train({ ...query, input_query: 'SELECT X FROM T) x' }, [
      [/^CREATE OR REPLACE VIEW/, refusal("syntax error, unexpected ')' [line 2, column 15]")],
      ...view,
    ]);
    expect(error).toContain("E-SME-68: The columns of input_query cannot be determined: syntax error, unexpected ')'");
  });
});

describe('what is wrong is said before anything is exported', () => {
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

  test('no parameters at all', async () => {
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
    [{ s3_output_path: 'a/../b' }, "It must not contain '.' or '..' as a part."],
    [{ tags: { 'aws:x': '1' } }, "The key must not begin with 'aws:', which AWS reserves"],
    [{ tags: ['a'] }, 'It must be an object'],
    [{ tags: { a: {} } }, "E-SME-54: Invalid tag 'a'. The value must be a text."],
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

  test('more than two classes for a binary classification', async () => {
    const { error } = await train({ problem_type: 'BinaryClassification' }, [
      [/^SELECT CAST\(COUNT/, [['600', '600', '3', '0']]],
    ]);
    expect(error).toContain(
      "E-SME-65: problem_type is 'BinaryClassification', but the target 'CHURN' has 3 different values.",
    );
  });

  test('types that mean nothing to a learner are named, all of them', async () => {
    const odd = [
      ['SALES', 'CUSTOMERS', 'H', 'HASHTYPE(16 BYTE)'],
      ['SALES', 'CUSTOMERS', 'G', 'GEOMETRY(4326)'],
      ['SALES', 'CUSTOMERS', 'I', 'INTERVAL DAY(2) TO SECOND(3)'],
    ];
    const { error } = await train({}, [[/^SELECT COLUMN_SCHEMA/, [...columns, ...odd]]]);
    expect(error).toContain("'H HASHTYPE(16 BYTE)', 'G GEOMETRY(4326)', 'I INTERVAL DAY(2) TO SECOND(3)'");
    const { error: none } = await train({ exclude_columns: ['h', 'G', 'I'] }, [
      [/^SELECT COLUMN_SCHEMA/, [...columns, ...odd]],
    ]);
    expect(none).toBeUndefined();
  });

  test('a table that is not there', async () => {
    const { error } = await train({ input_table_or_view_name: 'customer' }, [
      [/^SELECT COLUMN_SCHEMA/, []],
      [/^SELECT DISTINCT COLUMN_TABLE/, [['CUSTOMERS'], ['ORDERS']]],
    ]);
    expect(error).toBe(
      '"E-SME-58: There is no table or view \'customer\' in schema \'SALES\' that you can read. Check its name and that you have SELECT on it. Did you mean \'CUSTOMERS\'?" caught in script "SCR"."N" at line 1'.replace(
        /at line 1$/,
        error?.match(/at line \d+$/)?.[0] ?? '',
      ),
    );
  });

  test('problems of parameters, data, connection and AWS come in one error', async () => {
    const answer = { problems: ['E-SME-101: taken.'], failures: [] };
    const { error } = await train({ aws_region: 'x', max_candidates: 0 }, [
      [/^SELECT CAST\(COUNT/, [['3', '3', '2', '0']]],
      [/TRAINING_CHECK_UDF/, [[JSON.stringify(answer)]]],
    ]);
    expect(error).toContain('E-SME-50: 4 problems were found. Nothing was exported, and no job was started.');
    expect(error).toMatch(
      /1\. E-SME-54: Invalid max_candidates.*\n2\. E-SME-54: Invalid aws_region.*\n3\. E-SME-62.*\n4\. E-SME-101: taken\./,
    );
  });

  test('a value is shown, but not all of a long one', async () => {
    const { error } = await train({ job_name: 'ä'.repeat(50_000), ['k'.repeat(50_000)]: 1 });
    expect(error).toContain(`E-SME-54: Invalid job_name '${'ä'.repeat(200)}…'.`);
    expect(error).toContain(`E-SME-52: There is no parameter '${'k'.repeat(200)}…'.`);
  });

  test('a value of a wrong kind is not missing, too', async () => {
    const { error } = await train({ aws_region: true, job_name: 12, input_schema_name: ['SALES'] });
    expect(error).toContain('3 problems were found');
    expect(error).not.toContain('Missing');
  });

  test('a name that the job table has', async () => {
    const { error } = await train({}, [[/^SELECT JOB_NAME, RUN_STATE/, [rowOf('STARTED', '77')]]]);
    expect(error).toContain(`E-SME-73: The job table "SCR"."SME_METADATA_AUTOPILOT_JOBS" already has a job 'churn-1'.`);
  });

  test('a job table that may not be written', async () => {
    const { error, statements } = await train({}, [
      [/^INSERT/, refusal('insufficient privileges for INSERT', '42500')],
    ]);
    expect(error).toContain('E-SME-72');
    expect(error).toContain('GRANT SELECT, INSERT, UPDATE, DELETE ON "SCR"."SME_METADATA_AUTOPILOT_JOBS"');
    expect(kinds(statements)).not.toContain('EXPORT');
  });

  test.each([
    ['boto3', 'ModuleNotFoundError', "No module named 'boto3'", /E-SME-83.*--language-alias/],
    ['service', 'SignatureDoesNotMatch', 'The request signature…', /E-SME-79.*connection 'AWS_CONN'/],
    ['service', 'AccessDeniedException', 'User … is not authorized', /E-SME-78/],
    ['unreachable', 'EndpointConnectionError', 'Could not connect', /E-SME-80.*Region 'eu-central-1'/],
    ['service', 'ThrottlingException', 'Rate exceeded', /E-SME-82/],
    ['service', 'Odd', 'Never seen', /E-SME-84: x failed: Odd: Never seen\. Fix the cause that AWS names/],
  ])('a failure of AWS: %s %s', async (kind, code, message, expected) => {
    const failures = [{ operation: 'x', kind, code, message }];
    const { error } = await train({}, [[/TRAINING_CHECK_UDF/, [[JSON.stringify({ problems: [], failures })]]]]);
    expect(error).toMatch(expected);
  });

  test('a UDF that cannot run', async () => {
    const text = 'No usable script language container is installed for the requested language. (Session: 1234567890)';
    const { error } = await train({}, [[/TRAINING_CHECK_UDF/, refusal(text)]]);
    expect(error).toMatch(
      /E-SME-77: The UDF SME_AUTOPILOT_TRAINING_CHECK_UDF cannot run: No usable .* language\. Install/,
    );
    expect(error).not.toContain('1234567890');
  });
});

describe('a failure on the way says what was done', () => {
  test.each([
    [
      'insufficient privileges for exporting data',
      /EXPORT \(GRANT EXPORT TO …\), the connection \(GRANT CONNECTION "AWS_CONN"/,
    ],
    [
      'ETL-5106: … error code=403 after 0 bytes. InvalidAccessKeyId: The AWS',
      /S3 rejects the keys of the connection 'AWS_CONN'/,
    ],
    ['ETL-5106: … error code=404 … NoSuchBucket', /Check the bucket in the address/],
  ])('of the export: %s', async (text, expected) => {
    const { error, statements } = await train({}, [[/^EXPORT/, refusal(text, '42636')]]);
    expect(error).toContain(
      `E-SME-70: The export to 's3://my-bucket/runs/churn-1/train/<token>/' failed: ${text.replace(/\.$/, '')}`,
    );
    expect(error).toMatch(expected);
    expect(kinds(statements).slice(-3)).toEqual(['EXPORT', 'DELETE', 'COMMIT']);
    expect(error).toContain('The job name is free again.');
  });

  test('of the row: no job is asked for', async () => {
    const { error, statements } = await train({}, [[/^UPDATE .* AND RUN_TOKEN/, refusal('disk full')]]);
    expect(error).toContain("E-SME-74: The row of job 'churn-1' could not be written");
    expect(error).toContain('Run the same command again');
    expect(kinds(statements)).not.toContain('SME_AUTOPILOT_TRAINING_START_UDF');
  });

  test('of a run that another one has taken over: no job is started', async () => {
    const { error, statements } = await train({}, [[/^UPDATE .* AND RUN_TOKEN/, 0]]);
    expect(error).toContain("E-SME-261: Another run has taken over the job name 'churn-1'");
    expect(error).toContain('Only this run used the prefix');
    expect(kinds(statements)).not.toContain('SME_AUTOPILOT_TRAINING_START_UDF');
  });

  test('of the row by a collision: it is written again', async () => {
    let attempts = 0;
    const { error } = await train({}, [
      [
        /^INSERT INTO .* VALUES/,
        () => {
          attempts += 1;
          return attempts < 3
            ? refusal('GlobalTransactionRollback msg: Transaction collision: automatic transaction rollback.', '40001')
            : 1;
        },
      ],
    ]);
    expect(error).toBeUndefined();
    expect(attempts).toBe(3);
  });

  test('of AWS: the row is taken back', async () => {
    const failures = [
      {
        operation: 'sagemaker:CreateAutoMLJob',
        kind: 'service',
        code: 'ResourceLimitExceeded',
        message: 'The limit is 4.',
      },
    ];
    const answer = JSON.stringify({ outcome: 'refused', problems: [], failures });
    const { error, statements } = await train({}, [[/TRAINING_START_UDF/, [[answer]]]]);
    expect(error).toContain("E-SME-75: Job 'churn-1' was not started. 12000 rows in 7 files remain");
    expect(error).toContain('E-SME-81: sagemaker:CreateAutoMLJob failed: ResourceLimitExceeded: The limit is 4.');
    expect(statements.slice(-2)).toEqual([
      `DELETE FROM "SCR"."SME_METADATA_AUTOPILOT_JOBS" WHERE JOB_NAME = 'churn-1' AND RUN_TOKEN = '<token>'`,
      'COMMIT',
    ]);
  });

  test('of AWS without an answer: the row stays, for the job may be there', async () => {
    const failures = [
      { operation: 'sagemaker:CreateAutoMLJob', kind: 'interrupted', code: 'ReadTimeoutError', message: 'timeout' },
    ];
    const answer = JSON.stringify({ outcome: 'unknown', problems: [], failures });
    const { error, statements } = await train({}, [[/TRAINING_START_UDF/, [[answer]]]]);
    expect(error).toContain("E-SME-76: It is unknown whether job 'churn-1' was started. Its row remains");
    expect(statements.at(-1)).toContain('TRAINING_START_UDF');
  });

  test('of a UDF that crashed: the row stays, too', async () => {
    const { error, statements } = await train({}, [
      [/TRAINING_START_UDF/, refusal('Internal error: VM crashed', '22002')],
    ]);
    expect(error).toContain('E-SME-76');
    expect(statements.at(-1)).toContain('TRAINING_START_UDF');
  });
});

describe('a name that an earlier run has reserved', () => {
  const found = (state: string | null, session: string, alive: string): Stubs => [
    [/^SELECT JOB_NAME, RUN_STATE/, [rowOf(state, session)]],
    [/EXA_ALL_SESSIONS WHERE SESSION_ID = 77/, [[alive]]],
  ];
  const looked = (outcome: string): Stubs => [
    [/only_look/, [[JSON.stringify({ outcome, problems: [], failures: [] })]]],
  ];

  test.each(['EXPORTING', 'STARTING'])('is refused before the export while that session lives: %s', async (state) => {
    const { error, statements } = await train({}, found(state, '77', '1'));
    expect(error).toContain(
      "E-SME-260: Session 77 of user 'BOB' is exporting the training data of job 'churn-1' or starting the job.",
    );
    expect(kinds(statements)).not.toContain('EXPORT');
  });

  test.each(['77', '1585944483210400591'])('is taken over by token where session %s has ended', async (session) => {
    const { error, statements } = await train({}, found('EXPORTING', session, '0'));
    expect(error).toBeUndefined();
    expect(statements.filter((text) => /^INSERT INTO .* VALUES/.test(text))).toEqual([]);
    const [takeover = ''] = statements.filter((text) => /^UPDATE .* AND RUN_TOKEN/.test(text));
    expect(takeover).toContain('"RUN_STATE" = \'EXPORTING\', "ROWS_EXPORTED" = NULL');
    expect(takeover).toMatch(/WHERE JOB_NAME = 'churn-1' AND RUN_TOKEN = 'old-token'$/);
  });

  test('starts over where AWS has no job of a run that was starting it', async () => {
    const { error, statements } = await train({}, [...found('STARTING', '77', '0'), ...looked('missing')]);
    expect(error).toBeUndefined();
    expect(kinds(statements)).toContain('EXPORT');
  });

  test('is refused where another job has the name in AWS', async () => {
    const { error } = await train({}, [...found('STARTING', '77', '0'), ...looked('refused')]);
    expect(error).toContain('E-SME-73');
  });

  test('is not taken over where the sessions cannot be read', async () => {
    const { error } = await train({}, [[/EXA_ALL_SESSIONS/, refusal('no rights')], ...found('EXPORTING', '77', '0')]);
    expect(error).toContain('It is unknown whether that session still exists: no rights.');
  });
});
