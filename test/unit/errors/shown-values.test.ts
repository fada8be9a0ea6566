import { expect, test } from 'vitest';
import { makeError } from '../../../src/errors/user-error.js';
import { suggestNearest } from '../../../src/text/nearest.js';

test('cuts a quoted value at 200 characters', () => {
  const { message } = makeError('E-SME-73', { table: 'T', job: 'j'.repeat(1_000_000) });
  expect(message).toBe(`The job table T already has a job '${'j'.repeat(200)}…'.`);
});

test('cuts the quoted values in a sentence', () => {
  const long = 'v'.repeat(300);
  const text = `the database's alias 'A' is ${'long '.repeat(60)}and ('${long}') '${long}'`;
  const cut = `'${'v'.repeat(200)}…'`;
  expect(makeError('E-SME-262', { cause: text }).message).toContain(
    `the database's alias 'A' is ${'long '.repeat(60)}and (${cut}) ${cut}`,
  );
});

test('does not cut a sentence', () => {
  const text = 'word '.repeat(100).trim();
  expect(makeError('E-SME-262', { cause: text }).message).toContain(text);
});

test('does not search for words similar to a huge value', () => {
  const started = performance.now();
  expect(suggestNearest('j'.repeat(1_000_000), ['job', 'j'.repeat(1000)])).toBe('');
  expect(performance.now() - started).toBeLessThan(100);
});
