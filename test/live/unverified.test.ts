import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unverified } from './unverified.js';

test('each fact has a unique id', () => {
  expect(new Set(unverified.map(({ id }) => id)).size).toBe(unverified.length);
});

test.each(unverified)('$id names an existing file, an existing test and its impact', (fact) => {
  const { file, check, impact, tolerated } = fact;
  expect(existsSync(file), file).toBe(true);
  if (check.kind === 'test') expect(readFileSync(check.file, 'utf8')).toContain(check.title);
  // A fact without impact, or one that only people can check, never fails a run.
  if (impact.startsWith('nothing breaks') || check.kind === 'manual') expect(tolerated).toBe(true);
});
