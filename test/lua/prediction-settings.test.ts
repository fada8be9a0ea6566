/** Compares settings of version 0.1.0, which contain types as the user wrote them, with those of later versions. */
import { describe, expect, test } from 'vitest';
import { evaluate, refusal } from './run-lua.js';

const settings = (type: string, requests = 4) =>
  JSON.stringify({ key_columns: [['ID', type]], parallel_requests: requests });

const isSame = (left: string, right: string) =>
  evaluate(`local is_same = require('sme.endpoint_table').is_same
exit({ { tostring(is_same({ PREDICTION_SETTINGS = [==[${left}]==] }, { PREDICTION_SETTINGS = [==[${right}]==] })) } }, 'T VARCHAR(9)')`);

describe('two rows of an endpoint', () => {
  test.each([
    ['INTEGER', 'DECIMAL(18,0)'],
    ['DECIMAL(18,0)', 'int'],
    ['varchar( 10 )', 'VARCHAR(10) UTF8'],
    ['TEXT', 'TEXT'],
  ])('are the same with a key column of type %s and of type %s', async (left, right) => {
    expect(await isSame(settings(left), settings(right))).toBe('true');
  });

  test.each([
    [settings('INTEGER'), settings('BIGINT')],
    [settings('INTEGER'), settings('INTEGER', 2)],
    ['not JSON', settings('INTEGER')],
    ['{"key_columns":[[]],"parallel_requests":4}', settings('INTEGER')],
    ['{}', 'null'],
  ])('differ with the settings %s and %s', async (left, right) => {
    expect(await isSame(left, right)).toBe('false');
  });
});

test('the rows of two sessions are the same if they write a type in different forms', async () => {
  const row = ['e', ...Array<null>(12).fill(null), settings('INTEGER'), ...Array<null>(5).fill(null)];
  const code = `local database = require('sme.database').new(pquery)
local row = { ENDPOINT_NAME = 'e', PREDICTION_SETTINGS = [==[${settings('DECIMAL(18,0)')}]==] }
local done, problem = require('sme.endpoint_table').put(database, '"S"."T"', row)
exit({ { done and 'done' or problem } }, 'T VARCHAR(2000)')`;
  expect(
    await evaluate(code, [
      [/^INSERT/, refusal('constraint violation - primary key', '27002')],
      [/^SELECT ENDPOINT_NAME/, [row]],
      [/^(COMMIT|ROLLBACK)/, 0],
    ]),
  ).toBe('done');
});
