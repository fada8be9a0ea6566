import { expect, test } from 'vitest';
import { results } from '../../../src/scripts/results.js';
import { toJsonRow, toJsonValue, toMoment } from '../../../src/terminal/json-row.js';

test('a row has every column of its result, with numbers and null', () => {
  const row = { MODEL_NAME: 'churn', VERSION: '2', BEST_METRIC_VALUE: 0.5, IS_SERVED: false, ENDPOINT_NAME: null };
  expect(toJsonRow(row, results.modelListResult)).toEqual({
    model_name: 'churn',
    version: 2,
    job_name: null,
    job_status: null,
    best_metric_name: null,
    best_metric_value: 0.5,
    is_served: false,
    is_best: null,
    endpoint_name: null,
    trained_at_utc: null,
  });
});

test.each([
  ['1.50', 'DECIMAL(10,2)', 1.5],
  ['-0.001', 'DECIMAL(9,3)', -0.001],
  ['9007199254740991', 'DECIMAL(18,0)', 9007199254740991],
  ['9007199254740993', 'DECIMAL(18,0)', '9007199254740993'],
  ['1234567890123.456', 'DECIMAL(20,3)', '1234567890123.456'],
  ['0', 'DECIMAL(36,0)', 0],
  ['12', 'VARCHAR', '12'],
  [null, 'DECIMAL(1,0)', null],
  [true, 'BOOLEAN', true],
] as const)('%s of type %s becomes %s', (value, type, expected) => {
  expect(toJsonValue(value, type)).toBe(expected);
});

test('times get the form of ISO 8601', () => {
  expect(toMoment('2026-11-22 22:10:05')).toBe('2026-11-22T22:10:05Z');
  expect(toMoment('never')).toBeNull();
  expect(toMoment(null)).toBeNull();
});
