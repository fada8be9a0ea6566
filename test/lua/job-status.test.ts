import { expect, test } from 'vitest';
import { refusal, runPolling, type Stubs } from './run-lua.js';

const values = { job_name: 'churn-1', aws_credentials_connection_name: 'aws_conn', aws_region: 'eu-central-1' };
const responding = (response: object): Stubs => [
  [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
  [/JOB_STATUS_UDF/, [[JSON.stringify({ problems: [], failures: [], ...response })]]],
];

test('returns exactly two columns, even for an unknown secondary status', async () => {
  const { rows, columns } = await runPolling(
    values,
    responding({ status: 'InProgress', secondary_status: 'Dreaming' }),
  );
  expect(rows).toEqual([['InProgress', 'Dreaming']]);
  expect(columns.map(({ name, dataType }) => [name, dataType])).toEqual([
    ['JOB_STATUS', { type: 'VARCHAR', size: 100, characterSet: 'UTF8' }],
    ['JOB_SECONDARY_STATUS', { type: 'VARCHAR', size: 100, characterSet: 'UTF8' }],
  ]);
});

test('calls the UDF once', async () => {
  const { statements } = await runPolling(values, responding({ status: 'InProgress', secondary_status: 'Starting' }));
  expect(statements.filter((statement) => statement.includes('_UDF'))).toHaveLength(1);
  expect(statements).toHaveLength(2);
});

const missing = (...stubs: Stubs) => runPolling(values, [...stubs, ...responding({ missing: true })]);
const withoutRow: Stubs[number] = [/^SELECT JOB_NAME, CAST/, []];
const withRow: Stubs[number] = [/^SELECT JOB_NAME, CAST/, [['churn-1', '77', 'BOB', 'EXPORTING']]];

test('reports a job that does not exist', async () => {
  const { error } = await missing(withoutRow);
  expect(error).toContain("E-SME-85: There is no job 'churn-1' in Region 'eu-central-1' of this AWS account.");
});

test('does not fail if the job table cannot be read', async () => {
  expect((await missing([/^SELECT JOB_NAME, CAST/, refusal('insufficient privileges')])).error).toContain('E-SME-85');
});

test('explains a job that its training has not created yet', async () => {
  const died = await missing(withRow, [/EXA_ALL_SESSIONS/, [['0']]]);
  expect(died.error).toContain(
    "E-SME-264: AWS has no job 'churn-1' yet. The export did not finish. Run the same command again.",
  );
  const alive = await missing(withRow, [/EXA_ALL_SESSIONS WHERE SESSION_ID = 77$/, [['1']]]);
  expect(alive.error).toContain("E-SME-265: AWS has no job 'churn-1' yet. Session 77 of user 'BOB' is exporting");
  const unknown = await missing(withRow, [/EXA_ALL_SESSIONS/, refusal('insufficient privileges')]);
  expect(unknown.error).toMatch(
    /E-SME-267: .* It is unknown whether session 77 still exists: insufficient privileges\./,
  );
});

test('reports all invalid arguments in one error, before it calls AWS', async () => {
  const invalid = { job_name: "a'b", aws_credentials_connection_name: "x'; DROP", aws_region: 'Mars' };
  const { error, statements } = await runPolling(invalid, responding({}));
  expect(error).toMatch(
    /E-SME-50: 3 problems.*\n1\. E-SME-54: Invalid job_name 'a'b'.*\n2\. E-SME-54: Invalid aws_region 'Mars'.*\n3\. E-SME-69/,
  );
  expect(statements).toHaveLength(1);
});

test('treats NULL and the empty text as missing', async () => {
  const { error } = await runPolling({ ...values, job_name: null, aws_region: '' }, responding({}));
  expect(error).toContain('E-SME-53: Missing: job_name, aws_region.');
});

test('names the connection whose keys AWS rejects', async () => {
  const failures = [
    { operation: 'x', kind: 'service', code: 'UnrecognizedClientException', message: 'The security token…' },
  ];
  const { error } = await runPolling(values, responding({ failures }));
  expect(error).toContain(
    "E-SME-79: x failed: UnrecognizedClientException: The security token…. The access key ID does not exist or is inactive, or its session token is missing or wrong. Put another key into the connection 'AWS_CONN'",
  );
});

test('blames network and proxy for a lost response, but not for a failure inside AWS', async () => {
  const failure = { operation: 'x', kind: 'interrupted', code: 'InternalFailure', message: 'try later' };
  const failed = await runPolling(values, responding({ failures: [{ ...failure, is_answer: true }] }));
  expect(failed.error).toMatch(/E-SME-262: x failed: InternalFailure: try later\. The failure is inside AWS\./);
  expect(failed.error).not.toMatch(/network|proxy/);
  const lost = await runPolling(values, responding({ failures: [failure] }));
  expect(lost.error).toMatch(/E-SME-80: .*proxy/);
});
