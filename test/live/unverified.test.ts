import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unverified } from './unverified.js';

test('each fact has its own id', () => {
  expect(new Set(unverified.map(({ id }) => id)).size).toBe(unverified.length);
});

test.each(unverified)('$id names a file and a test that are there, and what rests on it', (fact) => {
  const { where, check, rests, tolerated } = fact;
  expect(existsSync(where), where).toBe(true);
  if (check.kind === 'test') expect(readFileSync(check.file, 'utf8')).toContain(check.title);
  // what nothing rests on, and what only people can look at, never fails a run
  if (rests.startsWith('nothing') || check.kind === 'hand') expect(tolerated).toBe(true);
});
