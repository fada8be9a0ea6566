import { expect, test } from 'vitest';
import { findKnownProblems } from '../../../src/scripts/known-problems.js';

test.each([
  ['7.1.15', 4, ['CHG 18052', 'CHG 15986']],
  ['7.1.16', 4, ['CHG 18052']],
  ['8.8.1', 2, ['CHG 18052', 'CHG 15986']],
  ['8.9.0', 2, ['CHG 18052']],
  ['8.29.6', 2, ['CHG 18052']],
  ['8.29.7', 2, []],
  ['8.32.0', 2, ['CHG 18052']],
  ['8.33.0', 2, []],
  ['2025.1.3', 8, []],
  ['7.1.0', 1, []],
  ['', 4, []],
  ['unknown', 4, []],
])('Exasol %s on %i nodes has %j', (version, nodes, expected) => {
  expect(findKnownProblems(version, nodes).map(({ id }) => id)).toEqual(expected);
});
