import { expect, test } from 'vitest';
import { versionChecks } from '../../../src/doctor/checks/versions.js';
import type { DoctorContext } from '../../../src/doctor/types.js';
import { SqlError } from '../../../src/exasol/sql-error.js';

/** Endpoint, model, then number, metric and value of the served and of the newest version. */
type Served = readonly [string, string, number, string | null, number | null, number, string | null, number | null];

const columns = [
  'ENDPOINT_NAME',
  'MODEL_NAME',
  ...['SERVED', 'NEWEST'].flatMap((prefix) =>
    ['VERSION', 'BEST_METRIC_NAME', 'BEST_METRIC_VALUE'].map((name) => `${prefix}_${name}`),
  ),
];

const run = async (rows: readonly Served[] | Error) => {
  const query = async () => {
    if (rows instanceof Error) throw rows;
    return { columns, rows };
  };
  const context = {
    readSchema: async () => 'ML',
    withSession: async (work: (session: unknown) => unknown) => await work({ query }),
  };
  return await versionChecks[0]?.run(context as unknown as DoctorContext);
};

test.each<[string, readonly Served[], string]>([
  ['no endpoint', [], 'no endpoint serves a version of a model'],
  [
    'the newest',
    [
      ['a', 'age', 2, 'F1', 0.7, 2, 'F1', 0.7],
      // The end of the training of this version was not recorded yet.
      ['churn', 'churn', 3, null, null, 2, 'F1', 0.7],
    ],
    'every endpoint serves the newest version of its model',
  ],
  [
    'older ones',
    [
      ['a', 'age', 1, 'F1', 0.25, 2, null, null],
      ['b', 'age', 2, null, null, 2, null, null],
      ['c', 'churn', 1, 'F1', 0.8, 12, 'F1', 0.7],
    ],
    'a: version 1 (F1 0.25) of age; version 2 is newer\nc: version 1 (F1 0.8) of churn; version 12 (F1 0.7) is newer',
  ],
])('an endpoint that serves an older version is no warning: %s', async (_title, rows, text) => {
  expect(await run(rows)).toEqual({ state: 'ok', text });
});

test('is skipped with the reason if the versions cannot be listed', async () => {
  const error = new SqlError({ sqlCode: '42500', text: 'insufficient privileges' }, 'The call failed');
  expect(await run(error)).toMatchObject({
    state: 'skipped',
    text: expect.stringMatching(/^cannot check: .*insufficient/),
  });
});
