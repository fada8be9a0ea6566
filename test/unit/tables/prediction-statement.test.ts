import { expect, test } from 'vitest';
import { writePredictionCall } from '../../../src/tables/prediction-statement.js';

test.each([
  ['DECIMAL(18,0)', '"A"'],
  ['TIMESTAMP', '"A"'],
  ['TIMESTAMP(6)', '"A"'],
  [undefined, '"A"'],
  ['TIMESTAMP WITH LOCAL TIME ZONE', `CONVERT_TZ("A", SESSIONTIMEZONE, 'UTC')`],
  ['TIMESTAMP(3) WITH LOCAL TIME ZONE', `CONVERT_TZ("A", SESSIONTIMEZONE, 'UTC')`],
  ['TIMESTAMP(9) WITH LOCAL TIME ZONE', `CAST(CONVERT_TZ("A", SESSIONTIMEZONE, 'UTC') AS TIMESTAMP(6))`],
  ['TIMESTAMP(7)', 'CAST("A" AS TIMESTAMP(6))'],
  ['TIMESTAMP(0)', 'CAST("A" AS TIMESTAMP(6))'],
])('writes an input of type %s the way the training exported it', (type, expected) => {
  expect(writePredictionCall({ udf: '"S"."F"', inputs: [{ name: 'A', type }] })).toBe(`"S"."F"(${expected})`);
});
