/** What users see if the Lua code has a bug. */
import { expect, test } from 'vitest';
import { renderScripts } from '../../src/render/script.js';
import { names } from '../../src/scripts/names.js';
import { runBody } from './run-lua.js';

const scripts = renderScripts({ schema: 'SCR', languageAlias: 'PYTHON3' }).filter(({ kind }) => kind === 'scripting');

const values = {
  json_str: JSON.stringify({
    job_name: 'churn',
    aws_credentials_connection_name: 'AWS',
    target_attribute_name: 'Y',
    input_schema_name: 'S',
    input_table_or_view_name: 'T',
  }),
  job_name: 'churn',
  endpoint_name: 'churn',
  batch_name: 'churn',
  aws_credentials_connection_name: 'AWS',
  aws_region: 'eu-central-1',
};

const evaluation = JSON.stringify({
  input_schema_name: 'S',
  input_table_or_view_name: 'T',
  actual_column: 'Y',
  predicted_column: 'PREDICTIONS',
});

/** Arguments with which each script reaches the database. */
const argumentsOf = (script: string) =>
  script === names.evaluatePredictions ? { ...values, json_str: evaluation } : values;

/** A script's body with a bug at the beginning of a function. */
function breakAt(name: string, head: string): string {
  const body = scripts.find((script) => script.name === name)?.body ?? '';
  expect(body).toContain(`${head}\n`);
  return body.replace(`${head}\n`, `${head} local missing; missing.x = 1\n`);
}

test.each(scripts.map(({ name }) => [name]))(
  '%s reports its name, an internal error, its line and that completed steps are not undone',
  async (name) => {
    const body = breakAt(name, 'function database.try(statement)');
    const { error } = await runBody(body, [[/./, []]], argumentsOf(name));
    const line = body.split('\n').findIndex((text) => text.includes('missing.x')) + 1;
    expect(error).toMatch(
      new RegExp(
        `F-SME-56: Internal error in the script N: attempt to index a nil value \\(local 'missing'\\) \\(line ${line}\\)\\. ` +
          'Steps that had completed are not undone\\. Run the same command again\\. If that does not help, report this message\\.',
      ),
    );
  },
);

test('without xpcall, an internal error is reported too, and errors with a code stay unchanged', async () => {
  const name = 'SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS';
  const without = (body: string) => `xpcall = nil\n${body}`;
  const broken = without(breakAt(name, 'function database.try(statement)'));
  expect((await runBody(broken, [[/./, []]], values)).error).toMatch(/F-SME-56: .*'missing'.*report this message\./);
  const whole = without(scripts.find((script) => script.name === name)?.body ?? '');
  expect((await runBody(whole, [[/./, []]], values)).error).toMatch(/^(?!.*F-SME).*E-SME-69: /s);
  const response = '{"status":"Completed","secondary_status":"Completed","problems":[],"failures":[]}';
  const found = await runBody(
    whole,
    [
      [/CONNECTION_NAME/, [['AWS']]],
      [/_UDF/, [[response]]],
      [/KEEP_TRAINING_DATA/, []],
    ],
    values,
  );
  expect(found.error).toBeUndefined();
});

test('an internal error while creating an endpoint names what exists and how to delete it', async () => {
  const name = 'SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT';
  const body = breakAt(name, 'function M.put(database, qualified, row, old, first)');
  const plan = { candidate_name: 'best', model: {}, variant: {}, model_name: 'm', config_name: 'c' };
  const { error } = await runBody(
    body,
    [
      [
        /^SELECT JOB_NAME/,
        [['churn', 'AWS', 'eu-central-1', 'r', 'T', null, '["A","T"]', '["DOUBLE","DOUBLE"]', null, null]],
      ],
      [/^SELECT CONNECTION_NAME/, [['AWS']]],
      [/^SELECT SCHEMA_NAME/, [['SALES']]],
      [/_PLAN_UDF/, [[JSON.stringify({ plan, problems: [], failures: [] })]]],
      [/^SELECT/, []],
      [/^(INSERT|UPDATE|DELETE|COMMIT)/, 0],
    ],
    { json_str: '{"job_name":"churn","prediction_schema":"sales","instance_type":"ml.m5.large"}' },
  );
  expect(error).toMatch(
    /F-SME-56: .+ It left the row of 'churn' in "SCR"\."SME_METADATA_AUTOPILOT_ENDPOINTS", its prediction UDF, and its objects in AWS\. /,
  );
  expect(error).toContain('or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.');
});

test.each([
  [
    'local function remove_empty_files(context, run)',
    `the row of job 'churn' in "SCR"."SME_METADATA_AUTOPILOT_JOBS", and the files that were exported to 's3://my-bucket/runs/churn/train/<token>/'`,
    /Run the same command again/,
  ],
  [
    'local function mark_starting(context, run)',
    `the row of job 'churn' in "SCR"."SME_METADATA_AUTOPILOT_JOBS", and the files that were exported to 's3://my-bucket/runs/churn/train/<token>/'`,
    /Run the same command again/,
  ],
  ['local function start(context, run)', 'and the job, if it was created', /Run the same command again/],
])('an internal error of a training in %s names what remains and the next step', async (head, left, advice) => {
  const body = breakAt('SME_TRAIN_WITH_SAGEMAKER_AUTOPILOT', head);
  const fine = '"problems":[],"failures":[]';
  const { error } = await runBody(
    body,
    [
      [/^SELECT CONNECTION_NAME/, [['AWS']]],
      [/^SELECT COLUMN_SCHEMA/, ['A', 'T'].map((name) => ['SALES', 'CUSTOMERS', name, 'DOUBLE'])],
      [/^SELECT CAST\(COUNT/, [['600', '600', '2', '0']]],
      [/^SELECT CAST\(NPROC/, [['1', '.,']]],
      [/_UDF"\(/, [[`{"files":1,"outcome":"created",${fine}}`]]],
      [/^SELECT JOB_NAME, RUN_STATE/, []],
      [/^UPDATE .* AND RUN_TOKEN/, 1],
      [/^EXPORT/, { etlRowsWritten: 600 }],
      [/^(INSERT|UPDATE|DELETE|COMMIT)/, 0],
    ],
    {
      json_str: JSON.stringify({
        job_name: 'churn',
        aws_credentials_connection_name: 'AWS',
        aws_region: 'eu-central-1',
        iam_sagemaker_role: 'arn:aws:iam::123456789012:role/SageMaker',
        s3_bucket_uri: 's3://my-bucket',
        s3_output_path: 'runs',
        input_schema_name: 'SALES',
        input_table_or_view_name: 'CUSTOMERS',
        target_attribute_name: 'T',
      }),
    },
  );
  expect(error).toContain("F-SME-56: Internal error in the script N: attempt to index a nil value (local 'missing')");
  expect(error?.replace(/\d{14}-\d+-\d+/, '<token>')).toContain(`${left}. `);
  expect(error).toMatch(advice);
});
