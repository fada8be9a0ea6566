/** The list of jobs: how it combines rows of the job table with responses of the UDF, and what it stores. */
import { describe, expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { evaluate, refusal, runScript, type Stubs } from './run-lua.js';

type Cell = string | number | boolean | null;

/** A row of a job without a stored result: name, connection, Region, then the columns of the result. */
const open = (name: string): Cell[] => [name, 'AWS', 'eu-central-1', ...Array<null>(9).fill(null)];
const state = (changes: object = {}) => ({
  status: 'Completed',
  secondary_status: 'Completed',
  created: '2024-06-18 15:22:13',
  ended: '2024-06-18 16:22:13',
  failure_reason: null,
  has_ended: true,
  best_candidate: 'best',
  metric: 'F1',
  value: 0.25,
  is_final: true,
  ...changes,
});

async function list(rows: readonly Cell[][], states: readonly (readonly [string | null, object])[], more: Stubs = []) {
  const result = await runScript(names.listJobs, {}, [
    ...more,
    [/^SELECT JOB_NAME, AWS_CREDENTIALS/, rows],
    [/ENDPOINTS" ORDER/, []],
    [/_STATES_UDF".*ENDPOINTS"/s, []],
    [/_STATES_UDF"/, states.map(([name, response]) => [name, JSON.stringify(response)])],
    [/^(COMMIT|ROLLBACK|MERGE)/, 0],
  ]);
  const named = result.rows.map((row) =>
    Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index]])),
  );
  return { ...result, named };
}

const kinds = (statements: readonly string[]) => statements.map((statement) => /^\w+/.exec(statement)?.[0]);

