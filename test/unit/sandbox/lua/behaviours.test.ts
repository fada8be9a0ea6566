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

test('nil-cell reads nil in a row as NULL', async () => {
  const body = "return {{nil, 'x'}, {1, nil}, {nil, nil}, {}}, 'A INT, B VARCHAR(3)'";
  await expect(runBody(body, { returns: 'TABLE' })).rejects.toThrow('decimal expected, got nil');
  const options = { returns: 'TABLE', behaviours: { 'nil-cell': 'null' } } as const;
  expect((await runBody(body, options)).result).toMatchObject({
    rows: [
      [null, 'x'],
      [1n, null],
      [null, null],
      [null, null],
    ],
  });
  const sparse = "local row = {1, 'x'} row[1 << 40] = 2 return {row}, 'A INT, B VARCHAR(3)'";
  expect((await runBody(sparse, options)).result).toMatchObject({ rows: [[1n, 'x']] });
  await expect(runBody("return {{1, 'x', 2}}, 'A INT, B VARCHAR(3)'", options)).rejects.toThrow('3 values');
});
