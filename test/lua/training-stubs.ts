import { runTraining, type Stubs } from './run-lua.js';

export const parameters = {
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

export const columns = [
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

/** The response of a UDF that found no problems. */
export const fine = '{"problems":[],"failures":[]}';

/** Stubs of a training that succeeds. The first match wins, so a stub before these overrides one of them. */
export const healthy: Stubs = [
  [/^SELECT CONNECTION_NAME/, [['AWS_CONN'], ['OTHER']]],
  [/^SELECT COLUMN_SCHEMA/, columns],
  [/^SELECT CAST\(COUNT/, [['12000', '11990', '2', '0']]],
  [/^SELECT CAST\(NPROC/, [['2', '.,']]],
  [/TRAINING_CHECK_UDF/, [[fine]]],
  [/EXPORT_TIDY_UDF/, [['{"files":7,"removed":1,"problems":[],"failures":[]}']]],
  [/TRAINING_START_UDF/, [['{"outcome":"created","problems":[],"failures":[]}']]],
  [/^SELECT JOB_NAME, RUN_STATE/, []],
  [/^SELECT JOB_NAME, MODEL_NAME, .*VERSION/, []],
  [/^EXPORT/, { etlRowsWritten: 12000 }],
  [/^UPDATE .* WHERE JOB_NAME = .* AND RUN_TOKEN = /, 1],
  [/^(INSERT|UPDATE|DELETE|COMMIT|ROLLBACK)/, 0],
];

/** Replaces the token of a run, which consists of time, session ID and statement ID. */
const withoutToken = (text: string) => text.replaceAll(/\d{14}-1585944483210400591-7/g, '<token>');

/** Runs the training script with changed parameters and additional stubs. Replaces the token in the outcome. */
export async function train(changes: object = {}, stubs: Stubs = []) {
  const outcome = await runTraining(JSON.stringify({ ...parameters, ...changes }), [...stubs, ...healthy]);
  return {
    ...outcome,
    rows: outcome.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? withoutToken(cell) : cell))),
    statements: outcome.statements.map(withoutToken),
    error: outcome.error === undefined ? undefined : withoutToken(outcome.error),
  };
}

/** A row of the job table, as a run reads it. */
export const rowOf = (state: string | null, session: string, digest = '?') => [
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

/** The first word of each statement, or the name of the UDF that it calls. */
export const kinds = (statements: readonly string[]) =>
  statements.map((statement) => /SME_[A-Z_]+_UDF/.exec(statement)?.[0] ?? statement.split(/\s/)[0]);

/** The request that a UDF received. */
export const requestOf = (statements: readonly string[], udf: string) => {
  const [, json = ''] = statements.find((text) => text.includes(udf))?.match(/\('(.*)'\) AS "RESPONSE"/s) ?? [];
  return JSON.parse(json.replaceAll("''", "'"));
};
