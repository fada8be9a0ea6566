import { expect, test } from 'vitest';
import { matchName } from '../../../src/exasol/match-name.js';
import type { Session } from '../../../src/exasol/session.js';

const sessionWith = (comparison: string | undefined): Session => ({
  query: async () => ({
    columns: ['SESSION_VALUE'],
    rows: comparison === undefined ? [] : [[comparison]],
    rowCount: 1,
  }),
  batch: async () => [],
});

test.each([
  ['IGNORE CASE', ['Ml'], 'Ml'],
  ['IGNORE CASE', ['Ml', 'ML'], 'ML'],
  ['IGNORE CASE', ['other'], undefined],
  ['MATCH CASE', ['Ml'], undefined],
  [undefined, ['Ml'], undefined],
])('with SQL_IDENTIFIER_COMPARISON %s and %j, ml means %s', async (comparison, stored, expected) => {
  expect(await matchName(sessionWith(comparison), ['ml', 'ML'], stored)).toBe(expected);
});

test('rejects a name if several stored names differ from it only in case', async () => {
  const ambiguous = matchName(sessionWith('IGNORE CASE'), ['ml', 'ML'], ['Ml', 'mL']);
  await expect(ambiguous).rejects.toMatchObject({ code: 'E-SME-330', message: expect.stringContaining("'Ml', 'mL'") });
});