describe('the list of all jobs', () => {
  test('neither calls AWS nor writes anything if all results are stored', async () => {
    const row = [
      'a',
      'AWS',
      'r',
      'Completed',
      'Completed',
      '2024-06-18 15:22:13',
      '2024-06-18 15:23:14',
      null,
      'best',
      'F1',
      0.5,
      true,
    ];
    const { named, statements } = await list([row], []);
    expect(kinds(statements)).toEqual(['SELECT', 'SELECT']);
    expect(named[0]).toMatchObject({
      JOB_STATUS: 'Completed',
      DURATION_IN_SECONDS: 61n,
      BEST_METRIC_VALUE: 0.5,
      REMARK: null,
    });
  });

  test('shows a running job and does not store it', async () => {
    const running = state({
      status: 'InProgress',
      secondary_status: 'Novel',
      ended: null,
      has_ended: false,
      is_final: false,
    });
    const { named, statements } = await list([open('a')], [['a', running]]);
    expect(kinds(statements)).toEqual(['SELECT', 'SELECT', 'SELECT']);
    expect(named[0]).toMatchObject({ JOB_STATUS: 'InProgress', JOB_SECONDARY_STATUS: 'Novel', REMARK: null });
    expect(named[0]?.['AGE_IN_SECONDS']).toBe(named[0]?.['DURATION_IN_SECONDS']);
  });

  test("stores a job that has ended, after a COMMIT of the caller's changes", async () => {
    const failed = state({
      status: 'Failed',
      best_candidate: null,
      metric: null,
      value: null,
      failure_reason: "it's so",
    });
    const { statements } = await list(
      [open('b'), open('a')],
      [
        ['b', failed],
        ['a', state({ is_final: false })],
      ],
    );
    expect(kinds(statements)).toEqual(['SELECT', 'SELECT', 'SELECT', 'COMMIT', 'MERGE', 'COMMIT']);
    const merge = statements[4] ?? '';
    expect(merge.indexOf("'a'")).toBeLessThan(merge.indexOf("'b'"));
    expect(merge).toContain("CAST('it''s so' AS VARCHAR(2000)) AS FAILURE_REASON");
    expect(merge).toContain("TIMESTAMP '2024-06-18 16:22:13.000' AS JOB_END_TIME_UTC");
    expect(merge.match(/TRUE AS BEST_METRIC_IS_KNOWN/g)).toHaveLength(1);
    expect(merge.match(/CAST\(NULL AS BOOLEAN\) AS BEST_METRIC_IS_KNOWN/g)).toHaveLength(1);
  });

  test('stores many jobs in several statements', async () => {
    const some = Array.from({ length: 401 }, (_, index) => `job-${index}`);
    const { statements } = await list(
      some.map(open),
      some.map((name) => [name, state()] as const),
    );
    expect(statements.filter((statement) => statement.startsWith('MERGE'))).toHaveLength(3);
  });

  test('shows jobs that cannot be stored, and tries to store them once', async () => {
    const { named, statements, error } = await list(
      [open('a')],
      [['a', state()]],
      [[/^MERGE/, refusal('insufficient privileges')]],
    );
    expect(error).toBeUndefined();
    expect(named[0]).toMatchObject({ JOB_STATUS: 'Completed', BEST_CANDIDATE_NAME: 'best', REMARK: null });
    expect(statements.filter((statement) => statement.startsWith('MERGE'))).toHaveLength(1);
  });

  test('keeps a stored status until the best metric is known, or if AWS fails', async () => {
    const row = [
      'a',
      'AWS',
      'eu-central-1',
      'Stopped',
      'Stopped',
      '2024-06-18 15:22:13',
      '2024-06-18 15:23:14',
      null,
      null,
      null,
      null,
      null,
    ];
    const later = 'One of the next calls will read its best metric.';
    expect((await list([row], [])).named[0]).toMatchObject({ JOB_STATUS: 'Stopped', REMARK: later });
    const failure = { operation: 'o', kind: 'service', code: 'ThrottlingException', message: 'Rate exceeded' };
    const group = { connection: 'AWS', region: 'eu-central-1', problems: [], failures: [failure] };
    const { named } = await list(
      [row, open('b'), open('c')],
      [
        ['b', state()],
        [null, group],
      ],
    );
    expect(named.map(({ REMARK }) => REMARK)).toEqual([
      expect.stringContaining('E-SME-82: o failed: ThrottlingException'),
      null,
      expect.stringContaining('E-SME-82'),
    ]);
    expect(named[0]).toMatchObject({ JOB_STATUS: 'Stopped' });
  });

  test('explains a job that does not exist in AWS, and a job that was not requested', async () => {
    const { named } = await list([open('a'), open('b')], [['a', { missing: true }]]);
    expect(named.map(({ JOB_STATUS, REMARK }) => [JOB_STATUS, REMARK])).toEqual([
      [null, 'AWS has no job of this name in this account and Region.'],
      [null, 'This call did not read its state, because the account has too many other jobs. Poll this job instead.'],
    ]);
  });

  test('fails if the job table cannot be read or the UDF cannot run', async () => {
    const unreadable = await list([], [], [[/^SELECT JOB_NAME, AWS/, refusal('insufficient privileges')]]);
    expect(unreadable.error).toContain('E-SME-72: The job table "SCR"."SME_METADATA_AUTOPILOT_JOBS" cannot be used');
    const broken = await list([open('a')], [], [[/_STATES_UDF"/, refusal('script language PYTHON3 not found')]]);
    expect(broken.error).toContain('E-SME-77: The UDF SME_AUTOPILOT_JOB_STATES_UDF cannot run');
  });
});

test.each(['1970-01-01 00:00:00', '2000-02-29 23:59:59', '2024-03-01 00:00:00', '2100-12-31 12:30:15'])(
  'seconds since 1970 of %s',
  async (moment) => {
    expect(await evaluate(`return { { tostring(require('sme.utc').seconds('${moment}')) } }, 'C VARCHAR(20)'`)).toBe(
      String(Date.parse(`${moment.replace(' ', 'T')}Z`) / 1000),
    );
  },
);
