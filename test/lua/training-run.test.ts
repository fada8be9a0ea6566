import { describe, expect, test } from 'vitest';
import { version } from '../../src/version.js';
import { refusal, type Stubs } from './run-lua.js';
import { fine, kinds, parameters, requestOf, rowOf, train } from './training-stubs.js';

describe('a training', () => {
  test('returns one row', async () => {
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

  test('resets the limit of an aborted run before it reads anything', async () => {
    const { statements, error } = await train({}, [
      [/SESSION_PARAMETER\(CURRENT_SESSION, 'QUERY_TIMEOUT'\)/, [['61']]],
      [/^SELECT SYSTEM_VALUE .*'QUERY_TIMEOUT'/, [['900']]],
      [/^ALTER SESSION SET QUERY_TIMEOUT/, 0],
    ]);
    expect(error).toBeUndefined();
    expect(statements[2]).toBe('ALTER SESSION SET QUERY_TIMEOUT = 900');
    expect(statements.slice(0, 2).filter((sql) => !sql.includes('QUERY_TIMEOUT'))).toEqual([]);
  });

  test('exports each type in its CSV format, under the exact column names', async () => {
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

  test('writes numbers with a point if the session uses a comma', async () => {
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

  test('sends the parameters to AWS', async () => {
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

  test('derives the job name from model name and time', async () => {
    const { rows } = await train({ job_name: undefined, model_name: 'seventeen-letters' });
    expect(rows[0]?.[0]).toMatch(/^seventeen-letters-20\d{12}$/);
  });

  describe('the job name of a model', () => {
    const taken = (code: string) => JSON.stringify({ problems: [`E-SME-${code}: Taken. Take another.`], failures: [] });
    const ofModel = (stubs: Stubs) => train({ job_name: undefined, model_name: 'churn' }, stubs);
    const secondsOf = (text: string) => {
      const [, year, ...rest] = /churn-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text) ?? [];
      const [month, day, hour, minute, second] = rest.map(Number);
      return Date.UTC(Number(year), Number(month) - 1, day, hour, minute, second) / 1000;
    };
    const triedSeconds = (statements: readonly string[]) =>
      statements.filter((text) => /TRAINING_CHECK_UDF/.test(text)).map(secondsOf);

    test.each(['100', '101'])('uses the next second if the name is in use (E-SME-%s)', async (code) => {
      const responses = [taken(code), taken(code), fine];
      const { rows, statements, error } = await ofModel([[/TRAINING_CHECK_UDF/, () => [[responses.shift() ?? '']]]]);
      expect(error).toBeUndefined();
      const [first = 0, ...others] = triedSeconds(statements);
      expect(others).toEqual([first + 1, first + 2]);
      expect(secondsOf(String(rows[0]?.[0]))).toBe(first + 2);
    });

    test('uses the next second if another session has just written the row', async () => {
      const inserts = [refusal('constraint violation - primary key', '27002'), 1];
      const { rows, statements } = await ofModel([
        [/^INSERT INTO .* VALUES/, () => inserts.shift() ?? 1],
        [/^SELECT JOB_NAME, RUN_STATE.* WHERE UPPER\(JOB_NAME\) = /s, () => [rowOf('EXPORTING', '77')]],
      ]);
      const [first = 0] = triedSeconds(statements);
      expect(secondsOf(String(rows[0]?.[0]))).toBe(first + 1);
    });

    test('is tried a limited number of times, and once if something else is wrong', async () => {
      const always = await ofModel([[/TRAINING_CHECK_UDF/, [[taken('100')]]]]);
      expect(always.error).toContain('E-SME-100: Taken. Take another.');
      expect(triedSeconds(always.statements)).toHaveLength(5);
      const both = JSON.stringify({ problems: ['E-SME-100: Taken.', 'E-SME-99: Elsewhere.'], failures: [] });
      const other = await ofModel([[/TRAINING_CHECK_UDF/, [[both]]]]);
      expect(other.error).toContain('E-SME-99');
      expect(triedSeconds(other.statements)).toHaveLength(1);
    });
  });

  test('accepts an empty list of exclude_columns', async () => {
    expect((await train({ exclude_columns: [] })).error).toBeUndefined();
    expect((await train({ exclude_columns: [], input_columns: ['ID', 'CHURN'] })).error).toBeUndefined();
    expect((await train({ input_columns: [] })).error).toContain('must be a list of column names');
  });

  test('never changes a given job name', async () => {
    const { error, statements } = await train({}, [
      [/TRAINING_CHECK_UDF/, [['{"problems":["E-SME-101: Taken."],"failures":[]}']]],
    ]);
    expect(error).toContain('E-SME-101');
    expect(kinds(statements).filter((kind) => kind === 'SME_AUTOPILOT_TRAINING_CHECK_UDF')).toHaveLength(1);
  });

  test('finds names as written, then in upper case', async () => {
    const { error, statements } = await train({ input_schema_name: 'sales', target_attribute_name: 'churn' });
    expect(error).toBeUndefined();
    expect(requestOf(statements, 'TRAINING_START_UDF').target).toBe('CHURN');
  });
});
