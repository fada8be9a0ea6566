import { expect, test } from 'vitest';
import { versionChecks } from '../../../src/doctor/checks/versions.js';
import type { DoctorContext } from '../../../src/doctor/types.js';
import { SqlError } from '../../../src/exasol/sql-error.js';

/** MODEL_NAME, VERSION, JOB_STATUS, BEST_METRIC_VALUE and ENDPOINT_NAME. */
type Listed = readonly [string, number, string, number | null, string | null];

const run = async (rows: readonly Listed[] | Error) => {
  const columns = ['MODEL_NAME', 'VERSION', 'JOB_STATUS', 'BEST_METRIC_VALUE', 'ENDPOINT_NAME', 'BEST_METRIC_NAME'];
  const query = async () => {
    if (rows instanceof Error) throw rows;
    return { columns, rows: rows.map((row) => [...row, 'F1']) };
  };
  const context = {
    readSchema: async () => 'ML',
    withSession: async (work: (session: unknown) => unknown) => await work({ query }),
  };
  return await versionChecks[0]?.run(context as unknown as DoctorContext);
};

test.each<[string, readonly Listed[], string]>([
  ['none', [['churn', 1, 'Completed', 0.8, null]], 'no endpoint serves a version of a model'],
  [
    'the newest',
    [
      ['churn', 3, 'InProgress', null, null],
      ['churn', 2, 'Completed', 0.7, 'churn'],
      ['churn', 1, 'Completed', 0.8, null],
      ['age', 9, 'Completed', 0.8, null],
    ],
    'every endpoint serves the newest version of its model',
  ],
  [
    'older ones',
    [
      ['age', 2, 'Completed', null, null],
      ['age', 1, 'Completed', 0.25, 'a, b'],
      ['churn', 3, 'Failed', null, null],
      ['churn', 2, 'Completed', 0.7, null],
      ['churn', 1, 'Completed', 0.8, 'churn'],
    ],
    'a, b: version 1 of age (F1 0.25); version 2 is newer\nchurn: version 1 of churn (F1 0.8); version 2 (F1 0.7) is newer',
  ],
])('an endpoint that serves an older version is no warning: %s', async (_title, rows, text) => {
  expect(await run(rows)).toEqual({ state: 'ok', text });
});

test('is skipped with the reason if the versions cannot be listed', async () => {
  const error = new SqlError({ sqlCode: '42500', text: 'insufficient privileges' }, 'The call failed');
  expect(await run(error)).toEqual({ state: 'skipped', text: expect.stringMatching(/^cannot check: .*insufficient/) });
});
