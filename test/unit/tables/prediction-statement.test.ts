import { expect, test } from 'vitest';
import { makePrediction, writePredictionCall, writePredictionQuery } from '../../../src/tables/prediction-statement.js';

const udf = { schema: 'S', name: 'F', keyColumns: [], hasCsvFunctions: true, parallelRequests: 4 };

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
  const job = { columns: [{ name: 'A', type }], target: undefined, sampleWeightColumn: undefined };
  expect(writePredictionCall(makePrediction(udf, job))).toBe(`"S"."F"(${expected})`);
});

const job = {
  columns: [
    { name: 'AGE', type: 'DECIMAL(3,0)' },
    { name: 'CHURNED', type: 'BOOLEAN' },
    { name: 'W', type: 'DOUBLE' },
  ],
  target: 'CHURNED',
  sampleWeightColumn: 'W',
};
const withKey = { ...udf, keyColumns: ['ID'] };

test('calls the prediction function if the endpoint has no functions for CSV lines, or the inputs are wanted', () => {
  const expected = 'SELECT "S"."F"("ID", "AGE")\nFROM T';
  const earlier = makePrediction({ ...withKey, hasCsvFunctions: false }, job);
  expect(writePredictionQuery(earlier, { source: 'T' })).toBe(expected);
  expect(writePredictionQuery(makePrediction(withKey, job), { source: 'T', withInputs: true })).toBe(expected);
});

test('limits the rows before it predicts', () => {
  const prediction = makePrediction(udf, job);
  expect(writePredictionQuery(prediction, { source: 'T', limit: '5' })).toBe(
    'SELECT "S"."F"("AGE")\nFROM (SELECT * FROM T LIMIT 5)',
  );
  expect(writePredictionQuery(makePrediction(withKey, job), { source: 'T', limit: '5' })).toContain(
    '  FROM T LIMIT 5\n)',
  );
});

test('asks for the errors of rows, also without key columns', () => {
  const options = { source: 'T', maxErrors: 10, groups: 2 };
  expect(writePredictionQuery(makePrediction(udf, job), options)).toBe(`SELECT "S"."F_TRY"(10, "CSV_LINE")
FROM (
  SELECT
    CAST("AGE" AS VARCHAR(100)) AS "CSV_LINE"
  FROM T
)
GROUP BY IPROC(), MOD(TO_NUMBER(SUBSTR(HASH_MD5("CSV_LINE"), 1, 4), 'XXXX'), 2)`);
});
