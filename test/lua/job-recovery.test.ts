import { expect, test } from 'vitest';
import { names } from '../../src/scripts/names.js';
import { refusal, runScript } from './run-lua.js';

const recover = async (insert: Error | number) => {
  const job = { row: { JOB_NAME: 'churn' }, created: '2026-01-02 03:04:05', complete: true };
  const values = { aws_credentials_connection_name: 'AWS', aws_region: 'eu-central-1' };
  const { rows, error } = await runScript(names.recoverJobs, values, [
    [/CONNECTION/, [['AWS']]],
    [/WHERE 1 = 0/, 0],
    [/^SELECT JOB_NAME/, []],
    [/_UDF"/, [[JSON.stringify({ jobs: [job], failures: [], problems: [] })]]],
    [/^INSERT/, insert],
    [/^(COMMIT|ROLLBACK)/, 0],
  ]);
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
