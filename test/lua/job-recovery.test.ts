import { expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { refusal, runScript } from './run-lua.js';

const run = async (insert: Error | number, row: object = {}, complete = true) => {
  const job = { row: { JOB_NAME: 'churn', ...row }, created: '2026-01-02 03:04:05', complete };
  const values = { aws_credentials_connection_name: 'AWS', aws_region: 'eu-central-1' };
  return await runScript(names.recoverJobs, values, [
    [/CONNECTION/, [['AWS']]],
    [/WHERE 1 = 0/, 0],
    [/^SELECT JOB_NAME/, []],
    [/_UDF"/, [[JSON.stringify({ jobs: [job], failures: [], problems: [] })]]],
    [/^INSERT/, insert],
    [/^(COMMIT|ROLLBACK)/, 0],
  ]);
};
const recover = async (...inputs: Parameters<typeof run>) => {
  const { rows, error } = await run(...inputs);
  return error ?? rows.map((row) => row[2]);
};

test('reports a row that another session has recovered meanwhile', async () => {
  const text = 'constraint violation - primary key (SYS_1 on table SME_METADATA_AUTOPILOT_JOBS)';
  expect(await recover(refusal(text, '27002'))).toEqual(['already exists: another session has recovered it']);
});

test("reports any other failure with Exasol's message", async () => {
  expect(await recover(refusal('insufficient privileges'))).toEqual(['not recovered: insufficient privileges']);
  expect(await recover(1)).toEqual(['recovered']);
});

test('keeps texts, numbers and booleans of the tags, except the state of the run', async () => {
  const { statements } = await run(1, {
    KEEP_TRAINING_DATA: false,
    ROWS_EXPORTED: 5,
    RUN_STATE: 'EXPORTING',
    MODEL_NAME: ['x'],
  });
  expect(statements.find((sql) => /^INSERT .* VALUES/.test(sql))).toMatch(
    /\("DATETIME", "RUN_STATE", "JOB_NAME", "ROWS_EXPORTED", "KEEP_TRAINING_DATA"\) VALUES \(.*, 'STARTED', 'churn', 5, FALSE\)$/,
  );
});

test('says what is missing if the row comes from what AWS reports', async () => {
  expect(await recover(1, { COLUMN_NAMES: '["A"]' }, false)).toEqual([
    'recovered from what AWS reports: column types are unknown and treated as text',
  ]);
  expect(await recover(1, { COLUMN_NAMES: '[]' }, false)).toEqual([
    'recovered from what AWS reports, without columns: the training data cannot be read or was removed',
  ]);
});
