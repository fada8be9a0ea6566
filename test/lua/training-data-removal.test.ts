/** When the scripts about jobs delete training data, what they record, and that a failure never replaces their answer. */
import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { refusal, runScript, type StubResult, type Stubs } from './run-lua.js';

const values = { job_name: 'churn-1', aws_credentials_connection_name: 'aws_conn', aws_region: 'eu-central-1' };
const uri = 's3://b/sme/churn-1/train/20261127195309-17549-3/';
const removal = new RegExp(`"${names.trainingDataRemovalUdf}"`);
const update = /^UPDATE .* SET TRAINING_DATA_REMOVED_AT_UTC/;

const responding = (...jobs: readonly object[]): StubResult => [[JSON.stringify({ problems: [], failures: [], jobs })]];
const deleted = (job = 'churn-1') => ({ job_name: job, files: 2, problems: [], failures: [] });
const denied = (job = 'churn-1') => ({
  ...deleted(job),
  files: 0,
  failures: [{ operation: 's3:DeleteObject', kind: 'service', code: 'AccessDenied', message: 'no', is_answer: true }],
});

describe('the script that polls a job', () => {
  type Cells = readonly (string | null)[];
  const due: Cells = ['churn-1', uri, 'FALSE', null];

  async function poll(
    row: Cells | Error | undefined,
    response: StubResult = responding(deleted()),
    more: Stubs = [],
    status = 'Completed',
  ) {
    const { rows, error, statements } = await runScript(names.pollJobStatus, values, [
      ...more,
      [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
      [/JOB_STATUS_UDF/, [[JSON.stringify({ problems: [], failures: [], status, secondary_status: status })]]],
      [/^SELECT JOB_NAME, S3_TRAIN_URI/, row instanceof Error ? row : row === undefined ? [] : [row]],
      [removal, response],
      [update, 1],
      [/^(COMMIT|ROLLBACK)$/, 0],
    ]);
    expect(error).toBeUndefined();
    expect(rows).toEqual([[status, status]]);
    return statements.slice(2);
  }

  test('deletes the data of a job that has ended, and records it', async () => {
    for (const status of ['Completed', 'Failed', 'Stopped']) {
      const [select, call, ...rest] = await poll(due, responding(deleted()), [], status);
      expect(select).toContain('FROM "SCR"."SME_METADATA_AUTOPILOT_JOBS"');
      expect(JSON.parse(/'(\{.*\})'/.exec(call ?? '')?.[1] ?? '')).toMatchObject({
        connection: 'AWS_CONN',
        region: 'eu-central-1',
        jobs: [{ job_name: 'churn-1', train_uri: uri }],
      });
      expect(rest).toEqual([
        'COMMIT',
        expect.stringMatching(
          /^UPDATE "SCR"\."SME_METADATA_AUTOPILOT_JOBS" SET TRAINING_DATA_REMOVED_AT_UTC = TIMESTAMP '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000' WHERE JOB_NAME = 'churn-1' AND S3_TRAIN_URI = '.*' AND TRAINING_DATA_REMOVED_AT_UTC IS NULL$/,
        ),
        'COMMIT',
      ]);
    }
  });

  test('does not even read the row while the job is running', async () => {
    for (const status of ['InProgress', 'Stopping', 'Novel']) {
      expect(await poll(due, responding(), [], status)).toEqual([]);
    }
  });

  test.each<[string, Cells | undefined]>([
    ['keeps its data by default', ['churn-1', uri, null, null]],
    ['keeps its data explicitly', ['churn-1', uri, 'TRUE', null]],
    ['has no data any more', ['churn-1', uri, 'FALSE', '2026-11-28 10:00:00']],
    ['has no location', ['churn-1', null, 'FALSE', null]],
    ['has no row', undefined],
  ])('deletes nothing if the job %s', async (_case, row) => {
    expect(await poll(row)).toHaveLength(1);
  });

  test('records nothing if the job runs by now', async () => {
    expect(await poll(due, responding())).not.toContainEqual(expect.stringMatching(update));
  });

  test.each<[string, StubResult]>([
    ['AWS denies it', responding(denied())],
    ['the UDF fails', refusal('VM error: killed')],
    ['the UDF returns nonsense', [['{}']]],
    ['the UDF returns no JSON', [['<html>']]],
    [
      'boto3 is missing',
      [[JSON.stringify({ failures: [{ operation: 'import', kind: 'boto3', code: 'ImportError', message: 'no' }] })]],
    ],
  ])('answers and records nothing if %s', async (_case, response) => {
    expect(await poll(due, response)).not.toContainEqual(expect.stringMatching(update));
  });

  test('answers if the table cannot be read or written', async () => {
    expect(await poll(refusal('insufficient privileges'))).toHaveLength(1);
    expect(await poll(due, responding(deleted()), [[update, refusal('insufficient privileges')]])).toContain(
      'ROLLBACK',
    );
  });
});

/** The columns of a SELECT, some of which are calls. */
function countColumns(sql: string): number {
  const [columns = ''] = sql.split(' FROM ');
  return columns.replaceAll(/\([^()]*\)/g, '').split(',').length;
}

describe('the description of a job', () => {
  async function describeJob(row: readonly (string | null)[], response: StubResult) {
    const { rows, error } = await runScript(names.describeJob, values, [
      [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
      [
        /JOB_DESCRIPTION_UDF/,
        [[JSON.stringify({ problems: [], failures: [], attributes: [['JOB_STATUS', 'Failed']] })]],
      ],
      [/^SELECT .*ROWS_EXPORTED/, (sql) => [[...Array<null>(countColumns(sql) - row.length).fill(null), ...row]]],
      [removal, response],
      [update, 1],
      [/^COMMIT$/, 0],
    ]);
    expect(error).toBeUndefined();
    return Object.fromEntries(rows.slice(-3) as [string, string | null][]);
  }

  test('shows when the data was deleted', async () => {
    expect(await describeJob(['churn-1', uri, 'FALSE', null], responding(deleted()))).toEqual({
      KEEP_TRAINING_DATA: 'false',
      TRAINING_DATA_REMOVED_AT_UTC: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      TRAINING_DATA_PROBLEM: null,
    });
    expect(await describeJob(['churn-1', uri, 'FALSE', '2026-11-28 10:00:00'], responding())).toMatchObject({
      TRAINING_DATA_REMOVED_AT_UTC: '2026-11-28 10:00:00',
    });
  });

  test('shows why the data was not deleted', async () => {
    const shown = await describeJob(['churn-1', uri, 'FALSE', null], responding(denied()));
    expect(shown).toMatchObject({ KEEP_TRAINING_DATA: 'false', TRAINING_DATA_REMOVED_AT_UTC: null });
    expect(shown['TRAINING_DATA_PROBLEM']).toMatch(
      /^E-SME-630: The training data of job 'churn-1' in 's3:.*' was not removed: E-SME-78: s3:DeleteObject failed: AccessDenied: no\..* The next request of the status tries again/,
    );
  });
});

describe('the list of jobs', () => {
  const job = (name: string, connection = 'AWS', status = 'Completed', keep = 'FALSE') => [
    name,
    connection,
    'eu-central-1',
    status,
    ...Array<null>(7).fill(null),
    true,
    'STARTED',
    `s3://b/${name}/train/20261127195309-17549-3/`,
    keep,
    null,
  ];

  async function list(rows: readonly (readonly (string | boolean | null)[])[], respond: (sql: string) => StubResult) {
    const {
      rows: listed,
      error,
      statements,
    } = await runScript(names.listJobs, {}, [
      [/^SELECT JOB_NAME, AWS_CREDENTIALS/, rows],
      [/ENDPOINTS" ORDER/, []],
      [removal, respond],
      [update, 1],
      [/^COMMIT$/, 0],
    ]);
    expect(error).toBeUndefined();
    return { remarks: listed.map((row) => row[13]), calls: statements.filter((sql) => removal.test(sql)), statements };
  }

  const namesIn = (sql: string) => [...sql.matchAll(/"job_name":"([^"]*)"/g)].map(([, name = '']) => name);

  test('calls the UDF once for each connection, and shows what failed in the remark', async () => {
    const { remarks, calls, statements } = await list(
      [job('a'), job('b', 'OTHER'), job('c'), job('d', 'AWS', 'Completed', 'TRUE')],
      (sql) => responding(...namesIn(sql).map((name) => (name === 'c' ? denied(name) : deleted(name)))),
    );
    expect(calls.map(namesIn)).toEqual([['a', 'c'], ['b']]);
    expect(remarks).toEqual([null, null, expect.stringMatching(/^E-SME-630: .*job 'c'/), null]);
    expect(statements.filter((sql) => update.test(sql))).toHaveLength(2);
  });

  test('reports a connection that does not exist for each of its jobs', async () => {
    const { remarks } = await list([job('a'), job('b', 'OTHER')], (sql) =>
      sql.includes('OTHER')
        ? [[JSON.stringify({ jobs: [], problems: ['gone'], failures: [] })]]
        : responding(deleted('a')),
    );
    expect(remarks).toEqual([null, expect.stringContaining('gone')]);
  });

  test('tries a limited number of jobs per call', async () => {
    const { calls } = await list(
      Array.from({ length: 45 }, (_, index) => job(`j-${index}`)),
      (sql) => responding(...namesIn(sql).map(denied)),
    );
    expect(calls.map((sql) => new Set(namesIn(sql)).size)).toEqual([20]);
  });
});
