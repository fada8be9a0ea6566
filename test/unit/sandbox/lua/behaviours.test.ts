import { expect, test } from 'vitest';
import { ExasolError } from '../../../../src/sandbox/types/exasol-error.js';
import { readOutput, runBody } from './lua-call.js';

test('error-position puts script and line in front of the text of an error', async () => {
  const body = "\nerror('no', 0)";
  await expect(runBody(body)).rejects.toMatchObject({ text: '"no" caught in script "S"."N" at line 2' });
  await expect(runBody(body, { behaviours: { 'error-position': 'line' } })).rejects.toMatchObject({
    text: '"N:2: no" caught in script "S"."N" at line 2',
  });
});

test('pquery-suffix appends the session to the message of a failed statement', async () => {
  const body = "local _, result = pquery('SELECT 1') output(result.error_message)";
  const query = () => Promise.reject(new ExasolError('42000', 'wrong'));
  expect(await readOutput(body, { query })).toEqual(['wrong']);
  expect(await readOutput(body, { query, behaviours: { 'pquery-suffix': 'session' } })).toEqual([
    'wrong (Session: 1585944483210400591)',
  ]);
});

test('xpcall removes xpcall and debug', async () => {
  const body = 'output(type(xpcall)) output(type(debug))';
  expect(await readOutput(body)).toEqual(['function', 'table']);
  expect(await readOutput(body, { behaviours: { xpcall: 'missing' } })).toEqual(['nil', 'nil']);
});
