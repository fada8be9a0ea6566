import { expect, test } from 'vitest';
import { findColumn, makeColumnNames } from '../../../src/csv/column-names.js';

test('makes unique names that Exasol accepts', () => {
  expect(makeColumnNames(['temp_max', 'Temp_Max', 'a b', '', 'x.y', 'tab\there', '1st', 'ü'.repeat(130)])).toEqual([
    'TEMP_MAX',
    'TEMP_MAX_2',
    'a b',
    'COLUMN_4',
    'X_Y',
    'TAB_HERE',
    '1st',
    'ü'.repeat(128),
  ]);
});

test('finds a column by its exact name, or ignoring case if only one column matches', () => {
  expect(findColumn(['a', 'A', 'b'], 'A')).toBe(1);
  expect(findColumn(['a', 'b'], ' B ')).toBe(1);
  expect(findColumn(['aa', 'Aa'], 'AA')).toBeUndefined();
});
