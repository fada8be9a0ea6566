/** What users see of a running export: steps from the job table and the activity that Exasol reports, read in a second session. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Session, SqlValue, StatementResult } from '../../../src/exasol/session.js';
import { describeDuration, type ExportWatch, watchExport } from '../../../src/jobs/export-stages.js';
import { silentProgress } from '../../../src/logger.js';

const respond = (...rows: readonly (readonly SqlValue[])[]): StatementResult => ({
  columns: [],
  rows,
  rowCount: rows.length,
});
const makeSession = (answer: (sql: string) => StatementResult | Promise<StatementResult>): Session => ({
  query: async (sql) => await answer(sql),
  batch: async () => [],
});

interface Case {
  /** The rows of the job table, one for each look. */
  readonly stages: readonly (readonly SqlValue[])[];
  readonly activity?: SqlValue | Error;
  readonly changes?: Partial<ExportWatch>;
}

async function watch({ stages, activity = null, changes }: Case) {
  const shown: string[] = [];
  const statements: string[] = [];
  const left = [...stages];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const other = makeSession((sql) => {
    statements.push(sql);
    if (sql.includes('ACTIVITY')) {
      if (activity instanceof Error) throw activity;
      return respond([activity]);
    }
    const next = left.shift();
    if (next === undefined) finish();
    return next === undefined ? respond() : respond(next);
  });
  const { result, seen } = await watchExport(
    {
      session: makeSession(() => respond(['1585944483210400591'])),
      open: async (work) => await work(other),
      schema: 'S"x',
      table: 'JOBS',
      started: 'the job',
      intervalMs: 1,
      progress: {
        ...silentProgress,
        isLive: true,
        show: (text) => shown.push(text),
        detail: (text) => text !== '' && shown.push(`  ${text}`),
      },
      ...changes,
    },
    async () => {
      await Promise.race([finished, sleep(500)]);
      return 'done';
    },
  );
  expect(result).toBe('done');
  return { shown, statements, seen };
}

test('shows the steps of the script, with the activity as Exasol words it', async () => {
  const { shown, statements, seen } = await watch({
    stages: [
      ['EXPORTING', null, 3],
      ['STARTING', 12000, 6],
      ['STARTING', 12000, 61.5],
    ],
    activity: 'Exporting 7000 rows',
    changes: { rows: 12000 },
  });
  expect(shown).toEqual([
    'Exporting 12,000 rows',
    '  Exporting 7000 rows',
    'Starting the job: 12,000 rows exported',
    'Starting the job: 12,000 rows exported',
  ]);
  expect(statements[0]).toContain(
    `FROM "S""x"."JOBS" WHERE SESSION_ID = 1585944483210400591 AND RUN_STATE IN ('EXPORTING', 'STARTING')`,
  );
  expect(statements[1]).toMatch(/EXA_USER_SESSIONS WHERE SESSION_ID = 1585944483210400591$/);
  expect(describeDuration(12000, seen)).toBe(' (exported in 6 s, 2,000 rows/s)');
});

test('shows no activity where Exasol reports none', async () => {
  expect((await watch({ stages: [['EXPORTING', null, 3]] })).shown).toEqual(['Exporting the data']);
});

test('an export that was too short to be seen has no duration', async () => {
  const { shown, seen } = await watch({ stages: [] });
  expect([shown, describeDuration(5, seen)]).toEqual([[], '']);
});

test.each<[string, Partial<Case>]>([
  ['the second session cannot be opened', { changes: { open: () => Promise.reject(new Error('no more sessions')) } }],
  ['the session has no number', { changes: { session: makeSession(() => respond([null])) } }],
  ['the session fails', { changes: { session: makeSession(() => Promise.reject(new Error('no'))) } }],
])('the script runs if %s', async (_case, changes) => {
  expect((await watch({ stages: [['EXPORTING', null, 3]], ...changes })).shown).toEqual([]);
});

test('shows the steps if the activity cannot be read', async () => {
  const stages = [
    ['EXPORTING', null, 3],
    ['STARTING', 12000, 6],
  ];
  const { shown } = await watch({ stages, activity: new Error('insufficient privileges') });
  expect(shown).toEqual(['Exporting the data', 'Starting the job: 12,000 rows exported']);
});

test('a failure of the script ends the second session', async () => {
  let isAborted = false;
  const failing = watchExport(
    {
      session: makeSession(() => respond(['7'])),
      open: async (_work, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        isAborted = true;
      },
      schema: 'S',
      table: 'T',
      started: 'the job',
      intervalMs: 1,
      progress: { ...silentProgress, isLive: true },
    },
    async () => {
      await sleep(20);
      throw new Error('E-SME-75');
    },
  );
  await expect(failing).rejects.toThrow('E-SME-75');
  expect(isAborted).toBe(true);
});

test('reads nothing without a terminal', async () => {
  const session = makeSession(() => {
    throw new Error('not expected');
  });
  const open = () => Promise.reject(new Error('not expected'));
  const options = { session, open, schema: 'S', table: 'T', started: 'the job', progress: silentProgress };
  expect((await watchExport(options, async () => 1)).result).toBe(1);
});
