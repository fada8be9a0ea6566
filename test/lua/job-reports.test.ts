/** How the scripts about one job present the responses of the UDFs. */
import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { evaluate, refusal, runScript, type Stubs } from './run-lua.js';

const values = { job_name: 'churn-1', aws_credentials_connection_name: 'aws_conn', aws_region: 'eu-central-1' };

/** Runs a script whose UDF returns this response. */
const runReport = (script: string, response: object, more: Stubs = []) =>
  runScript(script, values, [
    ...more,
    [/^SELECT CONNECTION_NAME/, [['AWS_CONN']]],
    [/_UDF"/, [[JSON.stringify({ problems: [], failures: [], ...response })]]],
  ]);

describe('the leaderboard', () => {
  const candidate = (name: string, changes: object = {}) => ({
    name,
    status: 'Completed',
    metric: 'F1',
    value: 0.5,
    direction: 'Maximize',
    seconds: 90,
    failure_reason: null,
    metrics: [],
    ...changes,
  });

  async function rank(candidates: readonly object[]) {
    const { rows, error } = await runReport(names.listCandidates, { candidates });
    expect(error).toBeUndefined();
    return rows.map(([position, name]) => [position === null ? null : Number(position), name]);
  }

  test('ranks by the direction that AWS reports', async () => {
    const two = (direction: string | null, metric = 'F1') => [
      candidate('low', { value: 0.1, direction, metric }),
      candidate('high', { value: 0.9, direction, metric }),
    ];
    expect(await rank(two('Maximize'))).toEqual([
      [1, 'high'],
      [2, 'low'],
    ]);
    expect(await rank(two('Minimize', 'Novel'))).toEqual([
      [1, 'low'],
      [2, 'high'],
    ]);
    expect((await rank(two(null, 'MSE')))[0]).toEqual([1, 'low']);
    expect((await rank(two(null)))[0]).toEqual([1, 'high']);
  });

  test.each([
    'validation:mse',
    'validation:rmse',
    'Train:MAE',
    'validation:logloss',
    'mlogloss',
    'objective_loss',
    'validation:objective_loss:final',
    'validation:error',
    'validation:merror',
    'LogLoss',
  ])('ranks low values of %s first if AWS reports no direction', async (metric) => {
    const found = await rank([
      candidate('high', { value: 0.9, direction: null, metric }),
      candidate('low', { value: 0.1, direction: null, metric }),
    ]);
    expect(found[0]).toEqual([1, 'low']);
  });

  test.each(['validation:f1', 'validation:accuracy', 'validation:auc', 'r2'])(
    'ranks high values of %s first if AWS reports no direction',
    async (metric) => {
      const found = await rank([
        candidate('low', { value: 0.1, direction: null, metric }),
        candidate('high', { value: 0.9, direction: null, metric }),
      ]);
      expect(found[0]).toEqual([1, 'high']);
    },
  );

  test('uses the direction of one candidate for all', async () => {
    const found = await rank([
      candidate('a', { value: 0.5, direction: null, metric: 'Novel' }),
      candidate('b', { value: 0.1, direction: 'Minimize', metric: 'Novel' }),
      candidate('c', { value: 0.9, direction: null, metric: 'Novel' }),
    ]);
    expect(found.map(([, name]) => name)).toEqual(['b', 'a', 'c']);
  });

  test('lists unfinished and failed candidates last, without a rank', async () => {
    const found = await rank([
      candidate('running', { status: 'InProgress', value: null, metric: null, direction: null }),
      candidate('failed', { status: 'Failed', value: 0.99 }),
      candidate('done'),
    ]);
    expect(found).toEqual([
      [1, 'done'],
      [null, 'failed'],
      [null, 'running'],
    ]);
  });

  test('ranks equal candidates by latency, then by name', async () => {
    const latency = (value: number) => ({ metrics: [['InferenceLatency', 'Validation', value]] });
    const found = await rank([
      candidate('c'),
      candidate('b'),
      candidate('slow', latency(2)),
      candidate('fast', latency(1)),
    ]);
    expect(found.map(([, name]) => name)).toEqual(['fast', 'slow', 'b', 'c']);
  });

  test('has a column for each metric and data set, NULL for candidates without it', async () => {
    const { rows, columns } = await runReport(names.listCandidates, {
      candidates: [
        candidate('a', {
          metrics: [
            ['BalancedAccuracy', 'Train', 0.7],
            ['F1', 'Train', 0.8],
            ['F1', 'Validation', 0.5],
            ['F1', 'Train', 0.75],
            ['Odd "metric"', '', 3],
            ['Lost', 'Train', null],
          ],
        }),
        candidate('b', { value: 0.4 }),
      ],
    });
    expect(columns.slice(9).map(({ name }) => name)).toEqual([
      'F1_VALIDATION',
      'F1_TRAIN',
      'F1_TRAIN_2',
      'BALANCED_ACCURACY_TRAIN',
      'ODD "METRIC"',
      'METRICS',
    ]);
    expect(rows.map((row) => row.slice(9, 14))).toEqual([
      [0.5, 0.8, 0.75, 0.7, 3],
      [null, null, null, null, null],
    ]);
    expect(JSON.parse(String(rows[0]?.[14]))).toContainEqual({ metric: 'BalancedAccuracy', set: 'Train', value: 0.7 });
    expect(rows[1]?.[14]).toBeNull();
  });

  test('contains start and end of a candidate if AWS reports them', async () => {
    const times = { created: '2026-11-22 10:00:00', ended: '2026-11-22 10:01:30' };
    const { rows, columns } = await runReport(names.listCandidates, {
      candidates: [candidate('done', times), candidate('running', { value: null, created: times.created })],
    });
    expect(columns.slice(7, 9).map(({ name }) => name)).toEqual(['CREATION_TIME_UTC', 'END_TIME_UTC']);
    expect(rows.map((row) => row.slice(7, 9))).toEqual([
      [times.created, times.ended],
      [times.created, null],
    ]);
  });

  test('is empty for a job without candidates', async () => {
    const { rows, columns, error } = await runReport(names.listCandidates, { candidates: [] });
    expect([rows, error]).toEqual([[], undefined]);
    expect(columns).toHaveLength(10);
  });
});

describe('a description', () => {
  const attributes = [
    ['JOB_NAME', 'churn-1'],
    ['END_TIME_UTC', null],
  ];

  test('combines values of AWS and of the job table', async () => {
    const row = ['900', '4', 0.2, '225', null, 'churn', '3', 'SALES', 'CUSTOMERS', null, 'AWS', 'ANNA', '1.0.0'];
    const { rows, statements } = await runReport(names.describeJob, { attributes }, [[/FROM "SCR"/, [row]]]);
    expect(rows.slice(0, 9)).toEqual([
      ['JOB_NAME', 'churn-1'],
      ['END_TIME_UTC', null],
      ['ROWS_EXPORTED', '900'],
      ['FILES_EXPORTED', '4'],
      ['HOLDOUT_FRACTION', '0.2'],
      ['ROWS_HELD_OUT', '225'],
      ['SAMPLE_ROWS', null],
      ['MODEL_NAME', 'churn'],
      ['VERSION', '3'],
    ]);
    expect(rows.find(([name]) => name === 'INPUT_QUERY')).toEqual(['INPUT_QUERY', null]);
    expect(statements.filter((statement) => statement.includes('_UDF'))).toHaveLength(1);
  });

  test.each([
    ['has no such job', []],
    ['cannot be read', refusal('insufficient privileges')],
  ])('needs no job table: it %s', async (_title, response) => {
    const { rows, error } = await runReport(names.describeJob, { attributes }, [[/FROM "SCR"/, response]]);
    expect(error).toBeUndefined();
    expect(rows).toHaveLength(18);
    expect(rows.slice(2).every(([, value]) => value === null)).toBe(true);
  });
});

describe('feature importance', () => {
  const response = { status: 'Completed', secondary_status: 'Completed', reasons: [], location: null, features: null };

  test('becomes rows', async () => {
    const features = [
      ['AGE', 0.75, 1],
      ['ID', 0, null],
    ];
    expect((await runReport(names.listFeatureImportance, { ...response, features })).rows).toEqual(features);
  });

  test('has no rows while the job runs', async () => {
    const { rows, error } = await runReport(names.listFeatureImportance, { ...response, status: 'InProgress' });
    expect([rows, error]).toEqual([[], undefined]);
  });

  test('is an error if the job ended without it', async () => {
    const missing = { ...response, secondary_status: 'ExplainabilityError', reasons: ['Clarify failed. '] };
    expect((await runReport(names.listFeatureImportance, missing)).error).toContain(
      "E-SME-140: Job 'churn-1' (Completed, ExplainabilityError) has no feature importance report. AWS reports: Clarify failed.",
    );
    expect((await runReport(names.listFeatureImportance, { ...response, location: 's3://b/e' })).error).toContain(
      "'s3://b/e' contains none that sme can read. Train again and let the job finish. Autopilot writes one only",
    );
  });
});

describe('the confusion matrix', () => {
  const response = {
    status: 'Completed',
    secondary_status: 'Completed',
    reasons: [],
    location: 's3://b/q',
    cells: null,
  };

  test('becomes rows', async () => {
    const cells = [
      ['no', 'no', 40],
      ['no', 'yes', 2],
    ];
    const { rows } = await runReport(names.listConfusionMatrix, { ...response, cells });
    expect(rows.map(([actual, predicted, count]) => [actual, predicted, Number(count)])).toEqual(cells);
  });

  test('has Lua integers in DECIMAL columns, like the leaderboard', async () => {
    const code = `local null = require('cjson').null
local response = require('cjson').decode('{"cells":[["no","yes",40]],"candidates":[{"name":"a","status":"Completed","seconds":90,"metrics":[]}]}')
local cells = require('sme.job_report').make(response, 'j', { key = 'cells', subject = 's', null = null, integer_column = 3 })
local rows = require('sme.leaderboard').make(response.candidates, { leading = 'A', null = null })
return { { math.type(cells[1][3]) .. ' ' .. math.type(rows[1][6]) } }, 'A VARCHAR(100)'`;
    expect(await evaluate(code)).toBe('integer integer');
    const { rows } = await runReport(names.listConfusionMatrix, { ...response, cells: [['no', 'yes', null]] });
    expect(rows).toEqual([['no', 'yes', null]]);
  });

  test('has no rows while the job runs, and is an error if the job ended without it', async () => {
    const running = await runReport(names.listConfusionMatrix, { ...response, status: 'InProgress' });
    expect([running.rows, running.error]).toEqual([[], undefined]);
    expect((await runReport(names.listConfusionMatrix, response)).error).toContain(
      "has no confusion matrix. 's3://b/q' contains none that sme can read.",
    );
  });
});

test('an error about a missing permission lists those of the script, not those of a training', async () => {
  const failures = [
    { operation: 'sagemaker:StopAutoMLJob', kind: 'service', code: 'AccessDeniedException', message: 'no' },
  ];
  const { error } = await runReport(names.stopJob, { failures });
  expect(error).toContain('E-SME-78: sagemaker:StopAutoMLJob failed: AccessDeniedException: no.');
  expect(error).toContain('The script needs s3:ListBucket, GetObject; sagemaker:DescribeAutoMLJob,');
  expect(error).not.toContain('CreateAutoMLJob');
});
