import { expect, test } from 'vitest';
import { listDatabaseWarnings } from '../../../src/deploy/database-warnings.js';
import { emptySchema } from './installed.js';

const judge = (version: string, nodes: number) =>
  listDatabaseWarnings({ ...emptySchema.database, version, nodes }, 'PYTHON3');

test('warns about known problems of the version, with a fix', () => {
  expect(judge('8.8.1', 4)).toEqual([
    expect.stringMatching(
      /^Exasol 8\.8\.1 has a known problem \(CHG 18052\): .* Update Exasol to 8\.29\.7, 8\.33\.0 or later/,
    ),
    expect.stringMatching(
      /^Exasol 8\.8\.1 has a known problem \(CHG 15986\): .* Update Exasol to 7\.1\.16, 8\.9\.0 or later/,
    ),
  ]);
});

test.each([
  ['8.8.1', 1],
  ['2025.1.3', 4],
])('does not warn about Exasol %s on %i nodes', (version, nodes) => {
  expect(judge(version, nodes)).toEqual([]);
});
